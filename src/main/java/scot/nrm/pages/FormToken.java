package scot.nrm.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/** A secret that only the pages of this session know, so that another site can't submit a form. */
public final class FormToken {

  /** The refusal of a form that the person opened in a session before this one. */
  public static final String NOT_OURS =
      "You have signed in again since you opened this page. Send it again.";

  private static final String TOKEN = FormToken.class.getName();

  private FormToken() {}

  /** The token, for a hidden field of a page. */
  public static String of(HttpServletRequest request) {
    HttpSession session = request.getSession();
    if (session.getAttribute(TOKEN) == null) {
      session.setAttribute(TOKEN, UUID.randomUUID().toString());
    }
    return (String) session.getAttribute(TOKEN);
  }

  public static boolean isOurs(HttpServletRequest request) {
    String token = request.getParameter("token");
    HttpSession session = request.getSession(false);
    return token != null
        && session != null
        && session.getAttribute(TOKEN) instanceof String ours
        && MessageDigest.isEqual(
            ours.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
