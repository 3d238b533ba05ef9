package scot.nrm.forms.text;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.register.Act;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.Stage;

/** Past and open decisions, from the register. */
@Configuration
public class DecisionsFormText {

  /** Earlier decisions without the reasons, for everyone who works on the case. */
  @Bean
  FormText showDecisions(Register register) {
    return FormText.named(
        "showDecisions",
        shown -> {
          List<String> items =
              register.decisions(shown.caseNumber()).stream()
                  .map(decision -> Markdown.item(inWords(decision.stage()), outcome(decision)))
                  .toList();
          return Markdown.section("Decisions so far", items);
        });
  }

  /** The minutes of reasons; only the competent authorities' forms use this. */
  @Bean
  FormText showReasons(Register register) {
    return FormText.named(
        "showReasons",
        shown ->
            register.decisions(shown.caseNumber()).stream()
                .filter(decision -> decision.reasons() != null && !decision.reasons().isBlank())
                .map(
                    decision ->
                        "**Reasons, "
                            + inWords(decision.stage()).toLowerCase()
                            + ", "
                            + outcome(decision)
                            + "**\n\n"
                            + Markdown.quote(decision.reasons())
                            + "\n\n")
                .collect(Collectors.joining()));
  }

  /** The proposal that the second officer confirms or sends back (D18). */
  @Bean
  FormText showProposal(Register register) {
    return FormText.named(
        "showProposal",
        shown -> {
          Optional<OfficerAct> proposal =
              Optional.ofNullable(stage(shown))
                  .flatMap(stage -> register.lastAct(shown.caseNumber(), stage, Act.PROPOSED));
          return proposal.map(act -> act("Proposed: " + act.proposal().id(), act)).orElse("");
        });
  }

  /**
   * The reason why work was sent back, if it was, by the second officer or the council's manager.
   */
  @Bean
  FormText showSentBack(Register register) {
    return FormText.named(
        "showSentBack",
        shown -> {
          if (stage(shown) == null) {
            String reason = shown.file().text("notReferredManagerReason");
            boolean sentBack = "send-back".equals(shown.variables().get("notReferredDecision"));
            return sentBack && !reason.isEmpty()
                ? "**Sent back by the manager**\n\n" + Markdown.quote(reason)
                : "";
          }
          List<OfficerAct> acts = register.acts(shown.caseNumber(), stage(shown));
          OfficerAct latest = acts.isEmpty() ? null : acts.get(acts.size() - 1);
          return latest == null || latest.act() != Act.SENT_BACK ? "" : act("Sent back", latest);
        });
  }

  private static String inWords(Stage stage) {
    return stage == Stage.REASONABLE_GROUNDS ? "Reasonable grounds" : "Conclusive grounds";
  }

  private static String outcome(Decision decision) {
    String late = decision.late() ? ", " + CaseOverview.days(decision.daysLate()) + " late" : "";
    return decision.outcome().id() + ", " + BritishDate.of(decision.date()) + late;
  }

  private static String act(String what, OfficerAct act) {
    String reason =
        act.reason() == null || act.reason().isBlank() ? "" : Markdown.quote(act.reason()) + "\n";
    return "**%s**, by %s on %s\n\n%s"
        .formatted(
            Markdown.escape(what),
            Markdown.escape(act.officer()),
            BritishDate.of(LocalDay.of(act.at())),
            reason);
  }

  /** The stage of the open form; {@code null} if it has none. */
  private static Stage stage(FormText.ShownCase shown) {
    for (Stage stage : Stage.values()) {
      if (shown.formId().endsWith(stage.id())) {
        return stage;
      }
    }
    return null;
  }
}
