package scot.nrm.repair;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.casefile.ChainedRow;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.casefile.ContentCipher;
import scot.nrm.engine.StoredCode;
import scot.nrm.register.RegisterRow;

/** The table of repairs. Each can be decided once and carried out once, whichever node does it. */
@Component
class RepairStore {

  private static final int MAX_SHOWN = 100;

  private final JdbcClient jdbc;
  private final ContentCipher cipher;
  private final ChangeChain chain;

  RepairStore(JdbcClient jdbc, ContentCipher cipher, ChangeChain chain) {
    this.jdbc = jdbc;
    this.cipher = cipher;
    this.chain = chain;
  }

  /** Adds a repair and returns its number. */
  @Transactional
  long add(RepairFile file, String state) {
    long number = jdbc.sql("select nextval('register_seq')").query(Long.class).single();
    recordChange(file.caseNumber(), file.account(), number);
    jdbc.sql(
            """
            insert into case_repair (id, case_number, account, asked_by, asked_at, action, diagram, from_element,
              to_element, reason, account_reason, state) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
        .params(
            number,
            file.caseNumber(),
            file.account(),
            file.askedBy(),
            now(),
            file.action().id(),
            file.diagram(),
            file.from(),
            file.to(),
            file.account() == null
                ? cipher.sealTextFor(
                    file.caseNumber(), file.reason().strip(), sealingContext(number))
                : null,
            file.account() == null ? null : file.reason().strip(),
            state)
        .update();
    return number;
  }

  @Transactional(propagation = Propagation.SUPPORTS)
  Optional<Repair> find(long number) {
    return jdbc.sql("select * from case_repair where id = ?")
        .param(number)
        .query(this::repair)
        .optional();
  }

  /** The repairs that wait for a decision, then the others, the latest first. */
  @Transactional(propagation = Propagation.SUPPORTS)
  List<Repair> latest() {
    return jdbc.sql(
            "select * from case_repair order by case when decision is null then 0 else 1 end, id"
                + " desc fetch first "
                + MAX_SHOWN
                + " rows only")
        .query(this::repair)
        .list();
  }

  /** Records a decision; false if there already is one, for example from the same moment. */
  @Transactional
  boolean decide(long number, String decision, String person) {
    recordChange(number);
    return jdbc.sql(
                """
                update case_repair set decision = ?, decided_by = ?, decided_at = ?
                where id = ? and decision is null\
                """)
            .params(decision, person, now(), number)
            .update()
        == 1;
  }

  /** Marks a repair as done; false if it already was, for example at the same moment. */
  @Transactional
  boolean markDone(long number) {
    recordChange(number);
    return jdbc.sql(
                "update case_repair set done_at = ? where id = ? and decision = 'approved' and done_at"
                    + " is null")
            .params(now(), number)
            .update()
        == 1;
  }

  private void recordChange(long number) {
    find(number).ifPresent(repair -> recordChange(repair.caseNumber(), repair.account(), number));
  }

  private void recordChange(String caseNumber, String account, long number) {
    if (account == null) {
      chain.changed(caseNumber, ChainedRow.REPAIR, number);
    } else {
      chain.changed(ChangeChain.USER + account, ChainedRow.ACCOUNT_REPAIR, number);
    }
  }

  private Repair repair(ResultSet row, int index) throws SQLException {
    String caseNumber = row.getString("case_number");
    long number = row.getLong("id");
    return new Repair(
        number,
        caseNumber,
        row.getString("account"),
        row.getString("asked_by"),
        RegisterRow.moment(row, "asked_at"),
        StoredCode.of(RepairAction.class, row.getString("action")),
        row.getString("diagram"),
        row.getString("from_element"),
        row.getString("to_element"),
        caseNumber == null
            ? row.getString("account_reason")
            : cipher.openTextFor(caseNumber, row.getBytes("reason"), sealingContext(number)),
        row.getString("state"),
        row.getString("decision"),
        row.getString("decided_by"),
        RegisterRow.moment(row, "decided_at"),
        RegisterRow.moment(row, "done_at"));
  }

  private static OffsetDateTime now() {
    return OffsetDateTime.now(ZoneOffset.UTC);
  }

  private static String sealingContext(long number) {
    return "repair/" + number;
  }
}
