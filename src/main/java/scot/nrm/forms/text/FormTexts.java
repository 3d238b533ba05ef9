package scot.nrm.forms.text;

import java.util.List;

/** Several texts of one kind, such as the time limits. */
public interface FormTexts {

  List<FormText> texts();
}
