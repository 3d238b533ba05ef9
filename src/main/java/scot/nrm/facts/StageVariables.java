package scot.nrm.facts;

import static scot.nrm.engine.CaseVariables.CG_LATE;
import static scot.nrm.engine.CaseVariables.CG_OUTCOME;
import static scot.nrm.engine.CaseVariables.CG_TARGET_DATE;
import static scot.nrm.engine.CaseVariables.RG_LATE;
import static scot.nrm.engine.CaseVariables.RG_OUTCOME;
import static scot.nrm.engine.CaseVariables.RG_TARGET_DATE;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.util.Date;
import scot.nrm.register.Stage;

/** The process variables of a stage's facts, so that the same code writes both decisions. */
record StageVariables(
    VariableFactory<String> outcome,
    VariableFactory<Date> targetDate,
    VariableFactory<Boolean> late) {

  static StageVariables of(Stage stage) {
    return switch (stage) {
      case REASONABLE_GROUNDS -> new StageVariables(RG_OUTCOME, RG_TARGET_DATE, RG_LATE);
      case CONCLUSIVE_GROUNDS -> new StageVariables(CG_OUTCOME, CG_TARGET_DATE, CG_LATE);
    };
  }
}
