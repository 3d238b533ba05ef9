package scot.nrm.decision;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.OfficeAct;
import scot.nrm.register.Register;

/**
 * Records in the register, immediately, that an officer of the office that decides has completed a
 * task: confirmed that a child is not referred (D4), decided on leave (D29), closed the protection
 * work (D1) or accepted a request for reconsideration (D30). The task's properties say which of
 * these it is ({@link OfficeAct}). The register accepts such a fact only with this act. If a
 * revised diagram gives the task to someone else, completing it isn't an act of that office. A form
 * that asks what the local authority believes is an assessment of the child, whatever its task's
 * properties say.
 */
@Component
@ForFormsWith(OfficeActRecorder.BELIEVED)
class OfficeActRecorder implements FormListener {

  static final String BELIEVED = "believedTrafficked";

  private final Register register;
  private final IdentityService identity;
  private final Authorities authorities;

  OfficeActRecorder(Register register, @Lazy IdentityService identity, Authorities authorities) {
    this.register = register;
    this.identity = identity;
    this.authorities = authorities;
  }

  /** Read each time, because a revision may add an authority. */
  private Set<String> office(OfficeAct act) {
    return switch (act) {
      case NOT_REFERRED -> Set.of(Role.LA_MANAGER.group());
      case LEAVE -> authorities.groups(Duty.IMMIGRATION, Team.CASE_OWNER.id());
      case RECONSIDERATION -> authorities.groups(Team.CASE_OWNER.id());
      case PROTECTION_CLOSED, ASSESSED ->
          Role.LOCAL_AUTHORITY.stream().map(Role::group).collect(Collectors.toSet());
    };
  }

  @Override
  public boolean appliesTo(FormSchema form) {
    return !acts(form).isEmpty();
  }

  private static Set<OfficeAct> acts(FormSchema form) {
    return Stream.concat(
            OfficeAct.of(form.properties()).stream(),
            Stream.of(OfficeAct.ASSESSED).filter(act -> form.asks(BELIEVED)))
        .collect(Collectors.toSet());
  }

  @Override
  public void accepted(FormSubmission submission) {
    if (submission.is(DecisionTask.answer(submission.form().properties()), "send-back")
        || submission.is(CaseVariables.RECONSIDERATION_DECISION.getName(), "refuse")) {
      return;
    }
    Viewer.signedIn(identity)
        .ifPresent(
            person ->
                acts(submission.form()).stream()
                    .filter(act -> person.isInAnyOf(office(act)))
                    .forEach(
                        act ->
                            register.officeAct(
                                submission.caseNumber(), act, submission.officer())));
  }
}
