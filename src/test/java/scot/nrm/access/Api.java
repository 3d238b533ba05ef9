package scot.nrm.access;

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
import java.util.Base64;
import java.util.Optional;
import scot.nrm.pages.ReasonAsked;

/** A client of the engine's API, by REST or with the session of one of the web applications. */
public final class Api {

  private final HttpClient client;
  private final CookieManager cookies;
  private final String root;
  private final String engine;
  private final String authorization;

  private Api(int port, String engine, String authorization) {
    this.cookies = new CookieManager();
    this.client = HttpClient.newBuilder().cookieHandler(cookies).build();
    this.root = "http://localhost:" + port;
    this.engine = engine;
    this.authorization = authorization;
  }

  public static Api rest(int port, String user, String password) {
    return new Api(
        port,
        "/engine-rest",
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
  }

  /** Empty if the person may not open the application. */
  public static Optional<Api> webapp(int port, String user, String password, String application) {
    Api api = new Api(port, "/camunda/api/engine/engine/default", null);
    api.open("/camunda/app/" + application + "/default/");
    HttpResponse<String> login =
        api.send(
            "/camunda/api/admin/auth/user/default/login/" + application,
            "POST",
            "application/x-www-form-urlencoded",
            "username=" + user + "&password=" + password);
    if (login.statusCode() != 200) {
      return Optional.empty();
    }
    api.open("/camunda/app/" + application + "/default/"); // The new session's token.
    return Optional.of(api);
  }

  /** A request to the engine's API. */
  public HttpResponse<String> get(String path) {
    return send(engine + path, "GET", "application/json", "");
  }

  /** Requests a list, like Tasklist. */
  HttpResponse<String> hal(String path) {
    return send(engine + path, "GET", "application/json", "", "application/hal+json");
  }

  public HttpResponse<String> post(String path, String json) {
    return send(engine + path, "POST", "application/json", json);
  }

  /** A page of tasks with their number, as Tasklist asks for it. */
  public HttpResponse<String> list(String filter, int tasks) {
    return send(
        engine + "/filter/" + filter + "/list?firstResult=0&maxResults=" + tasks,
        "POST",
        "application/json",
        "{\"sorting\":[{\"sortBy\":\"dueDate\",\"sortOrder\":\"asc\"}]}",
        "application/hal+json");
  }

  /** Any other resource of the application that accepts JSON. */
  public HttpResponse<String> postTo(String path, String json) {
    return send(path, "POST", "application/json", json);
  }

  HttpResponse<String> delete(String path) {
    return send(engine + path, "DELETE", "application/json", "");
  }

  /** A page of ours; a reason is given where one is asked for. */
  public HttpResponse<String> open(String path) {
    HttpResponse<String> answer = send(path, "GET", "application/json", "");
    return ReasonAsked.in(answer.statusCode(), answer.body())
        .map(
            asked -> {
              send(asked.action(), "POST", ReasonAsked.FORM, asked.form());
              return send(path, "GET", "application/json", "");
            })
        .orElse(answer);
  }

  private HttpResponse<String> send(String path, String method, String type, String body) {
    return send(path, method, type, body, "*/*");
  }

  private HttpResponse<String> send(
      String path, String method, String type, String body, String accept) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Content-Type", type)
            .header("Accept", accept);
    cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
        .map(HttpCookie::getValue)
        .findFirst()
        .ifPresent(token -> request.header("X-XSRF-TOKEN", token));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
