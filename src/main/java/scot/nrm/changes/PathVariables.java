package scot.nrm.changes;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.StoredCode;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterCase.StageState;

/** The variables of a path, restored from the register for a reopened case (D29, D30, D31). */
public final class PathVariables {

  private PathVariables() {}

  public static Map<String, Object> of(RegisterCase nrmCase) {
    Map<String, Object> variables = new HashMap<>();
    put(variables, CaseVariables.LOCAL_AUTHORITY, nrmCase.localAuthority());
    put(variables, CaseVariables.REFERRAL_RECEIVED_DATE, day(nrmCase.referralReceivedOn()));
    put(variables, CaseVariables.REFERRAL_TARGET_MISSED, nrmCase.now().referralTargetMissed());
    put(variables, CaseVariables.RG_AUTHORITY, StoredCode.id(nrmCase.rgAuthority()));
    put(variables, CaseVariables.CG_AUTHORITY, StoredCode.id(nrmCase.cgAuthority()));
    put(variables, CaseVariables.ROUTING_BASIS, nrmCase.routingBasis());
    put(variables, CaseVariables.REMOVAL_HOLD, StoredCode.id(nrmCase.removalHold()));
    put(variables, CaseVariables.MISSING_SINCE, day(nrmCase.now().missingSince()));

    StageState rg = nrmCase.reasonableGrounds();
    put(variables, CaseVariables.RG_ORIGINAL_DUE_DATE, endOfDay(rg.originalDue()));
    put(variables, CaseVariables.RG_TARGET_DATE, endOfDay(rg.due()));
    put(variables, CaseVariables.RG_OUTCOME, StoredCode.id(rg.outcome()));
    put(variables, CaseVariables.RG_DECISION_DATE, day(rg.decidedOn()));
    put(variables, CaseVariables.RG_LATE, rg.late());

    StageState cg = nrmCase.conclusiveGrounds();
    put(variables, CaseVariables.REFLECTION_END_DATE, endOfDay(nrmCase.reflectionEnd()));
    put(variables, CaseVariables.CG_TARGET_DATE, endOfDay(cg.due()));
    put(variables, CaseVariables.CG_OUTCOME, StoredCode.id(cg.outcome()));
    put(variables, CaseVariables.CG_DECISION_DATE, day(cg.decidedOn()));
    put(variables, CaseVariables.CG_LATE, cg.late());
    return variables;
  }

  private static void put(
      Map<String, Object> variables, VariableFactory<?> variable, Object value) {
    if (value != null) {
      variables.put(variable.getName(), value);
    }
  }

  private static String day(LocalDate day) {
    return day == null ? null : day.toString();
  }

  private static Object endOfDay(LocalDate day) {
    return day == null ? null : LocalDay.endOf(day);
  }
}
