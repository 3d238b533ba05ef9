package scot.nrm.underway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.Deployer;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.gate.Procedure;
import scot.nrm.revision.RevisionRefused;
import scot.nrm.underway.CaseChoices.Choice;
import scot.nrm.underway.CaseSteps.CasesAtStep;
import scot.nrm.underway.MoveStore.SetStage;

/** The rows of the file express the choices, and nothing else in the file is lost. */
class CaseChoicesTest {

  private static final Procedure SHIPPED =
      Procedure.of(Deployer.files(new Definitions(Path.of(""))));
  private static final CaseChoices CHOICES =
      new CaseChoices(
          List.of(
              new CasesAtStep(3, 3, "intake", "Task_LogReferral", 7),
              new CasesAtStep(3, 2, "conclusive-grounds", "Task_ProposeConclusiveGrounds", 7),
              new CasesAtStep(3, 3, "child-protection", "Task_PlanProtection", 7)),
          Map.of(3, SHIPPED));

  private static final SetStage INTAKE = new SetStage(3, "intake");
  private static final SetStage REASONABLE = new SetStage(3, "reasonable-grounds");
  private static final SetStage REFLECTION = new SetStage(3, "reflection-period");
  private static final SetStage CONCLUSIVE = new SetStage(3, "conclusive-grounds");
  private static final SetStage PROTECTION = new SetStage(3, "child-protection");

  @Test
  void stagesAreInTheOrderOfACase() {
    assertThat(CHOICES.stages(3))
        .containsSubsequence(
            new SetStage(3, "local-authority-assessment"), INTAKE, REASONABLE, CONCLUSIVE)
        .contains(PROTECTION)
        .doesNotContain(new SetStage(3, "suspension"));
    assertThat(CHOICES.hasLater(CONCLUSIVE)).isTrue();
    assertThat(CHOICES.hasLater(PROTECTION)).isFalse();
  }

  /** Tests every possible combination of choices, with a file that has other rows before. */
  @Test
  void theRowsMatchTheChoices() {
    byte[] file =
        text(
            """
            cases-under-way:
              - {from: [3, 4], stage: conclusive-grounds, takes: new}
              - {from: [3], stage: intake, takes: move}
              - from: [2]
                stage: leave-to-remain
                takes: new
            """);
    int written = 0;
    for (Map<SetStage, Choice> choices :
        combinations(List.of(INTAKE, REASONABLE, REFLECTION, CONCLUSIVE, PROTECTION))) {
      byte[] after;
      try {
        after = CHOICES.write(file, choices);
      } catch (RevisionRefused refused) {
        continue;
      }
      written++;
      CasesUnderWay rows = CasesUnderWay.read(after);
      assertThat(CHOICES.choicesIn(rows)).as(choices.toString()).containsAllEntriesOf(choices);
      assertThat(rows.rows()).containsSequence(CasesUnderWay.read(file).rows());
      assertThat(rows.takesNew(4, "conclusive-grounds")).isTrue();
      assertThat(CHOICES.write(after, choices)).as("again").isEqualTo(after);
    }
    assertThat(written).isGreaterThan(20);
  }

  private static List<Map<SetStage, Choice>> combinations(List<SetStage> stages) {
    List<Map<SetStage, Choice>> all = List.of(Map.of());
    for (SetStage stage : stages) {
      all =
          all.stream()
              .flatMap(
                  before ->
                      Stream.of(Choice.values())
                          .map(
                              choice -> {
                                Map<SetStage, Choice> more = new LinkedHashMap<>(before);
                                more.put(stage, choice);
                                return more;
                              }))
              .toList();
    }
    return all;
  }

  @Test
  void commentsAndOtherRowsStayInPlace() {
    String file =
        """
        # Agreed on 3 May.
        cases-under-way: # rows
        %s
        - {from: [3], stage: intake, takes: move}
        # written by hand in between
        - {from: [1], stage: leave-to-remain, takes: stay}
        %s
        - {from: [2], stage: intake, takes: new} # for the pilot
        """
            .formatted(ChosenRows.BEGIN, ChosenRows.END);

    String after = new String(CHOICES.write(text(file), Map.of(INTAKE, Choice.STAY)), UTF_8);

    assertThat(after)
        .isEqualTo(
            """
            # Agreed on 3 May.
            cases-under-way: # rows
            %s
            - {from: [1], stage: leave-to-remain, takes: stay}
            %s
            # written by hand in between
            - {from: [2], stage: intake, takes: new} # for the pilot
            """
                .formatted(ChosenRows.BEGIN, ChosenRows.END));
  }

  @Test
  void undoingAllChoicesRestoresTheFile() {
    String shipped =
        "# Which cases.\r\ncases-under-way: []\r\n#  - {from: [1], stage: x, takes: new}\r\n";

    byte[] moving = CHOICES.write(text(shipped), Map.of(REASONABLE, Choice.MOVE));
    byte[] back = CHOICES.write(moving, Map.of(REASONABLE, Choice.STAY));

    assertThat(CasesUnderWay.read(moving).movesAtOnce(3, "reasonable-grounds")).isTrue();
    assertThat(new String(moving, UTF_8)).contains("takes: move}\r\n");
    assertThat(new String(back, UTF_8)).isEqualTo(shipped);
  }

  @Test
  void aCaseInTwoStagesStaysIfEitherStays() {
    CasesUnderWay rows =
        CasesUnderWay.read(
            CHOICES.write(
                text("cases-under-way: []\n"),
                Map.of(REFLECTION, Choice.MOVE, CONCLUSIVE, Choice.STAY)));

    assertThat(rows.movesAtOnce(3, "reflection-period")).isTrue();
    assertThat(rows.alwaysStays(3, "conclusive-grounds")).isTrue();
  }

  @Test
  void stagesWithCommonLaterStagesMustAgree() {
    Map<SetStage, Choice> choices =
        Map.of(INTAKE, Choice.STAY, REASONABLE, Choice.LATER, REFLECTION, Choice.STAY);

    assertThatThrownBy(() -> CHOICES.write(text("cases-under-way: []\n"), choices))
        .hasMessageStartingWith("Cases in \"Intake\" (set 3) come to later stages");
    assertThat(CHOICES.reconciled(choices))
        .isEqualTo(Map.of(INTAKE, Choice.LATER, REASONABLE, Choice.LATER, REFLECTION, Choice.STAY));
  }

  /** A suspension follows the set of the stage that is suspended. */
  @Test
  void aStageThatAStageCallsIsPartOfIt() {
    CaseChoices suspended =
        new CaseChoices(
            List.of(new CasesAtStep(3, 3, "suspension", "Task_MonitorSuspension", 7)),
            Map.of(3, SHIPPED));
    SetStage suspension = new SetStage(3, "suspension");

    CasesUnderWay rows =
        CasesUnderWay.read(
            suspended.write(text("cases-under-way: []\n"), Map.of(suspension, Choice.LATER)));

    assertThat(suspended.hasLater(suspension)).isTrue();
    assertThat(rows.takesNew(3, "conclusive-grounds")).isTrue();
    assertThat(rows.takesNew(3, "suspension")).isFalse();
  }

  @Test
  void laterStagesBelongToTheSetThatCallsThem() {
    CasesUnderWay rows =
        CasesUnderWay.read(
            CHOICES.write(text("cases-under-way: []\n"), Map.of(CONCLUSIVE, Choice.LATER)));

    assertThat(rows.takesNew(2, "leave-to-remain")).as("began under set 2").isTrue();
    assertThat(rows.takesNew(3, "leave-to-remain")).isFalse();
  }

  @Test
  void aFileWithAnUnknownLayoutIsRefusedAndNotChanged() {
    for (String file :
        List.of(
            "cases-under-way: [{from: [1], stage: intake, takes: new}]\n",
            "cases-under-way:\n  [{from: [1], stage: intake, takes: new}]\n",
            "{cases-under-way: [{from: [1], stage: intake, takes: new}]}\n",
            "cases-under-way:\n- {from: [1], stage: intake, takes: now}\n")) {
      assertThatThrownBy(() -> CHOICES.write(text(file), Map.of(INTAKE, Choice.MOVE)))
          .as(file)
          .isInstanceOf(RevisionRefused.class)
          .hasMessageContaining(CasesUnderWay.FILE);
    }
    assertThat(new String(CHOICES.write(text(""), Map.of(INTAKE, Choice.MOVE)), UTF_8))
        .startsWith("cases-under-way:\n" + ChosenRows.BEGIN);
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
