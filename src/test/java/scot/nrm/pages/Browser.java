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
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A browser as our own pages meet it: signing in to Tasklist is signing in to them. Follows no link by itself. */
public final class Browser {

  private final String root;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();

  public Browser(int port) {
    this.root = "http://localhost:" + port;
  }

  public Browser signIn(String user, String password) {
    return signIn(user, password, "tasklist");
  }

  /** @param application one that this person may open */
  public Browser signIn(String user, String password, String application) {
    open("/camunda/app/tasklist/default/");
    URI address = URI.create(root + "/camunda/api/admin/auth/user/default/login/" + application);
    HttpRequest login = HttpRequest.newBuilder(address)
        .header("X-XSRF-TOKEN", token())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString("username=" + user + "&password=" + password))
        .build();
    assertThat(send(login).statusCode()).as("sign-in of " + user).isEqualTo(200);
    return this;
  }

  public HttpResponse<byte[]> open(String path) {
    return send(HttpRequest.newBuilder(URI.create(root + path)).header("Accept", "text/html").build());
  }

  /** Sends anything as this person's session, with the token that shows it comes from one of the web applications. */
  public HttpResponse<byte[]> send(String method, String path, String type, byte[] body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
        .header("X-XSRF-TOKEN", token())
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    return send((type == null ? request : request.header("Content-Type", type)).build());
  }

  private String token() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XSRF-TOKEN")).map(HttpCookie::getValue).findFirst().orElse("");
  }

  public static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
