package scot.nrm.forms.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.CaseClock;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;

/**
 * Anything unusual about the case now, and the protection of the child from removal (D6, D32, D34,
 * D35).
 */
@Component
class StatusFormText implements FormText {

  private final Register register;
  private final CaseClock clock;

  StatusFormText(Register register, CaseClock clock) {
    this.register = register;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "showNow";
  }

  @Override
  public String text(ShownCase shown) {
    return register.find(shown.caseNumber()).map(known -> text(known, shown)).orElse("");
  }

  private String text(RegisterCase known, ShownCase shown) {
    CaseOverview overview = new CaseOverview(known, clock.today());
    List<String> items = new ArrayList<>();
    items.add(moved(known.caseNumber()));
    overview.notable().forEach(fact -> items.add(Markdown.item(fact.label(), fact.value())));
    items.add(notBy(known, shown));
    if (known.now().ukbaCopyOn() != null) {
      items.add(
          Markdown.item("UKBA copy", "received on " + BritishDate.of(known.now().ukbaCopyOn())));
    }
    if (known.removalHold() == RemovalHold.ON) {
      items.add(
          Markdown.item(
              "Removal",
              overview.removal()
                  + (ImmigrationFacts.asylumClaimStands(shown.file())
                      ? "; there is also an asylum claim"
                      : "")));
    }
    return Markdown.section("Status", items);
  }

  /** Explains why a task is open again (D14). */
  private String moved(String caseNumber) {
    return register
        .latest(caseNumber, EntryKind.AUTHORITY_CHANGED)
        .map(
            move ->
                Markdown.item(
                    "Transferred",
                    "to "
                        + move.code()
                        + " on "
                        + BritishDate.of(move.from())
                        + "; deadlines have not changed, and a proposal by the other authority no"
                        + " longer counts"))
        .orElse("");
  }

  /** For the forms that decide it, so that nobody starts who may not (D30). */
  private String notBy(RegisterCase known, ShownCase shown) {
    Stage stage = known.now().reconsideredStage();
    return stage != null && shown.formId().endsWith(stage.id())
        ? Markdown.item(
            "Who may decide",
            "officers who have not acted at this stage before, so not "
                + register.officersBefore(known.caseNumber(), stage).stream()
                    .sorted()
                    .map(Markdown::escape)
                    .collect(Collectors.joining(", ")))
        : "";
  }
}
