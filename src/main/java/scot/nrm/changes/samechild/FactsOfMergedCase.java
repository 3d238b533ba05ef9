package scot.nrm.changes.samechild;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.age.AgeOfMergedCase;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.changes.copy.UkbaCopies;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.facts.MissingMark;
import scot.nrm.register.RegisterCase;

/**
 * Carries facts about the child over from a merged case to the one that continues (D12): that UKBA
 * has sent a copy (D9), that the child is missing (D34), and any finding on age (D7). The search
 * restarts under the number of the continuing case, so that updates about it are sent there.
 */
@Component
class FactsOfMergedCase {

  private static final List<String> MISSING =
      List.of(
          "missingSinceDate",
          "missingSinceTime",
          "missingFrom",
          "missingCircumstances",
          "missingRisks",
          "policeReportDate",
          "policeIncidentReference",
          "policeMarkerSet",
          "policeReportNote");

  private final UkbaCopies copies;
  private final CaseFile files;
  private final MissingMark missingMark;
  private final CaseInstances instances;
  private final AgeOfMergedCase age;

  FactsOfMergedCase(
      UkbaCopies copies,
      CaseFile files,
      MissingMark missingMark,
      CaseInstances instances,
      AgeOfMergedCase age) {
    this.copies = copies;
    this.files = files;
    this.missingMark = missingMark;
    this.instances = instances;
    this.age = age;
  }

  /** A copy may move the continuing case to another authority (D14). */
  void carryOverCopy(RegisterCase ended, RegisterCase continuing, String officer) {
    if (ended.now().ukbaCopyOn() != null && continuing.now().ukbaCopyOn() == null) {
      copies.add(ended, continuing, officer);
    }
  }

  /**
   * Everything but the copy.
   *
   * @param authority whose case owner is working on the continuing case, or {@code none}
   * @param officer may be {@code null}
   */
  void carryOverFacts(
      RegisterCase ended, RegisterCase continuing, String authority, String officer) {
    if (ended.now().missingSince() != null && continuing.now().missingSince() == null) {
      carryOverMissing(ended, continuing, authority, officer);
    }
    age.carryOver(ended.caseNumber(), continuing.caseNumber(), officer);
  }

  private void carryOverMissing(
      RegisterCase ended, RegisterCase continuing, String authority, String officer) {
    LocalDate since = ended.now().missingSince();
    CaseFileContent answers = files.read(ended.caseNumber());
    files.merge(continuing.caseNumber(), answers.only(MISSING), officer);
    missingMark.set(continuing.caseNumber(), since, officer, answers.text("missingCircumstances"));
    instances.start(
        "missing-child",
        continuing.caseNumber(),
        continuing.localAuthority(),
        Map.of(CaseVariables.DECIDING_AUTHORITY.getName(), authority));
  }
}
