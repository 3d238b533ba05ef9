package scot.nrm.drafts;

import scot.nrm.forms.check.FormSchema;

/**
 * A form that a person may fill in now.
 *
 * @param id of the draft: {@code task/} and the task's id, or {@code start/} and the form's id; for
 *     a start form that has been sent, {@code sent/} and the browser's token
 * @param person the user id
 */
record FormInProgress(String id, String person, FormSchema schema) {

  private static final String TASK = "task/";
  private static final String START = "start/";
  private static final String SENT = "sent/";

  static FormInProgress ofTask(String taskId, String person, FormSchema schema) {
    return new FormInProgress(idOfTask(taskId), person, schema);
  }

  static FormInProgress ofStart(String person, FormSchema schema) {
    return new FormInProgress(idOfStart(schema.id()), person, schema);
  }

  static FormInProgress ofSent(String token, String person, FormSchema schema) {
    return new FormInProgress(SENT + token, person, schema);
  }

  static String idOfTask(String taskId) {
    return TASK + taskId;
  }

  static String idOfStart(String formId) {
    return START + formId;
  }

  /** The task's id; {@code null} for a form that starts a process. */
  String taskId() {
    return id.startsWith(TASK) ? id.substring(TASK.length()) : null;
  }
}
