package scot.nrm.forms.text;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterCase.AtStage;
import scot.nrm.register.Stage;

/** The deadlines and dates of the case, from the register. */
@Component
public class DatesFormText implements FormText {

  private final Register register;

  DatesFormText(Register register) {
    this.register = register;
  }

  @Override
  public String name() {
    return "showDates";
  }

  @Override
  public String text(ShownCase shown) {
    return register.find(shown.caseNumber()).map(DatesFormText::text).orElse("");
  }

  private static String text(RegisterCase known) {
    List<String> items = new ArrayList<>();
    items.add(item("Concern reported", known.openedOn()));
    items.add(item("NRM form received by UKHTC", known.referralReceivedOn()));
    AtStage rg = known.reasonableGrounds();
    items.add(
        due(
            "Reasonable grounds due",
            rg,
            known.now().suspendedStage() == Stage.REASONABLE_GROUNDS));
    items.add(item("Reasonable grounds decided", rg.decidedOn()));
    items.add(item("Review of the reflection period", known.reflectionReview()));
    items.add(due("Reflection period ends", known.reflectionEnd(), known.reflectionOriginalEnd()));
    AtStage cg = known.conclusiveGrounds();
    items.add(
        due(
            "Conclusive grounds due",
            cg,
            known.now().suspendedStage() == Stage.CONCLUSIVE_GROUNDS));
    items.add(item("Conclusive grounds decided", cg.decidedOn()));
    items.add(item("Leave expires", known.leaveExpiresOn()));
    return Markdown.section("Dates", items);
  }

  private static String item(String label, LocalDate day) {
    return day == null ? "" : Markdown.item(label, BritishDate.of(day));
  }

  /** A suspended stage has no deadline (D35), and a date would look like one. */
  private static String due(String label, AtStage stage, boolean suspended) {
    return suspended && stage.due() != null
        ? Markdown.item(label, "no date while suspended; it was " + BritishDate.of(stage.due()))
        : due(label, stage.due(), stage.originalDue());
  }

  private static String due(String label, LocalDate current, LocalDate original) {
    if (current == null || original == null || current.equals(original)) {
      return item(label, current);
    }
    return Markdown.item(label, BritishDate.of(current) + ", at first " + BritishDate.of(original));
  }
}
