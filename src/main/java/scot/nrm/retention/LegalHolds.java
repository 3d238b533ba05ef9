package scot.nrm.retention;

import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.engine.CaseClock;
import scot.nrm.register.RegisterUpdates;

/**
 * Legal holds, which stop the erasure of a case, for example while a court or an inquiry needs it.
 * Setting and lifting one is recorded in the register of the case, with a reason.
 */
@Component
public class LegalHolds {

  private final JdbcClient jdbc;
  private final RegisterUpdates updates;
  private final CaseClock clock;

  public LegalHolds(JdbcClient jdbc, RegisterUpdates updates, CaseClock clock) {
    this.jdbc = jdbc;
    this.updates = updates;
    this.clock = clock;
  }

  /**
   * A hold.
   *
   * @param since the day on which it was set
   */
  public record Hold(String caseNumber, LocalDate since) {}

  /** Whether there is such a case, and it has not been erased. */
  boolean exists(String caseNumber) {
    return jdbc.sql("select 1 from case_register r where r.case_number = ? and r.erased is null")
        .param(caseNumber)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** All holds, oldest first. */
  List<Hold> all() {
    return jdbc.sql(
            """
            select case_number as caseNumber, legal_hold_since as since from case_register
            where legal_hold_since is not null order by legal_hold_since, case_number\
            """)
        .query(Hold.class)
        .list();
  }

  /** Sets a hold; returns false if another one is set. A form that is sent twice sets one. */
  @Transactional
  public boolean set(String caseNumber, String officer, String reason) {
    return updates.legalHold(caseNumber, clock.today(), officer, reason);
  }

  /** Lifts the hold; returns false if there was none. A form may be sent twice. */
  @Transactional
  public boolean lift(String caseNumber, String officer, String reason) {
    return updates.legalHoldLifted(caseNumber, clock.today(), officer, reason);
  }
}
