package scot.nrm.changes.reflection;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.Length;
import scot.nrm.changes.OpenStage;
import scot.nrm.changes.Requests;
import scot.nrm.decision.deadline.Limit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * A reflection period can be extended, or an extension requested, only while it is running. The
 * same request counts once, and several different ones may be open (D22). It is extended as often
 * as the table {@code time-limits} allows.
 */
@Component
@ForFormsWith({ReflectionExtensionRules.TEXT, ReflectionExtensionRules.DECISION})
class ReflectionExtensionRules implements FormRule {

  static final String TEXT = "reflectionExtensionRequest";
  static final String DECISION = "reflectionExtensionDecision";

  private final Register register;
  private final Requests requests;
  private final OpenStage openStage;
  private final TimeLimits limits;

  ReflectionExtensionRules(
      Register register, Requests requests, OpenStage openStage, TimeLimits limits) {
    this.limits = limits;
    this.register = register;
    this.requests = requests;
    this.openStage = openStage;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    RegisterCase nrmCase = register.find(submission.caseNumber()).orElseThrow();
    LocalDate end = nrmCase.reflectionEnd();
    // If there is no period at all, the table updates refuses the request.
    boolean over =
        end != null
            && (submission.today().isAfter(end) || !openStage.status(nrmCase).reflectionRuns());
    if (submission.form().asks(TEXT)) {
      if (over) {
        errors.field(
            "caseNumber",
            "the reflection period ended on "
                + BritishDate.of(end)
                + ", so it cannot be extended. The local authority's child protection work continues");
      } else if (isAlreadyRequested(submission)) {
        errors.field(
            TEXT,
            "this has already been requested today, in the same words. Nothing needs to be recorded");
      }
    } else if (over && submission.is(DECISION, "grant")) {
      errors.field(
          DECISION,
          "the reflection period ended on "
              + BritishDate.of(end)
              + ", so it can no longer be extended. Refuse the request and give this as the reason");
    } else if (submission.is(DECISION, "grant")) {
      checkNumberOfExtensions(nrmCase, errors);
    }
  }

  /** The table {@code time-limits} may say how often a period is extended. */
  private void checkNumberOfExtensions(RegisterCase nrmCase, Errors errors) {
    int allowed =
        limits
            .of(nrmCase.referralReceivedOn(), nrmCase.reasonableGrounds().decidedOn())
            .number(Limit.REFLECTION_EXTENSIONS);
    long extended =
        register.history(nrmCase.caseNumber()).stream()
            .filter(event -> event.is(EntryKind.EXTENDED))
            .filter(event -> event.stage() == Stage.CONCLUSIVE_GROUNDS)
            .count();
    if (extended >= allowed) {
      errors.field(
          DECISION,
          "the reflection period has been extended "
              + new Length((int) extended, Length.Unit.TIMES).words()
              + ", and no more is allowed. Refuse the request and give this as the reason");
    }
  }

  private boolean isAlreadyRequested(FormSubmission submission) {
    return requests.of(submission.caseNumber(), EntryKind.EXTENSION_REQUESTED).stream()
        .anyMatch(
            event ->
                submission.text("reflectionExtensionKind").equals(event.code())
                    && submission.today().equals(event.from())
                    && submission.text(TEXT).equals(event.detail()));
  }
}
