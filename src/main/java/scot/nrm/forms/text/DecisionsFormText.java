package scot.nrm.forms.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.register.Act;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.EntryKind;
import scot.nrm.register.EntryWords;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;

/** Past and open decisions, from the register. */
@Configuration
public class DecisionsFormText {

  /** Earlier decisions without the reasons, and leave, for everyone who works on the case. */
  @Bean
  FormText showDecisions(Register register) {
    return shown -> {
      Stream<String> decisions =
          register.decisions(shown.caseNumber()).stream()
              .map(decision -> Markdown.item(decision.stage().heading(), outcome(decision)));
      Stream<String> leave =
          register.find(shown.caseNumber()).stream()
              .filter(nrmCase -> nrmCase.leaveOutcome() != null)
              .map(nrmCase -> Markdown.item("Leave to remain", leave(nrmCase)));
      return Markdown.section("Decisions so far", Stream.concat(decisions, leave).toList());
    };
  }

  /** Such as {@code granted, 12 March 2010, until 12 March 2011} (D29). */
  private static String leave(RegisterCase nrmCase) {
    return EntryWords.words(nrmCase.leaveOutcome())
        + ", "
        + BritishDate.of(nrmCase.leaveDecidedOn())
        + (nrmCase.leaveExpiresOn() == null
            ? ""
            : ", until " + BritishDate.of(nrmCase.leaveExpiresOn()));
  }

  /** The minutes of reasons; only the competent authorities' forms use this. */
  @Bean
  FormText showReasons(Register register) {
    return shown ->
        register.decisions(shown.caseNumber()).stream()
            .filter(decision -> decision.reasons() != null && !decision.reasons().isBlank())
            .map(
                decision ->
                    "**Reasons, %s, %s**\n\n%s\n\n"
                        .formatted(
                            decision.stage().label(),
                            outcome(decision),
                            Markdown.quote(decision.reasons())))
            .collect(Collectors.joining());
  }

  /**
   * The proposal that the second officer confirms or sends back, and further information that the
   * case owner didn't have when proposing it (D18, D31).
   */
  @Bean
  FormText showProposal(Register register, NamesAndRoles people) {
    return shown ->
        shown.stages().stream()
            .flatMap(stage -> register.lastAct(shown.caseNumber(), stage, Act.PROPOSED).stream())
            .map(
                act ->
                    act(stagePrefix(act, shown) + "Proposed: " + act.proposal().id(), act, people)
                        + informationSince(act, register.history(shown.caseNumber())))
            .collect(Collectors.joining("\n"));
  }

  private static String informationSince(OfficerAct proposal, List<RegisterEvent> history) {
    return history.stream()
        .filter(event -> event.is(EntryKind.INFORMATION_RECEIVED))
        .filter(event -> event.at().isAfter(proposal.at()))
        .map(
            event ->
                "\n**Further information since the proposal**, of %s\n\n%s\n"
                    .formatted(BritishDate.of(event.from()), Markdown.quote(event.detail())))
        .collect(Collectors.joining());
  }

  /**
   * The reason why work was sent back, if it was, by the second officer or the local authority's
   * manager.
   */
  @Bean
  FormText showSentBack(Register register, NamesAndRoles people) {
    return shown -> {
      if (shown.stages().isEmpty()) {
        String reason = shown.file().text("notReferredManagerReason");
        boolean sentBack = "send-back".equals(shown.variables().get("notReferredDecision"));
        return sentBack && !reason.isEmpty()
            ? "**Sent back by the manager**\n\n" + Markdown.quote(reason)
            : "";
      }
      return shown.stages().stream()
          .flatMap(
              stage ->
                  register.acts(shown.caseNumber(), stage).stream()
                      .reduce((earlier, later) -> later)
                      .stream())
          .filter(latest -> latest.act() == Act.SENT_BACK)
          .map(latest -> act(stagePrefix(latest, shown) + "Sent back", latest, people))
          .collect(Collectors.joining("\n"));
    };
  }

  private static String outcome(Decision decision) {
    String late = decision.late() ? ", " + CaseOverview.days(decision.daysLate()) + " late" : "";
    return decision.outcome().id() + ", " + BritishDate.of(decision.date()) + late;
  }

  private static String act(String what, OfficerAct act, NamesAndRoles people) {
    String officer = people.of(List.of(act.officer())).nameWithId(act.officer(), act.at());
    String reason =
        act.reason() == null || act.reason().isBlank() ? "" : Markdown.quote(act.reason()) + "\n";
    return "**%s**, by %s on %s\n\n%s"
        .formatted(
            Markdown.escape(what),
            Markdown.escape(officer),
            BritishDate.of(LocalDay.of(act.at())),
            reason);
  }

  /** The stage, where a form is for several. */
  private static String stagePrefix(OfficerAct act, FormText.CaseOfForm shown) {
    return shown.stages().size() > 1 ? act.stage().heading() + ". " : "";
  }
}
