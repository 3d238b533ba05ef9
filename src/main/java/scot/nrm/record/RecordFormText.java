package scot.nrm.record;

import org.springframework.stereotype.Component;
import scot.nrm.forms.text.FormText;

/** A link to the record of the case, for its task forms. The page itself checks who may read it. */
@Component("showRecord")
class RecordFormText implements FormText {

  @Override
  public String text(ShownCase shown) {
    String page = RecordAddress.of(shown.caseNumber());
    return "[Record of the case](%s) · [PDF to print](%s.pdf)".formatted(page, page);
  }
}
