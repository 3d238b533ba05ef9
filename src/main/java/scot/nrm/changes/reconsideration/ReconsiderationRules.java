package scot.nrm.changes.reconsideration;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseInstances;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * The rules for a request for reconsideration and its answer (D30). The table {@code updates}
 * decides whether there is a decision to reconsider.
 */
@Component
@ForFormsWith(ReconsiderationRules.APPLICANT)
class ReconsiderationRules implements FormRule {

  private static final String REQUEST = "reconsideration";
  static final String APPLICANT = "reconsiderationAskedBy";
  private static final String DATE = "reconsiderationRequestDate";
  private static final String TEXT = "reconsiderationText";
  private static final String NAME = "reconsiderationAskedByName";
  private static final String ADDRESS = "reconsiderationAskedByAddress";

  private final Register register;
  private final Reconsiderations reconsiderations;
  private final CaseInstances instances;

  ReconsiderationRules(
      Register register, Reconsiderations reconsiderations, CaseInstances instances) {
    this.register = register;
    this.reconsiderations = reconsiderations;
    this.instances = instances;
  }

  @Override
  public boolean appliesTo(FormSchema form) {
    return FormRule.super.appliesTo(form)
        || isAnswer(form)
        || !DecisionTask.of(form.properties()).isEmpty();
  }

  private static boolean isAnswer(FormSchema form) {
    return OfficeAct.of(form.properties()).filter(OfficeAct.RECONSIDERATION::equals).isPresent();
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    RegisterCase nrmCase = register.find(submission.caseNumber()).orElseThrow();
    if (submission.form().asks(APPLICANT)) {
      Reconsiderations.stage(nrmCase)
          .ifPresent(stage -> checkRequest(nrmCase, stage, submission, errors));
    }
    if (isAnswer(submission.form())) {
      checkAnswer(nrmCase, submission, errors);
    }
    checkDecision(nrmCase, submission, errors);
  }

  private void checkRequest(
      RegisterCase nrmCase, Stage stage, FormSubmission submission, Errors errors) {
    LocalDate decided = nrmCase.at(stage).decidedOn();
    submission
        .date(DATE)
        .ifPresent(
            day -> {
              if (day.isBefore(decided)) {
                errors.field(DATE, Errors.notBefore("the decision", decided));
              } else if (reconsiderations.isAlreadyRecorded(
                  nrmCase.caseNumber(), submission.text(APPLICANT), day, submission.text(TEXT))) {
                errors.field(
                    TEXT,
                    "a request of "
                        + BritishDate.of(day)
                        + " from them in these words is already recorded. If this is another one, say how it differs");
              }
            });
    boolean open =
        nrmCase.now().reconsideredStage() == null
            && instances.diagrams(nrmCase.caseNumber()).contains(REQUEST);
    if (open) { // the table refuses this while a decision is being reconsidered
      errors.field(
          "caseNumber",
          "a request is already waiting for a decision. To add more, use “Send further information”. Record any other request once this one has been decided");
    }
    checkAnswerAddress(submission, errors);
  }

  /** The local authority is known, and answers to the child are sent there (D37). */
  private static void checkAnswerAddress(FormSubmission submission, Errors errors) {
    boolean named = !submission.text(NAME).isEmpty();
    boolean reachable =
        !submission.text(ADDRESS).isEmpty()
            || !submission.text("reconsiderationAskedByEmail").isEmpty();
    if (submission.is(APPLICANT, Reconsiderations.LOCAL_AUTHORITY)) {
      return;
    }
    if (!named && !submission.is(APPLICANT, "child-or-carer")) {
      errors.field(NAME, "enter this, because the answer will be sent to them");
    }
    if (named && !reachable) {
      errors.field(
          ADDRESS, "enter this or the e-mail address, because the answer will be sent there");
    }
  }

  private void checkAnswer(RegisterCase nrmCase, FormSubmission submission, Errors errors) {
    if (submission.officer() == null) {
      errors.form("Sign in to decide. The register records who decided");
    } else {
      refusalAfterTakingPart(nrmCase, submission.officer()).ifPresent(errors::form);
    }
  }

  @Override
  public Optional<String> taskRefusal(String caseNumber, FormSchema form, String officer) {
    return isAnswer(form)
        ? refusalAfterTakingPart(register.find(caseNumber).orElseThrow(), officer)
        : Optional.empty();
  }

  private Optional<String> refusalAfterTakingPart(RegisterCase nrmCase, String officer) {
    return Reconsiderations.stage(nrmCase)
        .filter(stage -> register.officers(nrmCase.caseNumber(), stage).contains(officer))
        .map(
            stage ->
                "You took part in this decision. A case owner who did not must answer the request. Leave the task to a colleague, or ask your manager to assign it to one");
  }

  /** A reconsidered decision can't be dated before the request. */
  private void checkDecision(RegisterCase nrmCase, FormSubmission submission, Errors errors) {
    Stage stage = nrmCase.now().reconsideredStage();
    if (stage == null || !DecisionTask.stages(submission.form().properties()).contains(stage)) {
      return;
    }
    String field = stage.prefix() + "DecisionDate";
    LocalDate asked = reconsiderations.latest(nrmCase.caseNumber()).orElseThrow().from();
    submission
        .submitted()
        .date(field)
        .filter(asked::isAfter)
        .ifPresent(
            day ->
                errors.field(
                    field,
                    Errors.notBefore("the day on which reconsideration was requested", asked)));
  }
}
