package scot.nrm.forms.rules;

import java.time.ZonedDateTime;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/**
 * A time of today is not in the future. The 48 hours are counted from and to these times (D6), and
 * an evening instead of a morning would make the deadline twelve hours later.
 */
@Component
public class TimeRules implements FormRule {

  /** Each time with the field of its date. */
  private static final Map<String, String> TIMES =
      Map.of(
          "firstEncounterTime", "firstEncounterDate",
          "referralReceivedTime", "referralReceivedDate");

  private final CaseClock clock;

  TimeRules(CaseClock clock) {
    this.clock = clock;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    ZonedDateTime now = clock.now().atZone(LocalDay.ZONE);
    TIMES.forEach(
        (time, date) -> {
          boolean isToday =
              submission.submitted().date(date).filter(now.toLocalDate()::equals).isPresent();
          if (isToday
              && submission
                  .submitted()
                  .time(time)
                  .filter(now.toLocalTime()::isBefore)
                  .isPresent()) {
            errors.field(time, "must not be in the future");
          }
        });
  }
}
