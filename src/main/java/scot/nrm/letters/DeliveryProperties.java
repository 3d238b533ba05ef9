package scot.nrm.letters;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How letters reach people (see {@code MailSettings} for what all e-mail has), from {@code
 * config/delivery.yaml}.
 *
 * @param allowedDomains domains to which the letter itself may be e-mailed, exactly as they stand
 *     after the @
 * @param fonts a folder with more fonts; empty for none
 */
@ConfigurationProperties("nrm.letters")
public record DeliveryProperties(
    @DefaultValue Set<String> allowedDomains, @DefaultValue("") String fonts) {

  public DeliveryProperties {
    allowedDomains =
        allowedDomains.stream()
            .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the letter itself may go to this address. A subdomain is a domain of its own. */
  boolean mayCarryTheLetter(String email) {
    return allowedDomains.contains(
        email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
  }
}
