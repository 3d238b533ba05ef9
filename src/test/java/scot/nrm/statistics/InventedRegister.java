package scot.nrm.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Outcome;
import scot.nrm.register.RegisterCase.StageState;
import scot.nrm.register.RegisterRows.Count;
import scot.nrm.register.Stage;

/** Invented cases of the register, each with only the values that a test needs. */
final class InventedRegister {

  private static final Database DATABASE = Databases.h2();
  private static final DataSource DATA_SOURCE = DATABASE.pool();
  private static final JdbcClient JDBC = JdbcClient.create(DATA_SOURCE);

  private final List<Invented> cases = new ArrayList<>();

  /** A builder for a case. Omitted events have not happened. */
  static final class Invented {
    String caseNumber = "NRM-2009-000001";
    String council = "glasgow-city";
    String agency = "police";
    LocalDate opened = day("2009-04-02");
    LocalDate received;
    List<String> nationalities = List.of("VN");
    Authority rgAuthority = KnownAuthorities.UKHTC;
    Authority cgAuthority;
    String basis = "D13.5";
    StageState rg = InventedCase.NOT_BEGUN;
    StageState cg = InventedCase.NOT_BEGUN;
    String caseOutcome;
    LocalDate closed;
    LocalDate copy;
    Stage suspended;
    Stage reconsidered;
    String mergedInto;
    Boolean missed;
    List<Count> counts = List.of();
  }

  InventedRegister with(Consumer<Invented> filling) {
    Invented invented = new Invented();
    invented.caseNumber = "NRM-2009-%06d".formatted(cases.size() + 1);
    filling.accept(invented);
    cases.add(invented);
    return this;
  }

  static StageState decided(String due, String outcome, String on, int daysLate) {
    return new StageState(
        day(due), day(due), Outcome.of(outcome), day(on), daysLate > 0, daysLate, null);
  }

  static LocalDate day(String day) {
    return LocalDate.parse(day);
  }

  /** A register with only these cases. */
  JdbcClient asRegister() {
    write();
    return JDBC;
  }

  ReferralCounter counter() {
    write();
    return new ReferralCounter(
        DATA_SOURCE, new DataSourceTransactionManager(DATA_SOURCE), DATABASE.url());
  }

  private void write() {
    for (String table : List.of("register_event", "register_nationality", "case_register")) {
      JDBC.sql("delete from " + table).update();
    }
    cases.forEach(InventedRegister::write);
  }

  private static void write(Invented c) {
    JDBC.sql(
            """
            insert into case_register (case_number, local_authority, first_responder_agency, opened_on,
              referral_received_on, sex, age, age_disputed, rg_authority, cg_authority, routing_basis, removal_hold,
              rg_original_due, rg_due, rg_outcome, rg_decided_on, rg_late, rg_days_late,
              cg_original_target, cg_target, cg_outcome, cg_decided_on, cg_late, cg_days_late,
              case_outcome, closed_on, reported_by, ukba_copy_on, referral_target_missed, suspended_stage,
              suspended_on, reconsidered_stage, merged_into)
            values (?, ?, ?, ?, ?, 'female', 15, false, ?, ?, ?, 'on', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
              ?, ?, 'first.responder', ?, ?, ?, ?, ?, ?)\
            """)
        .params(
            Arrays.asList(
                c.caseNumber,
                c.council,
                c.agency,
                c.opened,
                c.received,
                StoredCode.id(c.rgAuthority),
                StoredCode.id(c.cgAuthority),
                c.basis,
                c.rg.originalDue(),
                c.rg.due(),
                StoredCode.id(c.rg.outcome()),
                c.rg.decidedOn(),
                c.rg.late(),
                c.rg.daysLate(),
                c.cg.originalDue(),
                c.cg.due(),
                StoredCode.id(c.cg.outcome()),
                c.cg.decidedOn(),
                c.cg.late(),
                c.cg.daysLate(),
                c.caseOutcome,
                c.closed,
                c.copy,
                c.missed,
                c.suspended == null ? null : c.suspended.id(),
                c.suspended == null ? null : day("2009-04-20"),
                c.reconsidered == null ? null : c.reconsidered.id(),
                c.mergedInto))
        .update();
    for (String nationality : c.nationalities) {
      JDBC.sql("insert into register_nationality (case_number, nationality) values (?, ?)")
          .params(c.caseNumber, nationality)
          .update();
    }
    for (Count count : c.counts) {
      for (int i = 0; i < count.times(); i++) {
        JDBC.sql(
                """
                insert into register_event (id, case_number, recorded_at, kind, stage)
                values (nextval('register_seq'), ?, current_timestamp, ?, ?)\
                """)
            .params(
                Arrays.asList(
                    c.caseNumber, count.kind(), count.stage() == null ? null : count.stage().id()))
            .update();
      }
    }
  }

  /** One case of each kind that the statistics distinguish. */
  static InventedRegister ofEachKind() {
    return new InventedRegister()
        .with(
            c -> { // recognised; hybrid
              c.received = day("2009-04-06");
              c.rg = decided("2009-04-15", "positive", "2009-04-14", 0);
              c.cgAuthority = KnownAuthorities.UKBA;
              c.cg = decided("2009-05-29", "positive", "2009-06-02", 4);
              c.caseOutcome = "recognised";
              c.closed = day("2009-06-02");
              c.counts =
                  List.of(
                      new Count("extended", Stage.REASONABLE_GROUNDS, 1),
                      new Count("extended", Stage.CONCLUSIVE_GROUNDS, 2),
                      new Count("child-missing", null, 3));
            })
        .with(
            c -> { // no reasonable grounds; two nationalities
              c.received = day("2009-06-30");
              c.agency = "ukba";
              c.rgAuthority = KnownAuthorities.UKBA;
              c.basis = "D13.1";
              c.nationalities = List.of("GB", "NG");
              c.rg = decided("2009-07-07", "negative", "2009-07-07", 0);
              c.caseOutcome = "no-reasonable-grounds";
              c.closed = day("2009-07-07");
            })
        .with(
            c -> { // reasonable grounds pending
              c.received = day("2009-07-01");
              c.agency = null;
              c.nationalities = List.of("unknown");
              c.missed = true;
            })
        .with(
            c -> { // suspended before reasonable grounds
              c.received = day("2009-09-30");
              c.suspended = Stage.REASONABLE_GROUNDS;
              c.counts = List.of(new Count("suspended", Stage.REASONABLE_GROUNDS, 1));
            })
        .with(
            c -> { // suspended before conclusive grounds
              c.received = day("2009-10-01");
              c.rg = decided("2009-10-08", "positive", "2009-10-08", 0);
              c.cgAuthority = KnownAuthorities.UKHTC;
              c.suspended = Stage.CONCLUSIVE_GROUNDS;
            })
        .with(
            c -> { // negative, and being reconsidered: the decision applies until then
              c.received = day("2009-12-31");
              c.rg = decided("2010-01-08", "negative", "2010-01-08", 0);
              c.reconsidered = Stage.REASONABLE_GROUNDS;
            })
        .with(
            c -> { // closed before a decision, for example because the child has died
              c.received = day("2009-04-30");
              c.rg = decided("2009-05-08", "positive", "2009-05-08", 0);
              c.cgAuthority = KnownAuthorities.UKHTC;
              c.caseOutcome = "closed-other";
              c.closed = day("2009-05-20");
            })
        .with(
            c -> { // another year
              c.received = day("2010-01-01");
            })
        .with(
            c -> { // only a pre-alert
              c.copy = day("2009-05-05");
              c.rgAuthority = null;
              c.basis = null;
            })
        .with(
            c -> { // merged with another
              c.received = day("2009-04-07");
              c.mergedInto = "NRM-2009-000001";
            })
        .with(
            c -> { // entered in error
              c.received = day("2009-04-08");
              c.caseOutcome = "closed-other";
              c.closed = day("2009-04-09");
              c.counts = List.of(new Count("error-closed", null, 1));
            });
  }
}
