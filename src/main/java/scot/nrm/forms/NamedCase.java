package scot.nrm.forms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.MatchFacts;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseNumber;
import scot.nrm.forms.check.FieldError;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.register.Register;

/**
 * The case whose number a person enters in the start form of an update. A mistyped number is
 * refused before anything is looked up. An unknown number and a case without access are refused in
 * the same words, so that nobody can find out by guessing which cases exist.
 */
@Component
class NamedCase {

  private static final String FIELD = FormSchema.CASE_NUMBER;
  private static final String SECOND_FACT = "confirmedDateOfBirth";

  private final Register register;
  private final CaseInstances instances;
  private final CaseFile files;
  // Looked up late, because it needs the engine, which is created after this class.
  private final ObjectProvider<CaseAccess> access;

  NamedCase(
      Register register,
      CaseInstances instances,
      CaseFile files,
      ObjectProvider<CaseAccess> access) {
    this.register = register;
    this.instances = instances;
    this.files = files;
    this.access = access;
  }

  /** The values with the case number in standard form, however it was typed or pasted. */
  static Map<String, Object> normalised(FormSchema form, Map<String, Object> submitted) {
    if (!form.fields().containsKey(FIELD)
        || submitted == null
        || !(submitted.get(FIELD) instanceof String typed)) {
      return submitted;
    }
    VariableMap values = Variables.createVariables(); // keeps the text of lists
    values.putAll(submitted);
    return values.putValue(FIELD, CaseNumber.of(typed));
  }

  /**
   * The case that the form names, locked against other updates until the transaction ends.
   *
   * @return empty if the form has no such field or it was left empty
   * @throws org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException on that field,
   *     if there is no such case or the person has no access to it
   */
  Optional<String> lockNamedCase(
      CommandContext context, FormSchema form, Map<String, Object> values) {
    if (!form.fields().containsKey(FIELD)
        || values == null
        || !(values.get(FIELD) instanceof String number)
        || number.isEmpty()) {
      return Optional.empty();
    }
    if (!CaseNumber.isValid(number)) {
      throw refused(form, CaseNumber.MISTYPED);
    }
    if (!mayUpdate(context, number) && !isNamedByAsylumLiaison(context, form, values, number)) {
      throw refused(form, CaseNumber.NO_ACCESS);
    }
    register.lock(number);
    return Optional.of(number);
  }

  private static RuntimeException refused(FormSchema form, String why) {
    return FormRefused.of(List.of(new FieldError(FIELD, form.label(FIELD), why)));
  }

  private boolean mayUpdate(CommandContext context, String number) {
    Authentication person = context.getAuthentication();
    if (person == null) {
      return register.find(number).isPresent(); // the deployment's own code
    }
    return access.getObject().mayUpdate(Viewer.of(person), number);
  }

  /**
   * UKBA's asylum liaison may record a claim in a case of UKHTC, which they can't read (D14): they
   * give the number and a second fact of the child. Like a port officer, they learn nothing from a
   * wrong one, and read nothing of the case.
   */
  private boolean isNamedByAsylumLiaison(
      CommandContext context, FormSchema form, Map<String, Object> values, String number) {
    Authentication person = context.getAuthentication();
    return form.fields().containsKey(SECOND_FACT)
        && "asylum-claim".equals(values.get("immigrationUpdate"))
        && person != null
        && Viewer.of(person).has(Role.UKBA_ASYLUM_LIAISON)
        && register.find(number).isPresent()
        && matchesChild(values, files.read(number));
  }

  private static boolean matchesChild(Map<String, Object> values, CaseFileContent file) {
    return values.get(SECOND_FACT) instanceof String day && MatchFacts.isBornOn(file, day)
        || values.get("givenHomeOfficeReference") instanceof String reference
            && MatchFacts.isReference(file, reference);
  }

  /** The variables of the case; empty if it isn't running. */
  Map<String, Object> variables(String caseNumber) {
    return instances.variables(caseNumber);
  }
}
