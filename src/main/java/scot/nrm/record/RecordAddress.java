package scot.nrm.record;

/** The URL of a case's record. */
public final class RecordAddress {

  private RecordAddress() {}

  public static String of(String caseNumber) {
    return "/nrm/cases/" + caseNumber + "/record";
  }
}
