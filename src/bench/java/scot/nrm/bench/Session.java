package scot.nrm.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** The browser session of a person signed in to one of the web applications. */
final class Session {

  private final String root;
  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private String token = "";

  /**
   * @param application such as {@code tasklist}
   */
  Session(int port, String engine, String application, String user, String password) {
    this.root = "http://localhost:" + port;
    String login = "/camunda/api/admin/auth/user/" + engine + "/login/" + application;
    HttpRequest start =
        HttpRequest.newBuilder(
                URI.create(root + "/camunda/app/" + application + "/" + engine + "/"))
            .build();
    expect(send(start), 200);
    expect(
        send(
            request(login, "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "username="
                            + user
                            + "&password="
                            + URLEncoder.encode(password, StandardCharsets.UTF_8)))
                .build()),
        200);
    expect(send(start), 200); // signing in starts a new session, with a new token
  }

  HttpResponse<String> get(String path) {
    return send(
        request(path, "application/json").header("Accept", "application/json").GET().build());
  }

  HttpResponse<String> post(String path, String accept, String json) {
    return send(
        request(path, "application/json")
            .header("Accept", accept)
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  /** The number of lines of a response that is too long to store. */
  long lines(String path) {
    try {
      return client
          .send(request(path, "application/json").GET().build(), BodyHandlers.ofLines())
          .body()
          .count();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path, String type) {
    return HttpRequest.newBuilder(URI.create(root + path))
        .header("X-XSRF-TOKEN", token)
        .header("Content-Type", type);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      token = answer.headers().firstValue("X-XSRF-TOKEN").orElse(token);
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String expect(HttpResponse<String> answer, int status) {
    if (answer.statusCode() != status) {
      throw new IllegalStateException(
          answer.request().uri() + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }
}
