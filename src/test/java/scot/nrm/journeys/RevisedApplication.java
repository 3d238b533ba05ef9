package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import scot.nrm.Databases;
import scot.nrm.pages.Browser;

/**
 * One application as policy staff revised it, without a line of Java: the revisions of {@code
 * src/test/resources/revisions} in {@code config/}. Tables and diagrams are deployed by the tests.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "spring.config.import=file:./target/revised/authorities.yaml,file:./target/revised/roles.yaml,file:./target/revised/demo-users.yaml,file:./target/revised/decisions.yaml,file:./target/revised/bank-holidays.yaml"
    })
public abstract class RevisedApplication implements Databases.OnH2 {

  private static final String BEFORE = "before: ";

  static final Path REVISIONS = Path.of("src/test/resources/revisions");
  static final Path REVISION = REVISIONS.resolve("single-competent-authority");
  static final Path ASSURANCE_PANEL = REVISIONS.resolve("assurance-panel");
  static final Path LOCAL_PANEL = REVISIONS.resolve("local-panel");

  private static final Pattern FORM = Pattern.compile("formRef=\"([^\"]+)\"");

  private static final Path NAMES =
      Path.of("src/test/resources/revisions/organisations-renamed/ukhtc-names.yaml");

  static {
    try {
      for (String file : new String[] {"authorities.yaml", "demo-users.yaml", "decisions.yaml"}) {
        write(
            file,
            revise("config", file)
                    .replaceFirst("(?m)(.*short-name: UKHTC }\n)", "$1" + Files.readString(NAMES))
                + atTheEnd(file));
      }
      write("roles.yaml", revise("config", "roles.yaml", "guardian") + atTheEnd("roles.yaml"));
      write(
          "bank-holidays.yaml",
          revise("config", "bank-holidays.yaml")
              + Files.readString(REVISIONS.resolve("scottish-calendar/bank-holidays.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String file, String text) throws IOException {
    Files.writeString(Files.createDirectories(Path.of("target/revised")).resolve(file), text);
  }

  /** A file with the insertions of some revisions. */
  static String revise(String folder, String file, String... revisions) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of(folder, file)));
    for (String revision : revisions) {
      int place = 0;
      for (String line :
          Files.readAllLines(
              REVISIONS.resolve(revision).resolve(file.replaceAll("\\.\\w+$", ".insert")))) {
        if (line.startsWith(BEFORE)) {
          String found = line.substring(BEFORE.length());
          place = lines.indexOf(lines.stream().filter(it -> it.contains(found)).findFirst().get());
        } else {
          lines.add(place++, line);
        }
      }
    }
    return String.join("\n", lines) + "\n";
  }

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  private static String atTheEnd(String file) throws IOException {
    StringBuilder added = new StringBuilder();
    for (Path revision : new Path[] {REVISION, ASSURANCE_PANEL, LOCAL_PANEL}) {
      if (Files.exists(revision.resolve(file))) {
        added.append(Files.readString(revision.resolve(file)));
      }
    }
    return added.toString();
  }

  @Autowired ProcessEngine engine;

  private final Map<String, Browser> browsers = new HashMap<>();

  Browser of(String user) {
    return browsers.computeIfAbsent(
        user,
        name ->
            new Browser(port)
                .signIn(name, password, name.endsWith(".manager") ? "cockpit" : "tasklist"));
  }

  String page(String user, String path) {
    return new String(of(user).open(path).body(), StandardCharsets.UTF_8);
  }

  @AfterEach
  void resetTheClock() {
    ClockUtil.reset();
  }

  /**
   * A release officer deploys a diagram with the forms that it names, those of a revision first.
   */
  void deploy(String name, String content, Path revision) throws IOException {
    Map<String, String> files = new TreeMap<>(Map.of(name, content));
    for (MatchResult form : FORM.matcher(content).results().toList()) {
      String file = form.group(1) + ".form";
      Path own = revision.resolve(file);
      files.put(file, Files.readString(Files.exists(own) ? own : Path.of("forms", file)));
    }
    deploy(files, name);
  }

  /** A release officer deploys files. */
  void deploy(Map<String, String> files, String name) {
    new Journey(engine)
        .as(
            "release.officer",
            () -> {
              DeploymentBuilder deployment =
                  engine.getRepositoryService().createDeployment().name(name);
              files.forEach(deployment::addString);
              return deployment.deploy();
            });
  }

  /** No later case has a guardian: the newest version of that diagram waits for no message. */
  void guardianNoLonger() throws IOException {
    Path guardian = REVISIONS.resolve("guardian");
    deploy(
        "appoint-guardian.bpmn",
        Files.readString(guardian.resolve("appoint-guardian.bpmn"))
            .replaceFirst("<bpmn:messageEventDefinition [^>]*/>", ""),
        guardian);
  }

  /** A diagram or table of {@code processes/}, with what a revision adds before a part of it. */
  static String revised(String file, String before, Path addition) throws IOException {
    String shipped = Files.readString(Path.of("processes", file));
    assertThat(shipped).contains(before);
    return shipped.replaceFirst(
        Pattern.quote(before), Matcher.quoteReplacement(Files.readString(addition) + before));
  }
}
