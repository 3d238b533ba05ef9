package scot.nrm.changes.reflection;

import static scot.nrm.engine.CaseVariables.REFLECTION_EXTENSION_DAYS;
import static scot.nrm.engine.CaseVariables.REFLECTION_EXTENSION_KIND;

import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.casefile.CaseFile;
import scot.nrm.changes.Requests;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.CaseRoutes;
import scot.nrm.facts.ReflectionDates;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/** The steps by which a longer reflection period is requested and decided (D22). */
@Configuration(proxyBeanMethods = false)
class ReflectionExtensionSteps {

  private final RegisterUpdates updates;
  private final CaseFile file;
  private final CaseClock clock;

  ReflectionExtensionSteps(RegisterUpdates updates, CaseFile file, CaseClock clock) {
    this.updates = updates;
    this.file = file;
    this.clock = clock;
  }

  /**
   * Records a request for a longer reflection period, and which authority's case owner decides on
   * it (D22).
   */
  @Step(
      value = "Record the request for a longer period",
      needs = "reflectionExtensionKind",
      sets = {"cgAuthority", "reflectionEndDate", "requestNumber"})
  @Bean
  ExecutionListener recordExtensionRequest(Register register, Requests requests) {
    return step -> {
      requests.record(
          step, entry(step, EntryKind.EXTENSION_REQUESTED, "reflectionExtensionRequest"));
      RegisterCase nrmCase = register.lock(step.getProcessBusinessKey());
      CaseRoutes.copyConclusive(step, nrmCase.cgAuthority());
      ReflectionDates.copyEnd(step, nrmCase.reflectionEnd());
    };
  }

  /** Extends the reflection period as its case owner has decided (D22). */
  @Step(
      value = "Extend the reflection period",
      needs = "reflectionExtensionDays",
      sets = {"cgLate", "cgTargetDate", "reflectionEndDate"},
      sends = {"decision-changed", "reflection-end-moved"})
  @Bean
  JavaDelegate extendReflection(ReflectionEnd end) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      LocalDate until =
          end.extend(
              caseNumber,
              REFLECTION_EXTENSION_DAYS.from(step).get(),
              file.read(caseNumber).text("reflectionExtensionReason"),
              Officer.of(step));
      // The letter gives the date that this decision set, even if another one moves it before the
      // letter is sent.
      ReflectionDates.copyEnd(step, until);
    };
  }

  /** Records that a longer reflection period was refused, and why (D22). No date changes. */
  @Step(value = "Record the refusal of a longer period", needs = "reflectionExtensionKind")
  @Bean
  ExecutionListener refuseReflectionExtension() {
    return step ->
        updates.addEntry(
            step.getProcessBusinessKey(),
            entry(step, EntryKind.EXTENSION_REFUSED, "reflectionExtensionReason"));
  }

  /** {@code text} is the field of the form with the text. */
  private RegisterEvent entry(DelegateExecution step, EntryKind kind, String text) {
    return RegisterEvent.entry(kind)
        .stage(Stage.CONCLUSIVE_GROUNDS)
        .code(REFLECTION_EXTENSION_KIND.from(step).get())
        .from(clock.today())
        .officer(Officer.of(step))
        .detail(file.read(step.getProcessBusinessKey()).text(text));
  }
}
