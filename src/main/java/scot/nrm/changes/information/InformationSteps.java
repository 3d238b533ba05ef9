package scot.nrm.changes.information;

import static scot.nrm.engine.CaseVariables.BELIEVED_TRAFFICKED;
import static scot.nrm.engine.CaseVariables.DECIDING_AUTHORITY;
import static scot.nrm.engine.CaseVariables.LEAD_PROFESSIONAL;
import static scot.nrm.engine.CaseVariables.REQUEST_NUMBER;
import static scot.nrm.engine.CaseVariables.SUSPENDED_STAGE_RESUMES;
import static scot.nrm.engine.CaseVariables.WITHDRAWAL_ASKED_BY;
import static scot.nrm.engine.CaseVariables.WITH_DUTY_SOCIAL_WORK;
import static scot.nrm.engine.CaseVariables.WITH_LOCAL_AUTHORITY;

import java.time.LocalDate;
import java.util.Map;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.access.Role;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.changes.OpenStage;
import scot.nrm.changes.PathVariables;
import scot.nrm.changes.Requests;
import scot.nrm.changes.copy.UkbaCopies;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.CaseOutcomes;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/**
 * The steps by which people send further information, ask to withdraw a child (D19), or refer a
 * child after all (D31).
 */
@Configuration(proxyBeanMethods = false)
class InformationSteps {

  private final Register register;
  private final RegisterUpdates updates;
  private final CaseFile file;
  private final Requests requests;
  private final OpenStage openStage;
  private final CaseInstances instances;

  InformationSteps(
      Register register,
      RegisterUpdates updates,
      CaseFile file,
      Requests requests,
      OpenStage openStage,
      CaseInstances instances) {
    this.register = register;
    this.updates = updates;
    this.file = file;
    this.requests = requests;
    this.openStage = openStage;
    this.instances = instances;
  }

  /**
   * Records further information (D31) and its reader: the case owner of the authority that has or
   * last had the case. Before the referral it is the lead professional, or duty social work until
   * the concern is accepted. Nothing else changes.
   */
  @Step(
      value = "Record the further information",
      sets = {
        "decidingAuthority", "requestNumber",
        "suspendedStageResumes", "withDutySocialWork",
        "withLocalAuthority"
      })
  @Bean
  ExecutionListener recordFurtherInformation() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      RegisterCase nrmCase = register.lock(caseNumber);
      CaseFileContent sent = file.read(caseNumber);
      requests.record(
          step,
          RegisterEvent.entry(EntryKind.INFORMATION_RECEIVED)
              .code(sent.text("informationKind"))
              .from(sent.date("informationDate").orElseThrow())
              .officer(Officer.of(step))
              .detail(sent.text("informationText")));
      boolean withCouncil = isWithLocalAuthority(nrmCase);
      boolean accepted = register.latest(caseNumber, EntryKind.CONCERN_ACCEPTED).isPresent();
      WITH_LOCAL_AUTHORITY.on(step).set(withCouncil);
      WITH_DUTY_SOCIAL_WORK.on(step).set(withCouncil && !accepted);
      DECIDING_AUTHORITY.on(step).set(openStage.authorityOrIntake(nrmCase).id());
      SUSPENDED_STAGE_RESUMES.on(step).set("no"); // the reader is asked only while one is suspended
    };
  }

  /** Whether no authority has the case yet: from intake on, the one that logs the form does. */
  private boolean isWithLocalAuthority(RegisterCase nrmCase) {
    return openStage.authority(nrmCase) == null
        && !openStage.status(nrmCase).stage().equals("intake");
  }

  /** Notifies a suspended stage that there is now enough information to resume (D35, D36). */
  @Step(value = "Notify the suspended stage", sends = "information-received")
  @Bean
  JavaDelegate notifyInformationReceived() {
    return step -> instances.correlate(step.getProcessBusinessKey(), "information-received");
  }

  /**
   * Records a request to withdraw the child (D19). A child can't withdraw, so nothing else changes.
   */
  @Step(
      value = "Record the request to withdraw",
      needs = "withdrawalAskedBy",
      sets = "requestNumber")
  @Bean
  ExecutionListener recordWithdrawalRequest() {
    return step -> {
      CaseFileContent asked = file.read(step.getProcessBusinessKey());
      requests.record(
          step,
          RegisterEvent.entry(EntryKind.WITHDRAWAL_REQUESTED)
              .code(WITHDRAWAL_ASKED_BY.from(step).get())
              .from(asked.date("withdrawalRequestDate").orElseThrow())
              .officer(Officer.of(step))
              .detail(asked.text("withdrawalQuestion")));
    };
  }

  /**
   * Records the policy adviser's answer and its recipient: the case owner of the authority that has
   * the case, or the local authority's lead professional if none has it yet (D19). The case
   * continues, whatever the answer.
   */
  @Step(
      value = "Record the advice on withdrawal",
      needs = "requestNumber",
      sets = {"decidingAuthority", "withLocalAuthority"})
  @Bean
  ExecutionListener recordWithdrawalAdvice() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      RegisterCase nrmCase = register.lock(caseNumber);
      RegisterEvent request =
          requests.byNumber(
              caseNumber, EntryKind.WITHDRAWAL_REQUESTED, REQUEST_NUMBER.from(step).get());
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(EntryKind.WITHDRAWAL_ADVICE)
              .code(request.code())
              .from(request.from())
              .officer(Officer.of(step))
              .detail(file.read(caseNumber).text("withdrawalAdvice")));
      WITH_LOCAL_AUTHORITY.on(step).set(isWithLocalAuthority(nrmCase));
      DECIDING_AUTHORITY.on(step).set(openStage.authorityOrIntake(nrmCase).id());
    };
  }

  /**
   * Reopens the case of a child who was not referred but is now believed to have been trafficked
   * (D31).
   */
  @Step("Reopen the case")
  @Bean
  ExecutionListener reopenNotReferred(CaseOutcomes outcomes) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CaseFileContent answers = file.read(caseNumber);
      LocalDate believed = answers.date("believedAfterAllDate").orElseThrow();
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(EntryKind.BELIEVED_AFTER_ALL)
              .from(believed)
              .officer(Officer.of(step))
              .detail(answers.text("believedAfterAllReason")));
      outcomes.reopen(caseNumber, "referred-after-all", believed, Officer.of(step));
    };
  }

  /**
   * Reopens a case at the NRM form (D31). The form is assigned to the lead professional who decided
   * to refer; if the manager decided, it is unassigned in the team. Child protection work that the
   * local authority had closed starts again (D1), and so does the pre-alert of a UKBA copy (D32).
   */
  @Step(
      value = "Continue the case at the NRM form",
      starts = {"child-protection", "ukba-pre-alert", "nrm-case"},
      resumesAt = "Call_LocalAuthorityAssessment",
      passes = {
        "believedTrafficked", "concernAccepted", "leadProfessional",
        "localAuthority", "missingSince", "referralTargetMissed",
        "removalHold"
      })
  @Bean
  JavaDelegate referAfterAll(UkbaCopies copies) {
    return step -> {
      copies.reopen(register.lock(step.getProcessBusinessKey()));
      RegisterCase nrmCase = register.lock(step.getProcessBusinessKey());
      Map<String, Object> variables = PathVariables.of(nrmCase);
      variables.put(BELIEVED_TRAFFICKED.getName(), "yes");
      if (Officer.isIn(step, Role.LA_LEAD_PROFESSIONAL.group())) {
        variables.put(LEAD_PROFESSIONAL.getName(), Officer.of(step));
      }
      instances.restart("child-protection", nrmCase.caseNumber(), nrmCase.localAuthority());
      instances.resume(nrmCase.caseNumber(), "Call_LocalAuthorityAssessment", variables);
    };
  }
}
