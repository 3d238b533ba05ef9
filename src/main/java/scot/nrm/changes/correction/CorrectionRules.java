package scot.nrm.changes.correction;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.StoredCode;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.forms.rules.ChildAgeRule;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * Only the organisation that recorded a fact may correct it, to a value that is possible and
 * differs from the register's (D43). Checked again when the second officer, who must be a different
 * person, confirms (D18).
 */
@Component
@ForFormsWith({CorrectionRules.FACT, CorrectionRules.ANSWER})
class CorrectionRules implements FormRule {

  static final String FACT = "correctedFact";
  private static final String CONFIRM = "confirm-correction";
  static final String ANSWER = "correctionAnswer";
  private static final Set<Role> COUNCIL_ROLES = Set.of(Role.LA_LEAD_PROFESSIONAL, Role.LA_MANAGER);

  private final Corrections corrections;
  private final Register register;
  private final CaseTasks tasks;
  private final IdentityService identity;

  CorrectionRules(
      Corrections corrections, Register register, CaseTasks tasks, @Lazy IdentityService identity) {
    this.corrections = corrections;
    this.register = register;
    this.tasks = tasks;
    this.identity = identity;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    if (submission.form().asks(ANSWER)) {
      checkConfirmation(submission, errors);
      return;
    }
    CorrectedFact fact = StoredCode.of(CorrectedFact.class, submission.text(FACT));
    if (!fact.isRecordedBy(isFromCouncil())) {
      errors.field(
          FACT,
          isFromCouncil()
              ? "the competent authority recorded this. Ask its case owner to correct it"
              : "the local authority recorded this. Ask its lead professional to correct it");
    } else if (fact.affectsDeadline()
        && tasks.isOpen(submission.caseNumber(), CONFIRM, FACT, fact.id())) {
      errors.field(FACT, "a correction of this fact is already waiting for a second officer");
    } else {
      problem(fact, submission.caseNumber(), submission.submitted())
          .ifPresent(sentence -> errors.field(fact.field(), sentence));
    }
  }

  private void checkConfirmation(FormSubmission submission, Errors errors) {
    if (!submission.is(ANSWER, "confirm")) {
      return;
    }
    if (submission.officer() == null
        || submission.officer().equals(submission.variables().get("correctedBy"))) {
      errors.field(ANSWER, "someone other than the person who made the correction must confirm it");
    }
    CorrectedFact fact =
        StoredCode.of(CorrectedFact.class, submission.variables().get(FACT).toString());
    problem(fact, submission.caseNumber(), submission.file())
        .or(() -> outdated(fact, submission.caseNumber()))
        .ifPresent(
            sentence ->
                errors.field(
                    ANSWER,
                    "the date "
                        + sentence
                        + ". The facts have changed since it was proposed. Refuse the correction"));
  }

  /** The second officer compares with the old value, which an update or a merge may replace. */
  private Optional<String> outdated(CorrectedFact fact, String caseNumber) {
    String now = corrections.describe(caseNumber, corrections.changes(caseNumber, fact));
    return corrections
        .latest(caseNumber, EntryKind.CORRECTION_PROPOSED, fact)
        .filter(proposed -> !proposed.detail().startsWith(now))
        .map(proposed -> "is no longer the one that was to be corrected");
  }

  private Optional<String> problem(
      CorrectedFact fact, String caseNumber, CaseFileContent corrected) {
    CaseFileContent known = corrections.known(caseNumber);
    RegisterCase registered = register.find(caseNumber).orElseThrow();
    Optional<LocalDate> day = corrected.date(fact.field());
    if (fact.changes(known, corrected).isEmpty()) {
      return Optional.of("is already what the register says. Nothing needs to be corrected");
    }
    return switch (fact) {
      case RECEIPT_DATE ->
          known.date(fact.key()).isEmpty()
              ? Optional.of(
                  "cannot be corrected before {{authority.intake.the}} has logged the form")
              : notAfter(
                      day,
                      registered.reasonableGrounds().decidedOn(),
                      "the decision on reasonable grounds")
                  .or(
                      () ->
                          notBefore(
                              day,
                              known.date("firstEncounterDate").orElse(null),
                              "the first meeting with the child"));
      case FIRST_ENCOUNTER_DATE ->
          notAfter(day, registered.referralReceivedOn(), "the receipt at {{authority.intake.the}}")
              .or(
                  () ->
                      ChildAgeRule.correctionRefusal(
                          known.date(CorrectedFact.DATE_OF_BIRTH.key()), day, known));
      case HEARING_DATE ->
          known.date(fact.key()).isEmpty()
              ? Optional.of(
                  "cannot be corrected: no hearing is recorded. Use “Record a court hearing”")
              : notBefore(
                  day,
                  registered.referralReceivedOn(),
                  "{{authority.intake.the}} received the NRM form");
      case DATE_OF_BIRTH ->
          notAfter(day, registered.openedOn(), "the day on which the concern was reported")
              .or(
                  () ->
                      ChildAgeRule.correctionRefusal(
                          day, known.date(CorrectedFact.FIRST_ENCOUNTER_DATE.key()), known));
      default -> Optional.empty();
    };
  }

  private static Optional<String> notAfter(Optional<LocalDate> day, LocalDate last, String what) {
    return day.filter(given -> last != null && given.isAfter(last))
        .map(given -> "must not be after " + what + " (" + BritishDate.of(last) + ")");
  }

  private static Optional<String> notBefore(Optional<LocalDate> day, LocalDate first, String what) {
    return day.filter(given -> first != null && given.isBefore(first))
        .map(given -> Errors.notBefore(what, first));
  }

  private boolean isFromCouncil() {
    return Viewer.signedIn(identity).filter(person -> person.hasAnyOf(COUNCIL_ROLES)).isPresent();
  }
}
