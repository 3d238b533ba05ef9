package scot.nrm.accesslog;

/** Reasons for opening a case, for tests of what becomes of them. */
public final class AccessReasons {

  private AccessReasons() {}

  public static Access of(String user, String caseNumber, String words) {
    return Access.by(user, What.REASON).ofCase(caseNumber).withReason(words);
  }
}
