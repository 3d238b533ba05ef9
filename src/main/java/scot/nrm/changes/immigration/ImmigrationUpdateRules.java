package scot.nrm.changes.immigration;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.changes.OpenStage;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * An immigration update counts once and must be possible. Only UKBA's case owner or manager may
 * find that there is no process and no issue, and only before reasonable grounds (D14). Only UKBA
 * says how a claim was decided; if leave waits for that, in its task (D29).
 */
@Component
@ForFormsWith(ImmigrationUpdateRules.UPDATE)
class ImmigrationUpdateRules implements FormRule {

  static final String UPDATE = "immigrationUpdate";

  private final Register register;
  private final OpenStage openStage;
  private final IdentityService identity;
  private final Authorities authorities;
  private final AsylumClaims claims;

  ImmigrationUpdateRules(
      Register register,
      OpenStage openStage,
      @Lazy IdentityService identity,
      Authorities authorities,
      AsylumClaims claims) {
    this.claims = claims;
    this.authorities = authorities;
    this.register = register;
    this.openStage = openStage;
    this.identity = identity;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    ImmigrationUpdate update =
        ImmigrationUpdate.of(submission.text(UPDATE), submission.text("otherProcess"));
    if (update.isNothingFound()) {
      checkNothingFound(submission, errors);
    } else if (update.isWithdrawn()) {
      checkEnded(update, submission, errors);
    } else if (update.asylumDecision().isPresent()) {
      checkDecided(submission, errors);
      checkEnded(update, submission, errors);
    } else {
      checkBegun(update, submission, errors);
    }
  }

  private static void checkBegun(
      ImmigrationUpdate update, FormSubmission submission, Errors errors) {
    CaseFileContent file = submission.file();
    String process = update.process().orElseThrow();
    boolean known =
        update.isAsylumClaim() ? ImmigrationFacts.isAsylumClaimed(file) : file.is(process, "yes");
    if (known) {
      errors.field(
          UPDATE,
          "this is already recorded"
              + file.date(update.dateField())
                  .filter(day -> update.isAsylumClaim())
                  .map(day -> ", with the date " + BritishDate.of(day))
                  .orElse("")
              + ". Nothing needs to be recorded");
    }
    if (update.isAsylumClaim()) {
      notBefore(
          file.date(ImmigrationFacts.ASYLUM_CLAIM_WITHDRAWN),
          update,
          "the day on which the earlier claim was withdrawn",
          submission,
          errors);
      notBefore(
          file.date(ImmigrationFacts.ASYLUM_DECISION_DATE),
          update,
          "the day on which the earlier claim was decided",
          submission,
          errors);
    }
  }

  private void checkDecided(FormSubmission submission, Errors errors) {
    Authority immigration = immigrationAuthority(submission);
    Set<String> mayRecord = new HashSet<>(officers(immigration));
    mayRecord.addAll(authorities.groups(Duty.IMMIGRATION, "asylum-liaison"));
    if (isInNoneOf(mayRecord)) {
      errors.field(
          UPDATE,
          "only %s's asylum liaison, case owner or manager can record how a claim was decided."
                  .formatted(immigration.inText())
              + " Tell them");
    } else if (claims.isLeaveBeingDecided(submission.caseNumber())) {
      errors.field(
          UPDATE,
          "leave to remain is being considered, so %s's asylum liaison records the decision in the"
                  .formatted(immigration.inText())
              + " task “Record the asylum decision”");
    }
  }

  /** Withdrawn or decided. */
  private static void checkEnded(
      ImmigrationUpdate update, FormSubmission submission, Errors errors) {
    CaseFileContent file = submission.file();
    if (!file.is(ImmigrationFacts.ASYLUM_CLAIM, "yes")) {
      errors.field(
          UPDATE,
          "no asylum claim is recorded in this case. Record the claim first, with its date");
    } else if (!ImmigrationFacts.isAsylumClaimed(file)) {
      errors.field(
          UPDATE,
          "the claim is already recorded as withdrawn or decided. Nothing needs to be recorded");
    }
    notBefore(
        file.date(ImmigrationFacts.ASYLUM_CLAIM_DATE),
        update,
        "the day of the claim",
        submission,
        errors);
  }

  private static void notBefore(
      Optional<LocalDate> earliest,
      ImmigrationUpdate update,
      String what,
      FormSubmission submission,
      Errors errors) {
    Optional<LocalDate> day = submission.date(update.dateField());
    earliest
        .filter(first -> day.filter(first::isAfter).isPresent())
        .ifPresent(first -> errors.field(update.dateField(), Errors.notBefore(what, first)));
  }

  private Authority immigrationAuthority(FormSubmission submission) {
    return register
        .find(submission.caseNumber())
        .orElseThrow()
        .with(Duty.IMMIGRATION, authorities, submission.today());
  }

  private Set<String> officers(Authority authority) {
    return Set.of(
        authorities.group(authority, Team.CASE_OWNER), authorities.group(authority, Team.MANAGER));
  }

  private boolean isInNoneOf(Set<String> groups) {
    return Viewer.signedIn(identity).filter(person -> person.isInAnyOf(groups)).isEmpty();
  }

  private void checkNothingFound(FormSubmission submission, Errors errors) {
    RegisterCase nrmCase = register.find(submission.caseNumber()).orElseThrow();
    Authority immigration = immigrationAuthority(submission);
    if (isInNoneOf(officers(immigration))) {
      errors.field(
          UPDATE,
          "only %s's case owner or manager can record that there is no process and no issue."
                  .formatted(immigration.inText())
              + " Tell them");
      return;
    }
    Optional<Stage> stage = openStage.of(nrmCase);
    if (stage.filter(Stage.REASONABLE_GROUNDS::equals).isEmpty()) {
      errors.field(
          UPDATE,
          "a case can return to %s only while reasonable grounds are being decided. This case"
                  .formatted(nrmCase.with(Duty.INTAKE, authorities, submission.today()).inText())
              + " stays with "
              + immigration.inText());
    } else if (!immigration.equals(nrmCase.rgAuthority())) {
      errors.field(
          UPDATE,
          nrmCase.rgAuthority().inText()
              + " already decides this case. Nothing needs to be recorded");
    }
  }
}
