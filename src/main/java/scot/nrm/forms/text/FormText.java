package scot.nrm.forms.text;

import java.util.Map;
import java.util.function.Function;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.forms.check.FormLabels;

/**
 * A text about the case that a form shows as <code>{{name}}</code> and cannot submit. Every bean of
 * this type is asked only when an open form shows its name.
 */
public interface FormText {

  /**
   * The name in the form, such as {@code showReferral}; it begins with {@code show}, or with {@code
   * limit} for a time limit.
   */
  String name();

  /**
   * Markdown; what people have written goes through {@link Markdown}. Empty where there is nothing
   * to show.
   */
  String text(ShownCase shown);

  /** Whether it is about a case, so that a form which starts one cannot show it. */
  default boolean needsCase() {
    return true;
  }

  /** A text about a case that needs no class of its own. */
  static FormText named(String name, Function<ShownCase, String> text) {
    return new NamedText(name, true, text);
  }

  /** A text that start forms can show too; the case number is {@code null} there. */
  static FormText withoutCase(String name, Function<ShownCase, String> text) {
    return new NamedText(name, false, text);
  }

  /** A text that needs no class of its own. */
  record NamedText(String name, boolean needsCase, Function<ShownCase, String> words)
      implements FormText {

    @Override
    public String text(ShownCase shown) {
      return words.apply(shown);
    }
  }

  /**
   * The case whose form is opened.
   *
   * @param caseNumber {@code null} where the form belongs to no case
   * @param formId the form, such as {@code confirm-reasonable-grounds}
   * @param variables the process variables that the task sees
   * @param labels what the forms call fields and options
   */
  record ShownCase(
      String caseNumber,
      String formId,
      CaseFileContent file,
      Map<String, Object> variables,
      FormLabels labels) {}
}
