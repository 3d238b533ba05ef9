package scot.nrm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.pages.PdfWriter;
import scot.nrm.pages.Templates;

/** Measures the PDF of one letter, by the script of the name in it. */
@State(Scope.Benchmark)
public class LetterBenchmark {

  private static final Path RESULT = Path.of("target", "benchmarks", "letter.md");

  /** In the fonts of every letter, and in a font of the operating system. */
  @Param({"Nguyễn Thị Đào", "ይርጋለም"})
  public String name;

  private PdfWriter writer;
  private String xhtml;

  @Setup
  public void template() {
    writer = new PdfWriter("", "/usr/share/fonts");
    xhtml =
        new Templates(Path.of("config", "letters"), KnownAuthorities.OF_THE_FILE)
            .letter(
                "acknowledgement",
                Map.of(
                    "title", "NRM-2009-7Q4X-8KD9",
                    "marking", "RESTRICTED",
                    "caseNumber", "NRM-2009-7Q4X-8KD9",
                    "addressLines", List.of("Social Work", "Glasgow City Council"),
                    "sender", Map.of("name", "UKHTC", "team", "Intake", "address", List.of()),
                    "salutation", "colleague",
                    "who", "child",
                    "child", Map.of("names", name)),
                KnownAuthorities.IN_2009);
  }

  @Benchmark
  public byte[] letter() {
    return writer.write(xhtml, "a letter");
  }

  @Test
  void millisecondsForOneLetter() throws RunnerException, IOException {
    List<String> rows = new ArrayList<>(List.of("| name | a letter, ms |", "|---|---:|"));
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(LetterBenchmark.class.getName())
                    .mode(Mode.AverageTime)
                    .timeUnit(TimeUnit.MILLISECONDS)
                    .warmupIterations(5)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(10)
                    .measurementTime(TimeValue.seconds(1))
                    .forks(1)
                    .build())
            .run()) {
      BenchTable.add(
          "the PDF of a letter to " + result.getParams().getParam("name") + ": ms",
          result.getPrimaryResult().getScore(),
          "");
      rows.add(
          "| %s | %.1f |"
              .formatted(
                  result.getParams().getParam("name"), result.getPrimaryResult().getScore()));
    }
    Files.createDirectories(RESULT.getParent());
    Files.write(RESULT, rows);
    rows.forEach(System.out::println);
  }
}
