package scot.nrm;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.casefile.ChainHeads;
import scot.nrm.startup.StartRefused;

/**
 * The operator's command that compares a database, or a restored backup, with its chain of changes,
 * names rows that were changed by anything but the application, and exits. It changes nothing, and
 * the application may run meanwhile.
 */
public final class VerifyCommand {

  /** The command-line option that runs it; its value is a file with ends of all chains, if any. */
  public static final String OPTION = "nrm.verify";

  private static final Logger LOG = LoggerFactory.getLogger(VerifyCommand.class);

  private VerifyCommand() {}

  /** The same, and ends the program with exit code 0 if everything matches, or 1. */
  static void runAndExit(String... args) {
    System.exit(run(args).isEmpty() ? 0 : 1);
  }

  /**
   * Compares everything, and opens every letter and document.
   *
   * @return what doesn't fit
   * @throws StartRefused if the database can't be reached, has another schema or other keys, or the
   *     file can't be read
   */
  static List<ChainCheck.Finding> run(String... args) {
    try (ConfigurableApplicationContext parts =
        new SpringApplicationBuilder(ResealCommand.Parts.class)
            .web(WebApplicationType.NONE)
            .properties("spring.datasource.hikari.read-only=true")
            .run(args)) {
      List<ChainHeads.Line> lines = lines(parts.getEnvironment().getProperty(OPTION, ""));
      ChainCheck.Result result = parts.getBean(ChainCheck.class).checkAll(true, lines, took -> {});
      result.findings().forEach(finding -> LOG.error("{}", finding));
      if (result.findings().isEmpty()) {
        LOG.info(
            "{} chains were checked, and {} of the lines that were kept. Everything matches.",
            result.chains(),
            lines.size());
      } else {
        LOG.error(
            "{} chains were checked. Things that don't match: {}. See docs/operate/verify.md.",
            result.chains(),
            result.findings().size());
      }
      return result.findings();
    }
  }

  private static List<ChainHeads.Line> lines(String file) {
    // The option without a value.
    if (file.isBlank() || file.equals("true")) {
      return List.of();
    }
    try {
      List<ChainHeads.Line> lines =
          ChainHeads.Line.in(Files.readString(Path.of(file), StandardCharsets.UTF_8));
      if (lines.isEmpty()) {
        throw new StartRefused(
            "There is no line with a date, a number and a digest in " + file + ".",
            "Give the file of nrm.trace.file, or one with the lines of the e-mails.");
      }
      return lines;
    } catch (MalformedInputException e) {
      throw new StartRefused(file + " is not a text.", "Give the file of nrm.trace.file.");
    } catch (IOException e) {
      throw new StartRefused(
          "The file %s with the lines of each night can't be read.".formatted(file),
          "Check its name and who may read it.");
    }
  }
}
