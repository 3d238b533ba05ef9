package scot.nrm.signin.oidc;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.OAuth2Exception;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/**
 * An identity provider on this machine, with people whom a test makes, moves and removes. It asks
 * nobody for a password: the test says who sits before the browser.
 */
public final class TestProvider implements AutoCloseable {

  static final String NAME = "nrm";
  static final String CLIENT = "national-referral-mechanism";

  private final Map<String, Map<String, Object>> people = new ConcurrentHashMap<>();
  private volatile boolean broken;
  private final MockOAuth2Server server =
      new MockOAuth2Server(
          new OAuth2Config(
              false,
              null,
              null,
              true,
              new OAuth2TokenProvider(),
              Set.of(new MayBreak()))); // each refresh token counts once

  public TestProvider() {
    server.start();
  }

  public String issuer() {
    return server.issuerUrl(NAME).toString();
  }

  /** The settings with which an application signs people in here. */
  public String[] settings() {
    return new String[] {
      "--nrm.oidc.issuer=" + issuer(),
      "--nrm.oidc.client-id=" + CLIENT,
      "--nrm.oidc.client-secret=a secret",
      "--nrm.oidc.look-every=1h", // tests ask themselves
      "--nrm.oidc.group-names[Platform team]=camunda-admin",
      "--nrm.oidc.group-names[LA duty]=la-duty-social-work"
    };
  }

  /** Makes a person, or moves them: from now on the provider says this. */
  public void knows(String user, List<String> groups, List<String> councils) {
    knows(user, user, groups, councils);
  }

  /**
   * Makes or changes a person.
   *
   * @param subject which never changes
   * @param groups a list, or one text
   */
  void knows(String subject, String user, Object groups, List<String> councils) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("preferred_username", user);
    claims.put("given_name", "Ailsa");
    claims.put("family_name", "Invented");
    claims.put("email", user + "@nrm.example");
    claims.put("groups", groups);
    claims.put("councils", councils);
    people.put(subject, claims);
  }

  /** From now on the provider refuses to say anything about that person. */
  public void forgets(String user) {
    people.remove(user);
  }

  /** Makes each request for a token fail with an error of the provider. */
  public void broken(boolean isBroken) {
    broken = isBroken;
  }

  /** The next to sign in is this person. */
  public void nextAtTheDoor(String user) {
    server.enqueueCallback(new Sitting(user));
  }

  /** A bearer token for the REST API that was issued just now. */
  String token(String user, String audience) {
    return server.issueToken(NAME, user, audience, people.get(user)).serialize();
  }

  /** A token of another provider, whose keys nobody here knows. */
  String tokenOf(String otherIssuer, String user, String audience) {
    return server.issueToken(otherIssuer, user, audience, people.get(user)).serialize();
  }

  @Override
  public void close() {
    server.shutdown();
  }

  /** Belongs to nobody, but the provider checks it first. */
  private class MayBreak extends DefaultOAuth2TokenCallback {

    @Override
    public String issuerId() {
      if (broken) {
        throw new IllegalStateException("out of order");
      }
      return "nobody";
    }
  }

  private class Sitting extends DefaultOAuth2TokenCallback {

    private final String user;

    Sitting(String user) {
      super(NAME, user);
      this.user = user;
    }

    @Override
    public Map<String, Object> addClaims(TokenRequest request) {
      if (broken) {
        throw new IllegalStateException("out of order");
      }
      Map<String, Object> claims = people.get(user);
      if (claims == null) {
        throw new OAuth2Exception(OAuth2Error.INVALID_GRANT, "nobody of that name");
      }
      return claims;
    }

    /** The identity token is for the client that asks for it. */
    @Override
    public List<String> audience(TokenRequest request) {
      return List.of(CLIENT);
    }
  }
}
