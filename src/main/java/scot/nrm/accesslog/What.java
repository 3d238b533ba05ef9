package scot.nrm.accesslog;

import scot.nrm.engine.StoredCode;

/** What an entry of the access log is about. */
public enum What implements StoredCode {
  RECORD("Record of the case"),
  RECORD_PDF("Record as a PDF"),
  NRM_FORM("NRM form as a PDF"),
  SUBJECT_ACCESS("Copy for the person (subject access)"),
  LETTER("Letter"),
  LETTER_POSTED("Letter marked as posted"),
  POSTING_UNDONE("Letter no longer marked as posted"),
  DOCUMENTS("List of documents"),
  DOCUMENT("Document"),
  DOCUMENT_ADDED("Document added"),
  FORM("Form of a task"),
  CASE_BESIDE_TASK("Case beside a task"),
  CASE_PAGE("Case in Cockpit"),
  LIST("List of cases"),
  TABLE("Table for a spreadsheet"),
  PAGE("Other page"),
  REQUEST("Request to Camunda"),
  REASON("Reason for opening a case"),
  ACCESS_LOG("Access log"),
  RETENTION("Keeping and erasing cases"),
  LEGAL_HOLD("Legal hold"),
  SIGN_IN("Sign-in"),
  SIGN_IN_DELAYED("Sign-in delayed"),
  SIGN_OUT("Sign-out"),
  PASSWORD("Password"),
  ACCOUNT("User account"),
  MEMBERSHIP("Group or local authority of a person"),
  PERMISSION("Permission"),
  DEPLOYMENT("Deployment"),
  RETRY("Another attempt at failed work"),
  REPAIR("Repair");

  private final String words;

  What(String words) {
    this.words = words;
  }

  /** For a page. */
  String words() {
    return words;
  }
}
