package scot.nrm.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import scot.nrm.BenchTable;
import scot.nrm.forms.check.FormCheck;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.journeys.Invented;

/**
 * Measures the check of one completed form, and for comparison the reading of the JSON that the
 * browser sends.
 */
@State(Scope.Benchmark)
public class FormCheckBenchmark {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDate TODAY = LocalDate.of(2009, 5, 18);
  private static final Path RESULT = Path.of("target", "benchmarks", "form-check.md");

  /** The longest form, one of medium length and a short one. */
  @Param({"nrm-form-referral-and-child", "assess-child", "confirm-reasonable-grounds"})
  public String form;

  private FormSchema schema;
  private String text;
  private Map<String, JsonNode> submitted;

  @Setup
  public void complete() throws IOException {
    schema = FormFile.of(form).parsed();
    Map<String, Object> answers =
        switch (form) {
          case "nrm-form-referral-and-child" -> Invented.referralAndChild("2009-05-18");
          case "assess-child" -> Invented.assessment("2009-05-18");
          default -> Invented.confirmReasonableGrounds("2009-05-18");
        };
    Map<String, Object> sent = new LinkedHashMap<>();
    for (Map.Entry<String, Object> answer : answers.entrySet()) {
      sent.put(
          answer.getKey(),
          answer.getValue() instanceof JsonValue list
              ? JSON.readTree(list.getValueSerialized())
              : answer.getValue());
    }
    text = JSON.writeValueAsString(sent);
    submitted = fields(text);
    FormCheck.Result result = check();
    if (!result.errors().isEmpty()) {
      throw new IllegalStateException(
          "The invented answers do not fit the form " + form + ": " + result.errors());
    }
  }

  @Benchmark
  public FormCheck.Result check() {
    return FormCheck.check(schema, submitted, Map.of(), TODAY);
  }

  @Benchmark
  public JsonNode readJson() throws IOException {
    return JSON.readTree(text);
  }

  private static Map<String, JsonNode> fields(String text) throws IOException {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    JSON.readTree(text)
        .fields()
        .forEachRemaining(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  @Test
  void microsecondsForOneForm() throws RunnerException, IOException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(FormCheckBenchmark.class.getName())
                    .mode(Mode.AverageTime)
                    .timeUnit(TimeUnit.MICROSECONDS)
                    .warmupIterations(5)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(10)
                    .measurementTime(TimeValue.seconds(1))
                    .forks(2)
                    .build())
            .run();

    List<String> rows = new ArrayList<>();
    rows.add("| form | fields | check, µs | reading its JSON, µs | check / reading |");
    rows.add("|---|---:|---:|---:|---:|");
    Map<String, double[]> byForm = new LinkedHashMap<>();
    for (RunResult result : results) {
      int column = result.getPrimaryResult().getLabel().equals("check") ? 0 : 1;
      byForm.computeIfAbsent(result.getParams().getParam("form"), name -> new double[2])[column] =
          result.getPrimaryResult().getScore();
    }
    for (Map.Entry<String, double[]> times : byForm.entrySet()) {
      int fields = FormFile.of(times.getKey()).parsed().fields().size();
      double[] score = times.getValue();
      BenchTable.add("checking the form " + times.getKey() + ": µs", score[0], "");
      rows.add(
          "| %s | %d | %.0f | %.1f | %.0f |"
              .formatted(times.getKey(), fields, score[0], score[1], score[0] / score[1]));
    }
    Files.createDirectories(RESULT.getParent());
    Files.write(RESULT, rows);
    rows.forEach(System.out::println);
  }
}
