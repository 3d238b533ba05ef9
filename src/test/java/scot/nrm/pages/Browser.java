package scot.nrm.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A browser for our own pages: signing in to Tasklist also signs in to them. It follows no
 * redirects.
 */
public class Browser {

  private static final String SESSION = "JSESSIONID";
  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

  /** Shared, because each client has its own threads. Cookies distinguish the people. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String root;
  private final CookieManager cookies = new CookieManager();
  private boolean givesReasons = true;

  public Browser(int port) {
    this("http://localhost:" + port);
  }

  /**
   * @param root the application's address, without a slash at the end
   */
  public Browser(String root) {
    this.root = root;
  }

  /** This person doesn't give a reason when they are asked why they open a case. */
  public Browser withoutReasons() {
    givesReasons = false;
    return this;
  }

  public Browser signIn(String user, String password) {
    return signIn(user, password, "tasklist");
  }

  /**
   * @param application a web application that this person may open
   */
  public Browser signIn(String user, String password, String application) {
    open("/camunda/app/tasklist/default/");
    assertThat(trySignIn(user, password, application).statusCode())
        .as("sign-in of " + user)
        .isEqualTo(200);
    return this;
  }

  /** Signs in as the button does and returns any response. */
  public HttpResponse<String> trySignIn(String user, String password, String application) {
    return post(
        "/camunda/api/admin/auth/user/default/login/" + application,
        "application/x-www-form-urlencoded",
        "username=" + user + "&password=" + password);
  }

  public HttpResponse<byte[]> open(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(root + path)).header("Accept", "text/html").build(),
        BodyHandlers.ofByteArray());
  }

  /** Sends any request in this person's session, with the token of Camunda's web applications. */
  public HttpResponse<byte[]> send(String method, String path, String type, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .header("X-XSRF-TOKEN", cookie("XSRF-TOKEN"))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    return send(
        (type == null ? request : request.header("Content-Type", type)).build(),
        BodyHandlers.ofByteArray());
  }

  public static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** The token of the forms on a page; empty if it has none. */
  public static Optional<String> token(String page) {
    Matcher token = TOKEN.matcher(page);
    return token.find() ? Optional.of(token.group(1)) : Optional.empty();
  }

  /** Opens an address as a page does, or as its script does for an API. */
  public HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  /**
   * Sends a request as a page's script does, with the token that Camunda's applications require.
   */
  public HttpResponse<String> post(String path, String type, String body) {
    return send(
        request(path)
            .header("X-XSRF-TOKEN", cookie("XSRF-TOKEN"))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /**
   * @param path on the application, or a full address elsewhere
   */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : root + path))
        .header(
            "Accept",
            path.contains("/api/") || path.contains("-rest/") ? "application/json" : "text/html");
  }

  public HttpResponse<String> send(HttpRequest request) {
    return send(request, BodyHandlers.ofString());
  }

  /** The value of a cookie, or an empty string. Other threads may be getting answers meanwhile. */
  public String cookie(String name) {
    synchronized (cookies) {
      return cookies.getCookieStore().getCookies().stream()
          .filter(cookie -> cookie.getName().equals(name))
          .map(HttpCookie::getValue)
          .findFirst()
          .orElse("");
    }
  }

  public String session() {
    return cookie(SESSION);
  }

  /** Uses another browser's session. */
  public Browser withSession(String id) {
    HttpCookie cookie = new HttpCookie(SESSION, id);
    cookie.setPath("/");
    cookie.setVersion(0);
    cookies.getCookieStore().add(URI.create(root), cookie);
    return this;
  }

  /** Whether a reason was asked for, and is given now. */
  private boolean isGivenReason(HttpResponse<?> answer) {
    String body =
        answer.body() instanceof byte[] bytes
            ? new String(bytes, StandardCharsets.UTF_8)
            : String.valueOf(answer.body());
    return ReasonAsked.in(answer.statusCode(), body)
        .map(asked -> post(asked.action(), ReasonAsked.FORM, asked.form()).statusCode() == 303)
        .orElse(false);
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
    try {
      HttpRequest.Builder withCookies = HttpRequest.newBuilder(request, (name, value) -> true);
      synchronized (cookies) {
        cookies
            .get(request.uri(), Map.of())
            .forEach((name, values) -> withCookies.header(name, String.join("; ", values)));
      }
      HttpResponse<T> answer = CLIENT.send(withCookies.build(), body);
      synchronized (cookies) {
        cookies.put(request.uri(), answer.headers().map());
      }
      return givesReasons && isGivenReason(answer)
          ? CLIENT.send(withCookies.build(), body)
          : answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
