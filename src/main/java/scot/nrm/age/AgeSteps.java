package scot.nrm.age;

import static scot.nrm.engine.CaseVariables.CONSENT_TO_SUPPORT;
import static scot.nrm.engine.CaseVariables.FOUND_ADULT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.age.SupportProviders.SupportProvider;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** The steps about a person's age, and support for those who have come of age (D7). */
@Configuration(proxyBeanMethods = false)
class AgeSteps {

  private final CaseFile file;
  private final Register register;
  private final RegisterUpdates updates;
  private final SupportAsAdult support;
  private final CaseClock clock;

  AgeSteps(
      CaseFile file,
      Register register,
      RegisterUpdates updates,
      SupportAsAdult support,
      CaseClock clock) {
    this.file = file;
    this.register = register;
    this.updates = updates;
    this.support = support;
    this.clock = clock;
  }

  /** Begins the wait for the 18th birthday, or calculates its day again (D7). */
  @Step(
      value = "Set the date of coming of age",
      sets = "lettersWaiting",
      starts = {"coming-of-age", "find-address", "leave-expiry"},
      sends = "address-recorded",
      passes = {"decidingAuthority", "foundAdult", "lettersWaiting", "localAuthority"})
  @Bean
  ExecutionListener followComingOfAge(ComingOfAgeWait wait) {
    return step -> wait.recalculate(step.getProcessBusinessKey(), Officer.of(step));
  }

  /**
   * Records that the person has come of age (D7), if they have. The file is read again, because a
   * date that no longer applies makes nobody an adult.
   */
  @Step(value = "Record the coming of age", sets = "foundAdult")
  @Bean
  JavaDelegate recordComingOfAge() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      register.lock(caseNumber); // before the file is read: a correction may be under way
      Optional<LocalDate> birthday =
          Adulthood.from(file.read(caseNumber)).filter(day -> !day.isAfter(clock.today()));
      birthday.ifPresent(day -> updates.adult(caseNumber, day, "birthday", null, null));
      FOUND_ADULT.on(step).set(birthday.isPresent());
    };
  }

  /**
   * Records a finding on age (D7): in the register, and from which day the person counts as an
   * adult. The date of birth of the NRM form stays in the file beside the one found.
   *
   * <p>A person treated as an adult and found to be a child is a child again, whatever was recorded
   * before: letters go to the local authority again (D37). A refusal would leave a child without
   * protection.
   */
  @Step(value = "Record the finding on age", sets = "foundAdult")
  @Bean
  ExecutionListener recordAgeFinding() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CaseFileContent answers = file.read(caseNumber);
      AgeFinding finding = AgeFinding.of(answers).orElseThrow();
      Map<String, JsonNode> fields = new LinkedHashMap<>();
      fields.put(
          AgeFinding.ADULT_FROM,
          finding.adult()
              ? TextNode.valueOf(finding.adultFrom().toString())
              : NullNode.getInstance());
      // A date from an earlier finding no longer applies; the register keeps it.
      if (finding.dateOfBirth().isEmpty()) {
        fields.put(AgeFinding.BORN, NullNode.getInstance());
      }
      file.merge(caseNumber, fields, Officer.of(step));
      finding.enter(updates, caseNumber, Officer.of(step), answers.text(AgeFinding.REASON));
      FOUND_ADULT.on(step).set(finding.adult());
    };
  }

  /** Starts support as an adult, if it is due (D7). */
  @Step(value = "Start support as an adult", starts = "support-as-adult", passes = "localAuthority")
  @Bean
  JavaDelegate startSupportAsAdult() {
    return step -> support.start(step.getProcessBusinessKey());
  }

  /**
   * Starts support for a person who became an adult while the case was closed, now that it is open
   * again (D7).
   */
  @Step(
      value = "Offer support to a person who is an adult already",
      starts = "support-as-adult",
      passes = "localAuthority")
  @Bean
  ExecutionListener offerSupportToAdult() {
    return step -> support.start(step.getProcessBusinessKey());
  }

  /**
   * Ends the tasks of support for adults if the person has been found to be a child (D7). Letters
   * that went to the person go to the local authority (D37).
   */
  @Step(
      value = "Stop support as an adult",
      sets = "lettersWaiting",
      starts = {"find-address", "leave-expiry"},
      sends = "address-recorded",
      passes = {"decidingAuthority", "foundAdult", "lettersWaiting", "localAuthority"})
  @Bean
  JavaDelegate stopSupportAsAdult() {
    return step -> support.stop(step.getProcessBusinessKey(), "found to be a child");
  }

  /**
   * Records whether the person, an adult now, wants further support (D7). A refusal is recorded
   * too.
   */
  @Step(value = "Record the answer to the offer of support", needs = "consentToSupport")
  @Bean
  JavaDelegate recordConsent() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CaseFileContent answers = file.read(caseNumber);
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(EntryKind.CONSENT)
              .code(CONSENT_TO_SUPPORT.from(step).get())
              .from(answers.date("consentDate").orElseThrow())
              .officer(Officer.of(step))
              .detail(answers.text("consentNote")));
    };
  }

  /**
   * Records which support provider for adults was engaged (D7), or that none could be, or that the
   * person has withdrawn their consent.
   */
  @Step("Record the support provider")
  @Bean
  JavaDelegate recordSupportProvider(SupportProviders providers) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      CaseFileContent answers = file.read(caseNumber);
      String engaged = answers.text("supportProviderEngaged");
      RegisterEvent entry =
          RegisterEvent.entry(EntryKind.SUPPORT_PROVIDER).code(engaged).officer(Officer.of(step));
      updates.addEntry(
          caseNumber,
          switch (engaged) {
            case "other" -> engagedOn(entry, answers).detail(answers.text("supportProviderName"));
            case "none-available" ->
                entry.from(clock.today()).detail(answers.text("supportProviderNote"));
            case "taken-back" ->
                RegisterEvent.entry(EntryKind.CONSENT)
                    .code(engaged)
                    .from(clock.today())
                    .officer(Officer.of(step))
                    .detail(answers.text("consentTakenBackNote"));
            default -> {
              String council = register.lock(caseNumber).localAuthority();
              SupportProvider provider = providers.of(answers, council);
              yield engagedOn(entry, answers).code(provider.id()).detail(provider.name());
            }
          });
    };
  }

  private static RegisterEvent engagedOn(RegisterEvent entry, CaseFileContent answers) {
    return entry.from(answers.date("supportProviderDate").orElseThrow());
  }
}
