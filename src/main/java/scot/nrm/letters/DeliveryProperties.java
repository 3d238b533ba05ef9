package scot.nrm.letters;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How letters are delivered (see {@code MailSettings} for all e-mail), from {@code
 * config/delivery.yaml}.
 *
 * @param allowedDomains domains to which the letter itself may be e-mailed, exactly as they follow
 *     the @
 * @param emailTriedFor for how long after a letter was written it is tried to e-mail it, where the
 *     mail server fails; then it waits in the print queue
 * @param fonts a folder with more fonts; may be empty
 */
@ConfigurationProperties("nrm.letters")
public record DeliveryProperties(
    @DefaultValue Set<String> allowedDomains,
    @DefaultValue("4h") Duration emailTriedFor,
    @DefaultValue("") String fonts) {

  public DeliveryProperties {
    allowedDomains =
        allowedDomains.stream()
            .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether the letter itself may be e-mailed to this address. A subdomain must be listed itself.
   */
  boolean mayCarryTheLetter(String email) {
    return allowedDomains.contains(
        email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
  }
}
