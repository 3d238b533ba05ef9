package scot.nrm.changes.samechild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import scot.nrm.age.AgeOfMergedCase;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.changes.copy.UkbaCopies;
import scot.nrm.changes.immigration.AsylumClaims;
import scot.nrm.changes.immigration.ImmigrationUpdate;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.facts.MissingMark;
import scot.nrm.register.RegisterCase;

/**
 * Carries facts about the child over from a merged case to the one that continues (D12): that UKBA
 * has sent a copy (D9), immigration processes (D14), an earlier court hearing (D16), the lead
 * professional of the same local authority, that the child is missing (D34), and any finding on age
 * (D7). The search restarts under the number of the continuing case, so that updates about it are
 * sent there.
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

  private static final String LEAD_PROFESSIONAL = "leadProfessionalName";

  private static final String HEARING = "courtHearingDate";

  private final AsylumClaims claims;
  private final UkbaCopies copies;
  private final CaseFile files;
  private final MissingMark missingMark;
  private final CaseInstances instances;
  private final AgeOfMergedCase age;

  FactsOfMergedCase(
      AsylumClaims claims,
      UkbaCopies copies,
      CaseFile files,
      MissingMark missingMark,
      CaseInstances instances,
      AgeOfMergedCase age) {
    this.claims = claims;
    this.copies = copies;
    this.files = files;
    this.missingMark = missingMark;
    this.instances = instances;
    this.age = age;
  }

  /**
   * A copy may move the continuing case to another authority (D14). Where that has one already,
   * UKBA intake reads what this one adds.
   */
  void carryOverCopy(RegisterCase ended, RegisterCase continuing, String officer) {
    if (ended.now().ukbaCopyOn() != null && continuing.now().ukbaCopyOn() == null) {
      copies.add(ended, continuing, officer);
    } else if (ended.now().ukbaCopyOn() != null && !continuing.isClosed()) {
      copies.askToRecord(continuing);
    }
  }

  /**
   * An asylum claim and other processes that only the merged case has, each as an update of the
   * continuing one, which may move it to another authority (D14). How a claim ended is an update
   * too. Leave waits for a claim only if it has not ended (D29). Nothing is left to move in a case
   * that has ended.
   */
  void carryOverProcesses(RegisterCase ended, RegisterCase continuing, String officer) {
    CaseFileContent theirs = files.read(ended.caseNumber());
    if (!continuing.isClosed()) {
      ImmigrationUpdate.between(theirs, files.read(continuing.caseNumber()))
          .forEach(update -> carryOver(update, theirs, continuing, officer));
      claims.updateLeave(continuing.caseNumber());
    }
  }

  private void carryOver(
      ImmigrationUpdate update, CaseFileContent theirs, RegisterCase continuing, String officer) {
    JsonNode day = theirs.get(update.dateField());
    // A form without the day must not leave that of another process in the file.
    files.merge(
        continuing.caseNumber(),
        Map.of(update.dateField(), day.isMissingNode() ? NullNode.getInstance() : day),
        officer);
    instances.startAnother(
        "record-immigration-update",
        continuing.caseNumber(),
        continuing.localAuthority(),
        Map.of(
            CaseVariables.IMMIGRATION_UPDATE.getName(),
            update.code(),
            CaseVariables.MERGED_BY.getName(),
            officer == null ? "" : officer));
  }

  /**
   * A hearing that brings the deadline forward, as an update of the continuing case (D16). In a
   * transaction before that of the processes: the open decision begins again after each, and can't
   * do so twice in one.
   */
  void carryOverHearing(RegisterCase ended, RegisterCase continuing, String officer) {
    LocalDate received = continuing.referralReceivedOn();
    LocalDate first = received == null ? continuing.openedOn() : received;
    CaseFileContent theirs = files.read(ended.caseNumber());
    LocalDate hearing = theirs.date(HEARING).orElse(null);
    LocalDate known = files.read(continuing.caseNumber()).date(HEARING).orElse(null);
    if (hearing == null || hearing.isBefore(first) || continuing.isClosed()) {
      return;
    }
    if (known == null || known.isBefore(first) || hearing.isBefore(known)) {
      Map<String, JsonNode> fields = new HashMap<>(theirs.only(List.of(HEARING, "courtName")));
      fields.put("courtHearingUpdate", NullNode.getInstance());
      files.merge(continuing.caseNumber(), fields, officer);
      instances.startAnother(
          "record-court-hearing", continuing.caseNumber(), continuing.localAuthority(), Map.of());
    }
  }

  /**
   * Everything but the copy, the processes and the hearing.
   *
   * @param authority whose officers are deciding the continuing case, or {@code none}
   * @param officer may be {@code null}
   */
  void carryOverFacts(
      RegisterCase ended, RegisterCase continuing, String authority, String officer) {
    if (ended.now().missingSince() != null && continuing.now().missingSince() == null) {
      carryOverMissing(ended, continuing, authority, officer);
    }
    carryOverLeadProfessional(ended, continuing, officer);
    age.carryOver(ended.caseNumber(), continuing.caseNumber(), officer);
  }

  /** A form sent straight to UKHTC (D11) names none until the local authority has answered. */
  private void carryOverLeadProfessional(
      RegisterCase ended, RegisterCase continuing, String officer) {
    if (ended.localAuthority().equals(continuing.localAuthority())
        && files.read(continuing.caseNumber()).text(LEAD_PROFESSIONAL).isEmpty()) {
      files.merge(
          continuing.caseNumber(),
          files
              .read(ended.caseNumber())
              .only(
                  List.of(
                      "leadProfessionalId",
                      LEAD_PROFESSIONAL,
                      "leadProfessionalRole",
                      "leadProfessionalPhone",
                      "leadProfessionalEmail",
                      "leadProfessionalManagerId",
                      "leadProfessionalManager")),
          officer);
    }
  }

  private void carryOverMissing(
      RegisterCase ended, RegisterCase continuing, String authority, String officer) {
    LocalDate since = ended.now().missingSince();
    CaseFileContent answers = files.read(ended.caseNumber());
    files.merge(continuing.caseNumber(), answers.only(MISSING), officer);
    missingMark.set(continuing.caseNumber(), since, officer, answers.text("missingCircumstances"));
    // An earlier search may still be waiting for the talk with the child. One talk is enough.
    instances.correlate(continuing.caseNumber(), "missing-again");
    instances.startAnother(
        "missing-child",
        continuing.caseNumber(),
        continuing.localAuthority(),
        Map.of(CaseVariables.DECIDING_AUTHORITY.getName(), authority));
  }
}
