package scot.nrm.forms.text;

import java.util.Map;

/**
 * The time limits. Start forms can show them too, with {@code null} as the case number: they are
 * not about a case.
 */
@FunctionalInterface
public interface FormTexts {

  /** The texts by name; each begins with {@code limit}. */
  Map<String, FormText> texts();
}
