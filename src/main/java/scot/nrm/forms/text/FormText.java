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
   * The name in the form, such as {@code showReferral}; by convention it begins with {@code show}.
   */
  String name();

  /**
   * Markdown; what people have written goes through {@link Markdown}. Empty where there is nothing
   * to show.
   */
  String text(ShownCase shown);

  /** A text that needs no class of its own. */
  static FormText named(String name, Function<ShownCase, String> text) {
    return new FormText() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String text(ShownCase shown) {
        return text.apply(shown);
      }
    };
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
