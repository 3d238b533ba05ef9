package scot.nrm.changes;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.TableInput;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Outcome;
import scot.nrm.register.RegisterCase;

/**
 * What the decision table {@code updates} needs to know about a case: its current stage and what
 * has been decided. Nothing here identifies the child.
 *
 * @param stage {@code local-authority}, {@code intake}, {@code reasonable-grounds}, {@code
 *     conclusive-grounds}, {@code leave}, or {@code ended}: the current work; the reflection period
 *     may run alongside any of the last three
 */
public record CaseStatus(String stage, boolean reflectionRuns, RegisterCase nrmCase) {

  private static final String INTAKE = "intake";
  private static final String ENDED = "ended";
  private static final String NONE = "none";

  /** The stages by their diagrams, the latest first. */
  private static final Map<String, String> STAGES = stages();

  static Map<String, TableInput> inputs() {
    Map<String, TableInput> inputs = new HashMap<>();
    inputs.put("update", TableInput.listed());
    inputs.put(
        "stage",
        TableInput.choice(Stream.concat(STAGES.values().stream(), Stream.of(ENDED)).toList()));
    inputs.put("caseOutcome", TableInput.codes(CaseOutcome.class, NONE));
    inputs.put("rgOutcome", TableInput.codes(Outcome.class, NONE));
    inputs.put("cgOutcome", TableInput.codes(Outcome.class, NONE));
    for (String flag :
        List.of("reflectionRuns", "childMissing", "reconsidered", "ukbaCopy", "adult")) {
      inputs.put(flag, TableInput.flag());
    }
    return inputs;
  }

  static CaseStatus of(RegisterCase nrmCase, Set<String> runningDiagrams) {
    String stage =
        STAGES.entrySet().stream()
            .filter(entry -> runningDiagrams.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(ENDED);
    if (stage.equals(ENDED)
        && nrmCase.caseOutcome() == null
        && runningDiagrams.contains("nrm-case")) {
      stage = INTAKE; // a manager is confirming the route
    }
    return new CaseStatus(stage, runningDiagrams.contains("reflection-period"), nrmCase);
  }

  /**
   * Whether the referral is being logged, acknowledged or routed, so that reasonable grounds may
   * have a date already and nobody decides yet.
   */
  public boolean isAtIntake() {
    return stage.equals(INTAKE) && nrmCase.reasonableGrounds().outcome() == null;
  }

  private static Map<String, String> stages() {
    Map<String, String> stages = new LinkedHashMap<>();
    stages.put("leave-to-remain", "leave");
    stages.put("conclusive-grounds", "conclusive-grounds");
    stages.put("reasonable-grounds", "reasonable-grounds");
    stages.put(INTAKE, INTAKE);
    stages.put("local-authority-assessment", "local-authority");
    return stages;
  }

  /**
   * By the names of the table's inputs.
   *
   * @param closed whether the case was merged or a manager closed it, even after its outcome, which
   *     the table then needn't know (D43)
   */
  Map<String, Object> forTable(String update, boolean closed) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("update", update);
    inputs.put("stage", stage);
    CaseOutcome outcome = closed ? CaseOutcome.CLOSED_OTHER : nrmCase.caseOutcome();
    inputs.put("caseOutcome", code(outcome));
    inputs.put("rgOutcome", code(nrmCase.reasonableGrounds().outcome()));
    inputs.put("cgOutcome", code(nrmCase.conclusiveGrounds().outcome()));
    inputs.put("reflectionRuns", reflectionRuns);
    inputs.put("childMissing", nrmCase.now().missingSince() != null);
    inputs.put("reconsidered", nrmCase.now().reconsideredStage() != null);
    inputs.put("ukbaCopy", nrmCase.now().ukbaCopyOn() != null);
    inputs.put("adult", nrmCase.now().adultFrom() != null);
    return inputs;
  }

  private static String code(StoredCode outcome) {
    return outcome == null ? NONE : outcome.id();
  }
}
