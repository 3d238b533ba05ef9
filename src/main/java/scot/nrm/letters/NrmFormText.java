package scot.nrm.letters;

import org.springframework.stereotype.Component;
import scot.nrm.forms.text.FormText;

/** A link to the complete NRM form as a PDF, as filled in so far. */
@Component
class NrmFormText implements FormText {

  @Override
  public String name() {
    return "showNrmForm";
  }

  @Override
  public String text(ShownCase shown) {
    return "[NRM form as a PDF](/nrm/cases/%s/nrm-form.pdf) · [blank form](/nrm/nrm-form-blank.pdf)"
        .formatted(shown.caseNumber());
  }
}
