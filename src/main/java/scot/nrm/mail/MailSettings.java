package scot.nrm.mail;

import jakarta.validation.constraints.Email;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings for all e-mail, from {@code config/delivery.yaml}.
 *
 * @param sender the address in the From line
 * @param baseUrl where people sign in, without the path and without a slash at the end
 */
@Validated
@ConfigurationProperties("nrm.letters")
public record MailSettings(
    @DefaultValue("no-reply@localhost") @Email String sender,
    @DefaultValue("http://localhost:8080") String baseUrl) {

  public MailSettings {
    baseUrl = baseUrl.replaceAll("/+$", "");
  }
}
