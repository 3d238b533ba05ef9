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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;

/** One person signed in to Tasklist, making the calls that Tasklist makes, each of them timed. */
final class Measured {

  /** In two groups of one council. */
  static final String CASEWORKER = "measured.caseworker";
  /** In two groups of all councils. */
  static final String OFFICER = "measured.officer";
  static final String PASSWORD = "invented people need no better";

  private final String root;
  private final String api;
  private final String everything;
  private final HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private String token = "";

  Measured(int port, ProcessEngine processEngine, String user) {
    String engine = processEngine.getName();
    this.everything = TaskListBenchmark.filterOfEverything(processEngine);
    this.root = "http://localhost:" + port;
    this.api = root + "/camunda/api/engine/engine/" + engine + "/";
    String login = "/camunda/api/admin/auth/user/" + engine + "/login/tasklist";
    HttpRequest tasklist =
        HttpRequest.newBuilder(URI.create(root + "/camunda/app/tasklist/" + engine + "/")).build();
    expect(send(tasklist), 200);
    expect(send(request(root + login, "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString("username=" + user + "&password="
            + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8))).build()), 200);
    expect(send(tasklist), 200); // signing in has begun a new session, with a new token
  }

  /** The filter that narrows nothing. */
  String everything() {
    return everything;
  }

  private HttpRequest.Builder request(String address, String type) {
    return HttpRequest.newBuilder(URI.create(address)).header("X-XSRF-TOKEN", token).header("Content-Type", type);
  }

  /** The first page of a filter, with its tasks, their processes and their number, as Tasklist asks for it. */
  HttpResponse<String> page(String filter, String sortBy, String order) {
    return send(request(api + "filter/" + filter + "/list?firstResult=0&maxResults=15", "application/json")
        .header("Accept", "application/hal+json")
        .POST(BodyPublishers.ofString(
            "{\"sorting\":[{\"sortBy\":\"%s\",\"sortOrder\":\"%s\"}]}".formatted(sortBy, order))).build());
  }

  /** The number beside a filter. */
  HttpResponse<String> count(String filter) {
    return send(request(api + "filter/" + filter + "/count", "application/json")
        .header("Accept", "application/json").GET().build());
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

  /** Times in milliseconds. */
  static final class Times {

    private final List<Double> times = new ArrayList<>();

    void add(long nanoseconds) {
      times.add(nanoseconds / 1e6);
    }

    double percentile(int percent) {
      List<Double> sorted = new ArrayList<>(times);
      Collections.sort(sorted);
      return sorted.get(Math.min(sorted.size() - 1, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }
  }
}
