package scot.nrm.bench;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;

/** One person signed in to Tasklist who makes Tasklist's calls, with the time of each. */
final class Measured {

  /** A user in two groups of one council. */
  static final String CASEWORKER = "measured.caseworker";

  /** A user in two groups of all councils. */
  static final String OFFICER = "measured.officer";

  static final String PASSWORD = "invented people need no better";

  private final String api;
  private final String everything;
  private final Session session;

  Measured(int port, ProcessEngine processEngine, String user) {
    String engine = processEngine.getName();
    this.everything = TaskListBenchmark.filterOfEverything(processEngine);
    this.api = "/camunda/api/engine/engine/" + engine + "/";
    this.session = new Session(port, engine, "tasklist", user, PASSWORD);
  }

  /** The filter without restrictions. */
  String everything() {
    return everything;
  }

  /**
   * The first page of a filter with its tasks, their processes and their number, as Tasklist
   * requests it.
   */
  HttpResponse<String> page(String filter, String sortBy, String order) {
    return session.post(
        api + "filter/" + filter + "/list?firstResult=0&maxResults=15",
        "application/hal+json",
        "{\"sorting\":[{\"sortBy\":\"%s\",\"sortOrder\":\"%s\"}]}".formatted(sortBy, order));
  }

  /** The number beside a filter. */
  HttpResponse<String> count(String filter) {
    return session.get(api + "filter/" + filter + "/count");
  }

  static String expect(HttpResponse<String> answer, int status) {
    return Session.expect(answer, status);
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
      return sorted.get(
          Math.min(sorted.size() - 1, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }
  }
}
