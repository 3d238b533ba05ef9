package scot.nrm.decision;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.util.Date;
import scot.nrm.engine.CaseVariables;
import scot.nrm.register.Stage;

/** The process variables of one stage, so that the same code records both decisions. */
public record StageVariables(
    VariableFactory<String> proposal,
    VariableFactory<String> outcome,
    VariableFactory<String> decisionDate,
    VariableFactory<Date> targetDate,
    VariableFactory<Boolean> late,
    String reasonsField) {

  public static StageVariables of(Stage stage) {
    return switch (stage) {
      case REASONABLE_GROUNDS ->
          new StageVariables(
              CaseVariables.RG_PROPOSAL,
              CaseVariables.RG_OUTCOME,
              CaseVariables.RG_DECISION_DATE,
              CaseVariables.RG_TARGET_DATE,
              CaseVariables.RG_LATE,
              "rgReasons");
      case CONCLUSIVE_GROUNDS ->
          new StageVariables(
              CaseVariables.CG_PROPOSAL,
              CaseVariables.CG_OUTCOME,
              CaseVariables.CG_DECISION_DATE,
              CaseVariables.CG_TARGET_DATE,
              CaseVariables.CG_LATE,
              "cgReasons");
    };
  }
}
