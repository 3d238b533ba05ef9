package scot.nrm.letters;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.access.Viewer;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.LettersToPost;
import scot.nrm.accesslog.What;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.pages.PageRequest;

/**
 * The letters to be printed and posted, for a team of the sending authority: the intake team,
 * unless the file of authorities names another one. A team can put a letter that it has marked as
 * posted back on the same day (in Europe/London). The access log records who read, marked and put
 * back each letter.
 */
@Component
public class PrintQueue implements LettersToPost {

  /** The number of letters on a page, and the most in one PDF. */
  public static final int ROWS = 50;

  private static final String WAITING =
      "where delivery in ('print-queue', 'notified') and sender in (:senders) ";

  private static final String POSTED_TODAY =
      "where delivery = 'printed' and posted_at >= :today and sender in (:senders) ";

  private static final String IN_ORDER = "order by addressee_name, dated, case_number, id ";

  private final JdbcClient jdbc;
  private final LetterArchive archive;
  private final CaseClock clock;
  private final AccessLog log;
  private final Authorities authorities;

  PrintQueue(
      JdbcClient jdbc,
      LetterArchive archive,
      CaseClock clock,
      AccessLog log,
      Authorities authorities) {
    this.authorities = authorities;
    this.jdbc = jdbc;
    this.archive = archive;
    this.clock = clock;
    this.log = log;
  }

  /**
   * A search in the queue.
   *
   * @param senders the competent authorities, all of them the person's own
   * @param postedToday whether to find letters marked as posted today instead of those that wait
   * @param dated the date of the letters; {@code null} for any day
   * @param addressee the kind of addressee; {@code null} for any kind
   */
  public record Search(
      Set<String> senders, boolean postedToday, LocalDate dated, Addressee addressee) {}

  /** One page of the results, by addressee and date, with the number on all pages. */
  public record Page(List<Letter> letters, PageRequest page, long all) {}

  /** The authorities whose print queue the viewer manages. */
  public Set<String> sendersOf(Viewer viewer) {
    return authorities.printedBy(viewer.groups()).stream()
        .map(Authority::id)
        .collect(Collectors.toSet());
  }

  @Override
  public boolean isForTeamOf(Viewer viewer, String letterId) {
    return archive
        .find(letterId)
        .filter(letter -> letter.delivery().waitsToBePosted())
        .filter(letter -> sendersOf(viewer).contains(letter.sender()))
        .isPresent();
  }

  @Override
  public Optional<String> description(String letterId) {
    return archive
        .find(letterId)
        .map(
            letter ->
                "%s, %s (%s)"
                    .formatted(
                        letter.title(),
                        BritishDate.of(letter.dated()),
                        letter.addressee().words()));
  }

  /** The requested page, or the last one if there are fewer. */
  public Page page(Search search, PageRequest asked) {
    if (search.senders().isEmpty()) {
      return new Page(List.of(), asked.within(0), 0);
    }
    String where =
        (search.postedToday() ? POSTED_TODAY : WAITING)
            + (search.dated() == null ? "" : "and dated = :dated ")
            + (search.addressee() == null ? "" : "and addressee = :addressee ");
    long all =
        with(search, jdbc.sql("select count(*) from letter " + where)).query(Long.class).single();
    PageRequest page = asked.within(all);
    List<Letter> letters =
        with(
                search,
                jdbc.sql(
                    LetterArchive.ROW
                        + where
                        + IN_ORDER
                        + "offset :from rows fetch next :rows rows only"))
            .param("from", page.offset())
            .param("rows", page.rows())
            .query(LetterArchive::letter)
            .list();
    return new Page(letters, page, all);
  }

  private StatementSpec with(Search search, StatementSpec sql) {
    return sql.param("senders", search.senders())
        .param("today", startOfToday())
        .param("dated", search.dated())
        .param("addressee", StoredCode.id(search.addressee()));
  }

  private OffsetDateTime startOfToday() {
    return LocalDay.startOf(clock.today()).toInstant().atOffset(ZoneOffset.UTC);
  }

  /**
   * The letters with these ids in the order of the queue, whether or not they still wait; empty if
   * one doesn't exist or isn't from the viewer's authority.
   */
  public Optional<List<Letter>> find(Viewer viewer, Collection<String> ids) {
    Set<String> senders = sendersOf(viewer);
    if (senders.isEmpty() || ids.isEmpty()) {
      return Optional.empty();
    }
    List<Letter> letters =
        jdbc.sql(LetterArchive.ROW + "where id in (:ids) and sender in (:senders) " + IN_ORDER)
            .param("ids", Set.copyOf(ids))
            .param("senders", senders)
            .query(LetterArchive::letter)
            .list();
    return letters.size() == Set.copyOf(ids).size() ? Optional.of(letters) : Optional.empty();
  }

  /**
   * The letter as a PDF.
   *
   * @throws IllegalStateException if it can't be opened or made into one
   */
  public byte[] pdf(Letter letter) {
    return archive.pdf(letter);
  }

  /** Logs that a viewer who posts letters reads one. */
  public void logRead(Letter letter, Viewer viewer) {
    log.record(access(letter, viewer, What.LETTER));
  }

  /** Removes a letter from the queue; false if someone else already has. */
  @Transactional
  public boolean markPosted(Letter letter, Viewer viewer) {
    boolean done =
        letter.delivery().waitsToBePosted() && archive.markPosted(letter, viewer.userId());
    if (done) {
      log.record(access(letter, viewer, What.LETTER_POSTED));
    }
    return done;
  }

  /**
   * Puts a letter back that was marked as posted today. On a later day, or if someone else has put
   * it back, nothing changes.
   *
   * @return whether this call has done so
   */
  @Transactional
  public boolean undoPosted(Letter letter, Viewer viewer) {
    boolean done =
        letter.delivery() == DeliveryState.PRINTED && archive.undoPosted(letter, startOfToday());
    if (done) {
      log.record(access(letter, viewer, What.POSTING_UNDONE));
    }
    return done;
  }

  private static Access access(Letter letter, Viewer viewer, What what) {
    return Access.by(viewer, what).ofCase(letter.caseNumber()).detail(letter.id()).hasTask(true);
  }
}
