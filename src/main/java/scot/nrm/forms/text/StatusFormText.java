package scot.nrm.forms.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * What is out of the ordinary in a case now, and whether the child may be removed (D6, D32, D34,
 * D35).
 */
@Component
class StatusFormText implements FormText {

  private final Register register;

  StatusFormText(Register register) {
    this.register = register;
  }

  @Override
  public String name() {
    return "showNow";
  }

  @Override
  public String text(ShownCase shown) {
    return register.find(shown.caseNumber()).map(known -> text(known, shown)).orElse("");
  }

  /** So that the person who opens a task that was created again knows why (D14). */
  private String moved(String caseNumber) {
    return register
        .latest(caseNumber, "authority-changed")
        .map(
            move ->
                Markdown.item(
                    "Moved",
                    "to "
                        + move.code()
                        + " on "
                        + BritishDate.of(move.from())
                        + "; deadlines have not changed, and a proposal by the other authority no longer"
                        + " counts"))
        .orElse("");
  }

  /** On the form that decides: so that nobody begins who is not allowed to (D30). */
  private String notBy(RegisterCase known, ShownCase shown) {
    Stage stage = known.now().reconsideredStage();
    return shown.formId().endsWith(stage.id())
        ? ", by officers who did not act in it before. Not by "
            + register.officersBefore(known.caseNumber(), stage).stream()
                .sorted()
                .map(Markdown::escape)
                .collect(Collectors.joining(", "))
        : "";
  }

  private String text(RegisterCase known, ShownCase shown) {
    RegisterCase.Now now = known.now();
    List<String> items = new ArrayList<>();
    items.add(moved(known.caseNumber()));
    if (now.missingSince() != null) {
      items.add(
          Markdown.item("The child is missing", "since " + BritishDate.of(now.missingSince())));
    }
    if (now.suspendedStage() != null) {
      items.add(
          Markdown.item(
              "Suspended",
              (now.suspendedStage() == Stage.REASONABLE_GROUNDS
                      ? "reasonable grounds"
                      : "conclusive grounds")
                  + ", since "
                  + BritishDate.of(now.suspendedOn())));
    }
    if (now.reconsideredStage() != null) {
      items.add(
          Markdown.item(
              "Reconsideration", "the decision is being reconsidered" + notBy(known, shown)));
    }
    if (now.adultFrom() != null) {
      items.add(Markdown.item("An adult", "since " + BritishDate.of(now.adultFrom())));
    }
    if (now.ukbaCopyOn() != null) {
      items.add(Markdown.item("UKBA copy", "received on " + BritishDate.of(now.ukbaCopyOn())));
    }
    if (Boolean.TRUE.equals(now.referralTargetMissed())) {
      items.add(
          Markdown.item(
              "48 hours", "the NRM form came more than 48 hours after the child was first met"));
    }
    if ("on".equals(known.removalHold())) {
      items.add(
          Markdown.item(
              "Removal",
              "on hold"
                  + (ImmigrationFacts.asylumClaimStands(shown.file())
                      ? "; there is also an asylum claim"
                      : "")));
    }
    return Markdown.section("As things stand", items);
  }
}
