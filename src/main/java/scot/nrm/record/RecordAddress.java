package scot.nrm.record;

/** Where the record of a case is. */
public final class RecordAddress {

  private RecordAddress() {}

  public static String of(String caseNumber) {
    return "/nrm/cases/" + caseNumber + "/record";
  }
}
