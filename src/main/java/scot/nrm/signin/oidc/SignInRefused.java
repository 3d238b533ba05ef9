package scot.nrm.signin.oidc;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/**
 * The provider knows the person, but they have no role here. The message is a sentence for that
 * person.
 */
final class SignInRefused extends OAuth2AuthenticationException {

  private static final long serialVersionUID = 1L;

  private static final String CODE = "access_denied";

  SignInRefused(String sentence) {
    super(new OAuth2Error(CODE, sentence, null), sentence);
  }
}
