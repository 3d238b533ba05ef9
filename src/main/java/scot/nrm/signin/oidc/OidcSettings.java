package scot.nrm.signin.oidc;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where people are signed in by an identity provider (OpenID Connect) instead of by a password that
 * is kept here. It is so wherever an issuer is given.
 *
 * @param issuer the provider's address, from which it tells the rest, such as {@code
 *     https://sso.example/realms/nrm}
 * @param clientId what the provider calls this application
 * @param clientSecret which the provider has given it
 * @param scopes what it asks the provider for
 * @param claims by which names the provider tells who somebody is
 * @param groupNames the provider's names of groups, and ours; a name that is not here counts as it
 *     is
 * @param restAudience for whom a bearer token for the REST API must be made out
 * @param goodFor how long what the provider has said counts, at most; it is asked again in time
 *     before
 */
@ConfigurationProperties("nrm.oidc")
public record OidcSettings(
    @DefaultValue("") String issuer,
    @DefaultValue("") String clientId,
    @DefaultValue("") String clientSecret,
    @DefaultValue({"openid", "profile", "email"}) Set<String> scopes,
    @DefaultValue Claims claims,
    Map<String, String> groupNames,
    @DefaultValue("nrm-rest") String restAudience,
    @DefaultValue("5m") Duration goodFor) {

  static final String ISSUER = "nrm.oidc.issuer";

  public OidcSettings {
    groupNames = groupNames == null ? Map.of() : Map.copyOf(groupNames);
  }

  public boolean isConfigured() {
    return !issuer.isBlank();
  }

  /**
   * Asked again when four fifths of the time have passed: a busy provider must answer within the
   * rest.
   */
  Duration askedAgainAfter() {
    return goodFor.multipliedBy(4).dividedBy(5);
  }

  /**
   * Names of claims. A dot leads into a claim that has parts, such as {@code realm_access.roles}.
   *
   * @param groups the person's groups, a list or words in one text
   * @param councils ids of the councils whose cases the person works on, likewise
   */
  public record Claims(
      @DefaultValue("preferred_username") String user,
      @DefaultValue("given_name") String firstName,
      @DefaultValue("family_name") String lastName,
      @DefaultValue("email") String email,
      @DefaultValue("groups") String groups,
      @DefaultValue("councils") String councils) {}
}
