package scot.nrm.accesslog;

import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When a reason is asked for before a case is opened.
 *
 * @param lasts for how long a person may open that case with a reason they have given
 * @param notAsked the groups that are never asked; what they open is logged all the same
 */
@Validated
@ConfigurationProperties("nrm.break-glass")
record BreakGlassSettings(
    @DefaultValue("60m") @DurationMin(seconds = 1) Duration lasts,
    @DefaultValue Set<String> notAsked) {}
