package scot.nrm.forms.text;

import java.util.Map;
import java.util.Set;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.register.Stage;

/**
 * A text about the case that a form shows as <code>{{name}}</code> and cannot submit. The name is
 * that of the bean, such as {@code showReferral}, so that forms can be checked without making it;
 * it begins with {@code show}. The text is calculated only if an open form shows its name.
 */
@FunctionalInterface
public interface FormText {

  /** The Markdown, with people's own text escaped by {@link Markdown}; empty if there is none. */
  String text(CaseOfForm shown);

  /**
   * The case of the open form.
   *
   * @param caseNumber {@code null} if the form belongs to no case
   * @param formId the form, such as {@code confirm-reasonable-grounds}
   * @param variables the process variables of the task
   * @param labels the forms' labels of fields and options
   * @param stages the decisions in which the form's task is an act
   */
  record CaseOfForm(
      String caseNumber,
      String formId,
      CaseFileContent file,
      Map<String, Object> variables,
      FormLabels labels,
      Set<Stage> stages) {

    /** A form that is no act of a decision. */
    public CaseOfForm(
        String caseNumber,
        String formId,
        CaseFileContent file,
        Map<String, Object> variables,
        FormLabels labels) {
      this(caseNumber, formId, file, variables, labels, Set.of());
    }
  }
}
