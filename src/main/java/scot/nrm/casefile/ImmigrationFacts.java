package scot.nrm.casefile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The facts in the child's file about immigration processes (D13), by the keys of the NRM form and
 * of later updates (D14).
 */
public final class ImmigrationFacts {

  public static final String ASYLUM_CLAIM = "asylumClaimMade";
  public static final String ASYLUM_CLAIM_DATE = "asylumClaimDate";
  public static final String ASYLUM_CLAIM_WITHDRAWN = "asylumClaimWithdrawnDate";

  /** The decision on the claim, if it was made before leave was considered. */
  public static final String ASYLUM_DECISION = "asylumDecision";

  /**
   * The day on which the claim was granted, refused or recorded as withdrawn when it was decided.
   */
  public static final String ASYLUM_DECISION_DATE = "asylumDecisionDate";

  /** The key of each process by its code in an update. */
  private static final Map<String, String> BY_CODE =
      new TreeMap<>(
          Map.of(
              "asylum-claim", ASYLUM_CLAIM,
              "port-case", "portCase",
              "leave-application", "leaveApplicationUnderWay",
              "enforcement", "enforcementUnderWay",
              "immigration-detention", "immigrationDetention"));

  /** A claim, port case, application, enforcement or detention, but no other custody (D13). */
  public static final List<String> PROCESSES = List.copyOf(BY_CODE.values());

  /** The day on which UKBA found no process and no issue, whatever its copy said (D14). */
  public static final String NOTHING_FOUND = "nothingFoundDate";

  /** The manager's {@code yes} or {@code no} to a UK national reported in a process (D13). */
  public static final String UK_NATIONAL_CONFIRMED = "ukNationalProcessConfirmed";

  private static final String UNITED_KINGDOM = "GB";

  /**
   * A value of {@code childNationalities}, as are ISO 3166-1 alpha-2 codes and {@code stateless}.
   */
  private static final String UNKNOWN = "unknown";

  private ImmigrationFacts() {}

  /**
   * Whether one of the child's nationalities is British (D13). If none is known, the immigration
   * status decides: UK national is one of its options as well.
   */
  public static boolean isUkNational(CaseFileContent file) {
    List<String> known = nationalities(file);
    return known.isEmpty()
        ? file.is("immigrationStatus", "uk-national")
        : known.stream().anyMatch(UNITED_KINGDOM::equalsIgnoreCase);
  }

  /** The known nationalities. If {@code unknown} is recorded as well, there may be another. */
  public static List<String> nationalities(CaseFileContent file) {
    return file.list("childNationalities").stream()
        .map(String::strip)
        .filter(nationality -> !nationality.isEmpty() && !nationality.equalsIgnoreCase(UNKNOWN))
        .toList();
  }

  /**
   * Whether there is an asylum claim to decide: one made and neither withdrawn nor decided. Such a
   * claim still counts as a process, so that the case stays with UKBA (D14), but it no longer
   * affects leave or removal (D29, D32).
   */
  public static boolean isAsylumClaimed(CaseFileContent file) {
    return file.is(ASYLUM_CLAIM, "yes")
        && file.text(ASYLUM_CLAIM_WITHDRAWN).isEmpty()
        && file.text(ASYLUM_DECISION_DATE).isEmpty();
  }

  /** Whether asylum was granted before leave was considered; permission to stay comes with it. */
  public static boolean isAsylumGranted(CaseFileContent file) {
    return file.is(ASYLUM_CLAIM, "yes") && file.is(ASYLUM_DECISION, "granted");
  }

  /** The codes of the processes that have begun, in the order of the alphabet. */
  public static List<String> processes(CaseFileContent file) {
    return BY_CODE.entrySet().stream()
        .filter(process -> file.is(process.getValue(), "yes"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The key of a process by its code in an update, such as {@code port-case}. */
  public static Optional<String> process(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }
}
