package scot.nrm.signin.oidc;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings for sign-in by an identity provider (OpenID Connect) instead of by passwords stored
 * here. They apply if an issuer is given.
 *
 * @param issuer the provider's address, from which the rest is discovered, such as {@code
 *     https://sso.example/realms/nrm}
 * @param clientId this application's id at the provider
 * @param clientSecret issued by the provider
 * @param scopes requested from the provider
 * @param claims names of the provider's claims
 * @param groupNames the provider's names of groups and ours; names that aren't listed are used
 *     unchanged
 * @param restAudience required in a bearer token for the REST API
 * @param goodFor how long the provider's answer is valid at most; it is queried again before then
 * @param dormantAfter how long a person may not have signed in before they are removed from their
 *     groups until the next sign-in
 */
@Validated
@ConfigurationProperties("nrm.oidc")
public record OidcSettings(
    @DefaultValue("") String issuer,
    @DefaultValue("") String clientId,
    @DefaultValue("") String clientSecret,
    @DefaultValue({"openid", "profile", "email"}) Set<String> scopes,
    @DefaultValue Claims claims,
    Map<String, String> groupNames,
    @DefaultValue("nrm-rest") String restAudience,
    @DefaultValue("5m") @DurationMin(minutes = 1) Duration goodFor,
    @DefaultValue("30d") @DurationMin(days = 1) Duration dormantAfter) {

  static final String ISSUER = "nrm.oidc.issuer";

  public OidcSettings {
    groupNames = groupNames == null ? Map.of() : Map.copyOf(groupNames);
  }

  public boolean isConfigured() {
    return !issuer.isBlank();
  }

  /** Asks again after four fifths of the time: a busy provider has the rest to answer. */
  Duration recheckAfter() {
    return goodFor.multipliedBy(4).dividedBy(5);
  }

  /**
   * Names of claims. A dot separates the parts of a nested claim, such as {@code
   * realm_access.roles}.
   *
   * @param user the name from which a user id is made at the first sign-in
   * @param subject what identifies the person for good, with the issuer
   * @param telephone the direct number that letters give of an officer
   * @param groups the person's groups, a list or one name
   * @param councils ids of the councils whose cases the person works on, likewise
   * @param split whether a text in these two is several names, with blanks, commas or semicolons
   *     between them
   */
  public record Claims(
      @DefaultValue("preferred_username") String user,
      @DefaultValue("sub") String subject,
      @DefaultValue("given_name") String firstName,
      @DefaultValue("family_name") String lastName,
      @DefaultValue("email") String email,
      @DefaultValue("phone_number") String telephone,
      @DefaultValue("groups") String groups,
      @DefaultValue("councils") String councils,
      @DefaultValue("false") boolean split) {}
}
