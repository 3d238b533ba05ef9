package scot.nrm.letters;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.casefile.ChainedRow;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.casefile.ContentCipher;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;
import scot.nrm.mail.MailServer;

/**
 * The register of letters (D38), with the letters. The letter and the email address are encrypted;
 * codes, addressees and dates are not. What is stored is the letter as XHTML; its PDF is made for
 * each reader.
 */
@Component
class LetterArchive {

  static final String ROW =
      "select id, case_number, occasion, code, template, addressee, addressee_name, "
          + "local_authority, police_force, sender, dated, minute_enclosed, delivery, delivery_note from letter ";

  /** The condition for letters in the outbox that no node has claimed. */
  private static final String UNCLAIMED =
      "delivery = 'outbox' and (mail_claimed_until is null or mail_claimed_until < ?)";

  /** The time between two attempts to email a letter while the mail server fails. */
  static final Duration PAUSE = Duration.ofMinutes(5);

  private static final String CONTENT = "content";

  private final JdbcClient jdbc;
  private final ContentCipher cipher;
  private final CaseClock clock;
  private final ChangeChain chain;
  private final LetterWriter writer;

  LetterArchive(
      JdbcClient jdbc,
      ContentCipher cipher,
      CaseClock clock,
      ChangeChain chain,
      LetterWriter writer) {
    this.jdbc = jdbc;
    this.cipher = cipher;
    this.clock = clock;
    this.chain = chain;
    this.writer = writer;
  }

  /** Stores a letter, in the current transaction. */
  @Transactional
  void store(
      Letter letter, String occurrence, String xhtml, Optional<String> email, String officer) {
    chain.added(letter.caseNumber(), ChainedRow.LETTER, letter.id());
    jdbc.sql(
            """
            insert into letter (id, case_number, occasion, occurrence, code, template, addressee, addressee_name,
              local_authority, police_force, sender, dated, minute_enclosed, content, email, delivery, delivery_note,
              created_by, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
        .param(letter.id())
        .param(letter.caseNumber())
        .param(letter.occasion())
        .param(occurrence)
        .param(letter.code())
        .param(letter.template())
        .param(letter.addressee().id())
        .param(letter.addresseeName())
        .param(letter.council().orElse(null))
        .param(letter.force().orElse(""))
        .param(letter.sender())
        .param(letter.dated())
        .param(letter.minuteEnclosed())
        .param(cipher.sealTextFor(letter.caseNumber(), xhtml, sealingContext(letter, CONTENT)))
        .param(
            cipher.sealTextFor(
                letter.caseNumber(), email.orElse(null), sealingContext(letter, "email")))
        .param(letter.delivery().id())
        .param(letter.deliveryNote())
        .param(officer)
        .param(clock.timestamp())
        .update();
  }

  List<Letter> sentFor(LetterOccasion occasion) {
    return sentFor(occasion.caseNumber(), occasion.occasion(), occasion.occurrence());
  }

  List<Letter> sentFor(String caseNumber, String occasion, String occurrence) {
    return jdbc.sql(
            ROW
                + "where case_number = ? and occasion = ? and occurrence = ? order by created_at, id")
        .params(caseNumber, occasion, occurrence)
        .query(LetterArchive::letter)
        .list();
  }

  /** The latest occurrence of an occasion for which letters were sent on a day or later. */
  Optional<String> latestOccurrenceSince(String caseNumber, String occasion, LocalDate day) {
    return jdbc.sql(
            "select occurrence from letter where case_number = ? and occasion = ? and dated >= ?"
                + " order by created_at desc, id desc fetch first row only")
        .params(caseNumber, occasion, day)
        .query(String.class)
        .optional();
  }

  /** All letters of a case, oldest first. */
  List<Letter> of(String caseNumber) {
    return jdbc.sql(ROW + "where case_number = ? order by dated, created_at, id")
        .param(caseNumber)
        .query(LetterArchive::letter)
        .list();
  }

  Optional<Letter> find(String caseNumber, String id) {
    return find(id).filter(letter -> letter.caseNumber().equals(caseNumber));
  }

  Optional<Letter> find(String id) {
    return jdbc.sql(ROW + "where id = ?").param(id).query(LetterArchive::letter).optional();
  }

  byte[] pdf(Letter letter) {
    byte[] sealed =
        jdbc.sql("select content from letter where id = ?")
            .param(letter.id())
            .query((row, number) -> row.getBytes(CONTENT))
            .single();
    String xhtml = cipher.openTextFor(letter.caseNumber(), sealed, sealingContext(letter, CONTENT));
    return writer.pdf(letter.template(), xhtml);
  }

  Optional<String> email(Letter letter) {
    return jdbc.sql("select email from letter where id = ? and email is not null")
        .param(letter.id())
        .query((row, number) -> row.getBytes("email"))
        .optional()
        .map(
            content ->
                cipher.openTextFor(letter.caseNumber(), content, sealingContext(letter, "email")));
  }

  /** Removes a letter from the print queue; false if another call already has. */
  @Transactional
  boolean markPosted(Letter letter, String officer) {
    addToChain(letter);
    return jdbc.sql(
                "update letter set delivery = 'printed', posted_by = ?, posted_at = ? "
                    + "where id = ? and delivery in ('print-queue', 'notified')")
            .params(officer, clock.timestamp(), letter.id())
            .update()
        == 1;
  }

  /**
   * Returns a letter that was marked as posted to the print queue.
   *
   * @param since the earliest time of marking for which this is allowed
   * @return whether this call has done so
   */
  @Transactional
  boolean undoPosted(Letter letter, OffsetDateTime since) {
    addToChain(letter);
    // A letter without a note had an emailed notice; one that is only posted has the reason there.
    return jdbc.sql(
                "update letter set delivery = case when delivery_note is null then 'notified' else"
                    + " 'print-queue' end, posted_by = null, posted_at = null where id = ? and"
                    + " delivery = 'printed' and posted_at >= ?")
            .params(letter.id(), since)
            .update()
        == 1;
  }

  /** The letters in the outbox that no node has claimed. */
  List<Letter> outbox() {
    return jdbc.sql(ROW + "where " + UNCLAIMED + " order by created_at, id")
        .param(machineTime())
        .query(LetterArchive::letter)
        .list();
  }

  /** Claims a letter for this node; {@code false} if another node was faster. */
  boolean claim(Letter letter) {
    return jdbc.sql("update letter set mail_claimed_until = ? where id = ? and " + UNCLAIMED)
            .params(machineTime().plus(MailServer.CLAIM_TIME), letter.id(), machineTime())
            .update()
        == 1;
  }

  /**
   * Postpones a letter in the outbox, because the mail server failed.
   *
   * @param maxAge the maximum age of the letter, by the clock for cases, as for the letter's date
   * @return whether it isn't too old
   */
  boolean postpone(Letter letter, Duration maxAge) {
    return jdbc.sql(
                "update letter set mail_claimed_until = ? where id = ? and delivery = 'outbox' and"
                    + " created_at > ?")
            .params(machineTime().plus(PAUSE), letter.id(), clock.timestamp().minus(maxAge))
            .update()
        == 1;
  }

  @Transactional
  void recordDelivery(Letter letter, DeliveryState state, String note) {
    addToChain(letter);
    jdbc.sql(
            "update letter set delivery = ?, delivery_note = ? where id = ? and delivery = 'outbox'")
        .params(state.id(), note, letter.id())
        .update();
  }

  private void addToChain(Letter letter) {
    chain.changed(letter.caseNumber(), ChainedRow.LETTER, letter.id());
  }

  /** The time of the machine, because the clock for cases may be stopped or moved. */
  private static OffsetDateTime machineTime() {
    return OffsetDateTime.now(ZoneOffset.UTC);
  }

  static Letter letter(ResultSet row, int number) throws SQLException {
    return new Letter(
        row.getString("id"),
        row.getString("case_number"),
        row.getString("occasion"),
        row.getString("code"),
        row.getString("template"),
        Addressee.of(row.getString("addressee")),
        row.getString("addressee_name"),
        Optional.ofNullable(row.getString("local_authority")),
        Optional.of(row.getString("police_force")).filter(force -> !force.isEmpty()),
        row.getString("sender"),
        row.getObject("dated", LocalDate.class),
        row.getBoolean("minute_enclosed"),
        StoredCode.of(DeliveryState.class, row.getString("delivery")),
        row.getString("delivery_note"));
  }

  private static String sealingContext(Letter letter, String column) {
    return "letter/" + letter.id() + "/" + column;
  }
}
