package scot.nrm.changes.closing;

import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;

/** Why a manager has closed a case, in the manager's words (D43). */
@Component("showClosing")
class ClosingFormText implements FormText {

  private final Register register;

  ClosingFormText(Register register) {
    this.register = register;
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
                    + "\n"
                    + Markdown.quote(closed.detail())
                    + "\n\n")
        .orElse("");
  }
}
