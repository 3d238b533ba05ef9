package scot.nrm.letters;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings for the delivery of letters (see {@code MailSettings} for all email), from {@code
 * config/delivery.yaml}.
 *
 * @param allowedDomains domains to which the letter itself may be emailed, without subdomains
 * @param emailTriedFor the time from the writing of a letter during which a failing mail server is
 *     tried again; after that, the letter waits in the print queue
 * @param fonts a folder with more fonts; may be empty
 */
@Validated
@ConfigurationProperties("nrm.letters")
public record DeliveryProperties(
    @DefaultValue Set<String> allowedDomains,
    @DefaultValue("4h") @DurationMin Duration emailTriedFor,
    @DefaultValue("") String fonts) {

  public DeliveryProperties {
    allowedDomains =
        allowedDomains.stream()
            .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the letter itself may be emailed there. A subdomain must be listed separately. */
  boolean mayReceiveLetter(String email) {
    return allowedDomains.contains(
        email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
  }
}
