package scot.nrm.forms.text;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.register.Stage;

/**
 * A text about the case that a form shows as <code>{{name}}</code> and cannot submit. A bean of
 * this type has the same name, so that forms can be checked without making it. It is called only if
 * an open form shows its name.
 */
public interface FormText {

  /**
   * The name in the form, such as {@code showReferral}; it begins with {@code show}, or with {@code
   * limit} for a time limit.
   */
  String name();

  /**
   * The text in Markdown, with people's own text escaped by {@link Markdown}; empty if there is
   * nothing to show.
   */
  String text(ShownCase shown);

  /** Whether it is about a case, so that a form that starts one can't show it. */
  default boolean needsCase() {
    return true;
  }

  /** A text about a case that doesn't need its own class. */
  static FormText named(String name, Function<ShownCase, String> text) {
    return new NamedText(name, true, text);
  }

  /** A text that start forms can also show, with {@code null} as the case number. */
  static FormText withoutCase(String name, Function<ShownCase, String> text) {
    return new NamedText(name, false, text);
  }

  record NamedText(String name, boolean needsCase, Function<ShownCase, String> words)
      implements FormText {

    @Override
    public String text(ShownCase shown) {
      return words.apply(shown);
    }
  }

  /**
   * The case of the open form.
   *
   * @param caseNumber {@code null} if the form belongs to no case
   * @param formId the form, such as {@code confirm-reasonable-grounds}
   * @param variables the process variables of the task
   * @param labels the forms' labels of fields and options
   * @param stages the decisions in which the form's task is an act
   */
  record ShownCase(
      String caseNumber,
      String formId,
      CaseFileContent file,
      Map<String, Object> variables,
      FormLabels labels,
      Set<Stage> stages) {

    /** A form that is no act of a decision. */
    public ShownCase(
        String caseNumber,
        String formId,
        CaseFileContent file,
        Map<String, Object> variables,
        FormLabels labels) {
      this(caseNumber, formId, file, variables, labels, Set.of());
    }
  }
}
