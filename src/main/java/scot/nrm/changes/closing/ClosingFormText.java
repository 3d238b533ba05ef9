package scot.nrm.changes.closing;

import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.calendar.BritishDate;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;

/** Who has closed a case, and why, in the manager's words (D43). */
@Component("showClosing")
class ClosingFormText implements FormText {

  private final Register register;
  private final NamesAndRoles people;

  ClosingFormText(Register register, NamesAndRoles people) {
    this.register = register;
    this.people = people;
  }

  @Override
  public String text(CaseOfForm shown) {
    return register
        .closing(shown.caseNumber())
        .filter(closed -> !RegisterEvent.MERGED.equals(closed.code()))
        .map(
            closed ->
                Markdown.item("Reason", closed.closingReason())
                    + Markdown.item("Closed on", BritishDate.of(closed.from()))
                    + Markdown.item(
                        "Closed by",
                        people
                            .of(List.of(closed.officer()))
                            .nameWithId(closed.officer(), closed.at()))
                    + "\n"
                    + Markdown.quote(closed.detail())
                    + "\n\n")
        .orElse("");
  }
}
