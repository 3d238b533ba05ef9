package scot.nrm.signin.oidc;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** The provider knows the person, who has no role here. The message is a sentence for them. */
final class SignInRefused extends OAuth2AuthenticationException {

  private static final long serialVersionUID = 1L;

  private static final String CODE = "access_denied";

  SignInRefused(String sentence) {
    super(new OAuth2Error(CODE, sentence, null), sentence);
  }
}
