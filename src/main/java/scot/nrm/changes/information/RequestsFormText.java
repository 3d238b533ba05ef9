package scot.nrm.changes.information;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.ComingOfAge;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.changes.OpenStage;
import scot.nrm.changes.Requests;
import scot.nrm.changes.reconsideration.Reconsiderations;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseVariables;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;

/** Requests and their answers, for the people who answer or read them. */
@Configuration
class RequestsFormText {

  private static final Map<String, String> STAGES =
      Map.of(
          "local-authority", "with the local authority, not referred yet",
          "intake", "with {{authority.intake.short}} intake",
          "reasonable-grounds", "reasonable grounds are being decided",
          "conclusive-grounds", "conclusive grounds are being decided",
          "leave", "leave to remain is being decided",
          "ended", "ended");

  /** The request for a longer reflection period that the open task is about (D22). */
  @Bean
  FormText showExtensionRequest(Requests requests, NamesAndRoles people) {
    return forRequest(
        requests,
        EntryKind.EXTENSION_REQUESTED,
        (shown, asked) ->
            "**The request**\n\n"
                + Markdown.item(
                    "Days requested",
                    Objects.toString(
                        shown
                            .variables()
                            .get(CaseVariables.REFLECTION_EXTENSION_DAYS_ASKED.getName()),
                        ""))
                + Markdown.item("Requested on", BritishDate.of(asked.from()))
                + person("Requested by", asked, people)
                + Markdown.item("Reason", option(shown, "reflectionExtensionKind", asked))
                + quoted(asked));
  }

  /** The further information that the open task is about (D31). */
  @Bean
  FormText showInformation(Requests requests, NamesAndRoles people) {
    return forRequest(
        requests,
        EntryKind.INFORMATION_RECEIVED,
        (shown, sent) ->
            "**What was sent**\n\n"
                + Markdown.item("Kind of information", option(shown, "informationKind", sent))
                + Markdown.item("Date", BritishDate.of(sent.from()))
                + person("Sent by", sent, people)
                + quoted(sent));
  }

  /**
   * The request for reconsideration that is waiting for its answer or being acted on; empty if
   * there is none (D30).
   */
  @Bean
  FormText showReconsiderationRequest(Reconsiderations reconsiderations, Register register) {
    return shown ->
        register
            .find(shown.caseNumber())
            .filter(
                nrmCase ->
                    shown.variables().containsKey(CaseVariables.RECONSIDERED_STAGE.getName())
                        || nrmCase.now().reconsideredStage() != null
                            && shown.stages().contains(nrmCase.now().reconsideredStage()))
            .flatMap(nrmCase -> reconsiderations.latest(nrmCase.caseNumber()))
            .map(
                asked ->
                    "**Request for reconsideration**\n\n"
                        + Markdown.item("By", option(shown, "reconsiderationAskedBy", asked))
                        + Markdown.item("Requested on", BritishDate.of(asked.from()))
                        + quoted(asked))
            .orElse("");
  }

  /**
   * The request to withdraw, as the policy adviser sees it: age, stage and question, and nothing
   * that identifies the child (D19).
   */
  @Bean
  FormText showQuestion(
      Requests requests, Register register, OpenStage openStage, CaseClock clock) {
    return forRequest(
        requests,
        EntryKind.WITHDRAWAL_REQUESTED,
        (shown, asked) -> {
          RegisterCase nrmCase = register.find(shown.caseNumber()).orElseThrow();
          return Markdown.item("Age", age(shown.file(), clock.today()))
              + Markdown.item("Stage", STAGES.get(openStage.status(nrmCase).stage()))
              + question(shown, asked);
        });
  }

  /** The request to withdraw with the policy adviser's answer (D19). */
  @Bean
  FormText showAdvice(Requests requests) {
    return forRequest(
        requests,
        EntryKind.WITHDRAWAL_REQUESTED,
        (shown, asked) -> question(shown, asked) + advice(requests, shown.caseNumber(), asked));
  }

  private static String person(String label, RegisterEvent entry, NamesAndRoles people) {
    if (entry.officer() == null) {
      return "";
    }
    String officer = people.of(List.of(entry.officer())).nameWithId(entry.officer(), entry.at());
    return Markdown.item(label, Markdown.escape(officer));
  }

  /** A text about the request whose number the open task has; empty if it has none. */
  private static FormText forRequest(
      Requests requests,
      EntryKind kind,
      BiFunction<FormText.CaseOfForm, RegisterEvent, String> text) {
    return shown ->
        shown.variables().get("requestNumber") instanceof Integer number
            ? text.apply(shown, requests.byNumber(shown.caseNumber(), kind, number))
            : "";
  }

  private static String question(FormText.CaseOfForm shown, RegisterEvent asked) {
    return Markdown.item("Applicant", option(shown, "withdrawalAskedBy", asked))
        + Markdown.item("Requested on", BritishDate.of(asked.from()))
        + "\n**The question**\n"
        + quoted(asked);
  }

  private static String quoted(RegisterEvent event) {
    return "\n" + Markdown.quote(event.detail()) + "\n\n";
  }

  private static String advice(Requests requests, String caseNumber, RegisterEvent asked) {
    return requests.of(caseNumber, EntryKind.WITHDRAWAL_ADVICE).stream()
        .filter(answer -> answer.code().equals(asked.code()) && answer.from().equals(asked.from()))
        .reduce((earlier, later) -> later)
        .map(
            answer ->
                "**The policy adviser's answer**\n\n" + Markdown.quote(answer.detail()) + "\n\n")
        .orElse("");
  }

  private static String option(FormText.CaseOfForm shown, String field, RegisterEvent asked) {
    return Markdown.escape(shown.labels().option(field, asked.code()));
  }

  /** By the finding on age, if there is one (D7). */
  private static String age(CaseFileContent child, LocalDate today) {
    Optional<LocalDate> found = child.date("ageFindingDate");
    if (found.isPresent()) {
      return child
              .date("foundDateOfBirth")
              .map(born -> String.valueOf(ComingOfAge.ageOn(born, today)))
              .orElse(child.is("ageFinding", "adult") ? "18 or over" : "under 18")
          + ", by the finding of "
          + BritishDate.of(found.get());
    }
    String age =
        child
            .date("childDateOfBirth")
            .map(born -> String.valueOf(ComingOfAge.ageOn(born, today)))
            .orElseGet(
                () ->
                    child.text("childEstimatedAge").isEmpty()
                        ? "not known"
                        : child.text("childEstimatedAge") + ", estimated");
    return child.is("ageDisputed", "yes") ? age + ", disputed" : age;
  }
}
