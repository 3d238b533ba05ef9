package scot.nrm.accesslog;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When the access log causes a warning.
 *
 * @param every how often the log is checked; zero for never
 * @param address who is e-mailed; empty for nobody
 * @param manyCases so many different cases opened by one person within 24 hours
 * @param withoutTask so many cases opened by one person within 24 hours in which they have no task
 * @param nightFrom local time from which hours are unusual
 * @param nightTo local time at which they end
 * @param nightWork the groups whose people also work at night
 */
@Validated
@ConfigurationProperties("nrm.access-alerts")
record AlertSettings(
    @DefaultValue("5m") @DurationMin Duration every,
    @DefaultValue("") @Email String address,
    @DefaultValue("40") @Min(1) int manyCases,
    @DefaultValue("3") @Min(1) int withoutTask,
    @DefaultValue("22:00") LocalTime nightFrom,
    @DefaultValue("06:00") LocalTime nightTo,
    @DefaultValue({"la-duty-social-work", "first-responder", "ukba-port-officer", "police-liaison"})
        Set<String> nightWork) {

  /** Whether it is a time at which only those in {@link #nightWork} are expected to read cases. */
  boolean isNight(LocalTime time) {
    return nightFrom.isAfter(nightTo)
        ? !time.isBefore(nightFrom) || time.isBefore(nightTo)
        : !time.isBefore(nightFrom) && time.isBefore(nightTo);
  }
}
