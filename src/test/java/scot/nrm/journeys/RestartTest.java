package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.NrmApplication;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Letters;
import scot.nrm.letters.PdfText;
import scot.nrm.pages.Browser;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;

/** The application stops in the middle of a case and starts again. */
class RestartTest {

  private ConfigurableApplicationContext application;

  @AfterEach
  void stop() {
    if (application != null) {
      application.close();
    }
    ClockUtil.reset();
  }

  /** The file is for trying the program out: {@code -Pfull} restarts on it too. */
  private static List<String> databases() {
    return Boolean.getBoolean("nrm.every.database")
        ? List.of("PostgreSQL", "a file")
        : List.of("PostgreSQL");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aRestartLosesNothing(String on, @TempDir Path directory) {
    loseNothing(
        on.equals("PostgreSQL")
            ? Databases.postgres()
            : new Database(
                "jdbc:h2:file:" + directory.resolve("nrm") + ";DB_CLOSE_ON_EXIT=FALSE", "sa", ""));
  }

  private void loseNothing(Database database) {
    start(database);
    Journey before = new Journey(engine());
    before
        .referred("2010-02-08", Invented.referralAndChild("2010-02-08"))
        .logged("2010-02-08")
        .reasonableGrounds("ukhtc", "positive", "2010-02-12")
        .on("2010-02-15");
    String caseNumber = before.caseNumber();
    Snapshot stopped = snapshot(caseNumber);

    application.close();
    start(database);

    assertThat(snapshot(caseNumber)).isEqualTo(stopped);
    assertThat(stopped.timers()).as("decision, review and reflection").hasSize(3);
    assertThat(stopped.letters()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(stopped.pdfs())
        .hasSameSizeAs(stopped.letters())
        .allMatch(pdf -> pdf.startsWith("200 ") && pdf.contains(caseNumber));
    assertThat(stopped.file().text("childNames")).isEqualTo(Invented.CHILD);

    Journey after = new Journey(engine()).of(caseNumber).on("2010-03-14");

    assertThat(after.sees("ukba.owner", "Task_ReviewReflection"))
        .as("day 30, by its timer")
        .isTrue();

    after
        .does("ukba.owner", "Task_ReviewReflection", Invented.review("2010-03-14", "yes"))
        .conclusiveGrounds("ukba", "positive", "2010-03-25")
        .does("ukba.owner", "Task_DecideLeave", Invented.leaveRefused("2010-03-25"))
        .on("2010-03-30");

    assertThat(after.ended()).isTrue();
    assertThat(after.variable("caseOutcome")).isEqualTo("recognised");
    assertThat(after.incidents()).isZero();
  }

  /** The data that must be the same after a restart. */
  private record Snapshot(
      Set<String> tasks,
      Set<String> timers,
      Set<String> definitions,
      CaseFileContent file,
      List<RegisterEvent> register,
      List<Letter> letters,
      List<String> pdfs) {}

  private Snapshot snapshot(String caseNumber) {
    List<Letter> letters = application.getBean(Letters.class).of(caseNumber);
    return new Snapshot(
        texts(
            engine().getTaskService().createTaskQuery().list().stream()
                .map(
                    task ->
                        String.join(
                            " ",
                            task.getId(),
                            task.getName(),
                            task.getAssignee(),
                            String.valueOf(task.getDueDate())))),
        texts(
            engine().getManagementService().createJobQuery().timers().list().stream()
                .map(timer -> timer.getId() + " " + timer.getDuedate() + " " + timer.getRetries())),
        texts(
            Stream.concat(
                engine().getRepositoryService().createProcessDefinitionQuery().list().stream()
                    .map(definition -> definition.getId()),
                engine().getRepositoryService().createDecisionDefinitionQuery().list().stream()
                    .map(definition -> definition.getId()))),
        application.getBean(CaseFile.class).read(caseNumber),
        application.getBean(Register.class).history(caseNumber),
        letters,
        pdfs(caseNumber, letters));
  }

  private static Set<String> texts(Stream<String> texts) {
    return new TreeSet<>(texts.toList());
  }

  /** The letters as the case owner opens them. */
  private List<String> pdfs(String caseNumber, List<Letter> letters) {
    Browser owner =
        new Browser(application.getEnvironment().getProperty("local.server.port", Integer.class))
            .signIn("ukba.owner", "development-only");
    List<String> pdfs = new ArrayList<>();
    for (Letter letter : letters) {
      HttpResponse<byte[]> answer =
          owner.open("/nrm/cases/" + caseNumber + "/letters/" + letter.id() + ".pdf");
      pdfs.add(answer.statusCode() + " " + PdfText.of(answer.body()));
    }
    return pdfs;
  }

  private void start(Database database) {
    // The journey runs the jobs, on the dates of the case.
    application =
        new SpringApplicationBuilder(NrmApplication.class)
            .run(
                database.arguments(
                    "--server.port=0",
                    "--nrm.demo.cases=false",
                    "--camunda.bpm.job-execution.enabled=false"));
  }

  private ProcessEngine engine() {
    return application.getBean(ProcessEngine.class);
  }
}
