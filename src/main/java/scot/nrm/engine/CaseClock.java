package scot.nrm.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;

/** The current time for cases: the engine's clock, which can be moved outside production. */
@Component
public class CaseClock {

  /** Today in Europe/London (D40). */
  public LocalDate today() {
    return LocalDay.of(ClockUtil.getCurrentTime());
  }

  public Instant now() {
    return ClockUtil.getCurrentTime().toInstant();
  }

  /** This moment in UTC, for a column of a table. */
  public OffsetDateTime timestamp() {
    return now().atOffset(ZoneOffset.UTC);
  }
}
