package scot.nrm.signin.oidc;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import scot.nrm.pages.SignedInPages;

/**
 * The page after signing out where a provider signs people in. Elsewhere Camunda's applications
 * show their sign-in.
 */
@RestController
class SignedOutPages {

  private final SignedInPages pages;
  private final OidcSettings oidc;

  SignedOutPages(SignedInPages pages, OidcSettings oidc) {
    this.pages = pages;
    this.oidc = oidc;
  }

  @GetMapping(SignOut.PAGE)
  ResponseEntity<byte[]> signedOut(HttpServletRequest request) {
    URI atProvider = SignOut.claimProviderSignOut(request);
    if (atProvider != null) {
      return pages.seeOther(atProvider.toString());
    }
    boolean signedIn = ProviderSession.of(request.getSession(false)) != null;
    return signedIn || !oidc.isConfigured()
        ? pages.seeOther(request.getContextPath() + "/")
        : pages.page(HttpStatus.OK, "signed-out", new Object());
  }
}
