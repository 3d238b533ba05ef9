package scot.nrm.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.access.AccessEngine;
import scot.nrm.access.KnownPeople;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.forms.check.Submissions;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.FormText.CaseOfForm;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.EntryKind;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

/** Tests that nothing people write is lost: it is in a note, or somewhere else in the record. */
@Tag("quick")
class TaskNotesTest {

  private static final List<String> NRM_FORM =
      List.of(
          "nrm-form-referral-and-child",
          "nrm-form-exploitation",
          "nrm-form-indicators",
          "nrm-form-check-and-send");

  /** These forms belong to no case. */
  private static final Set<String> OF_EVENTS =
      Set.of("book-awareness-event", "offer-other-event", "manage-event-booking");

  /** The fields that no note needs, by the place where they can be read. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry(
              "sections The concern, Who is responsible and Dates",
              "acceptedDate caseNumber childLocation concernDate concernDescription leadProfessionalId leadProfessionalManagerId firstResponderReference immediateDanger localAuthority ukbaCopyNote"),
          Map.entry(
              "the officer's act, with its reason",
              "cgConfirmation cgProposal cgReasons cgSendBackReason rgConfirmation rgProposal rgReasons rgSendBackReason"),
          Map.entry(
              "the decision or deadline in the history",
              "cgDecisionDate cgNewTargetDate cgNewTargetReason reflectionExtensionDays reflectionExtensionDecision reflectionExtensionReason resumedDate rgDecisionDate rgExtensionReason rgExtensionWorkingDays"),
          Map.entry(
              "section Leave to remain and the history",
              "bestInterests leaveDecision leaveExpiryDate leaveGrantDate leaveGround leaveReasons leaveNotRenewedReason leaveRenewalExpiryDate leaveRenewalGrantDate leaveRenewed"),
          Map.entry(
              "section Missing",
              "childFoundCondition childFoundDate missingCircumstances missingSinceDate policeIncidentReference policeMarkerSet policeReportDate"),
          Map.entry(
              "section Corrections, with the old value, the new one and the reason",
              "correctedAddress correctedDateOfBirth correctedEncounterDate correctedFact correctedGuardian"
                  + " correctedHearingDate correctedHomeOfficeReference"
                  + " correctedLeadProfessional correctedLeadProfessionalEmail"
                  + " correctedLeadProfessionalPhone correctedLegalRepresentative correctedNames"
                  + " correctedOtherNames"
                  + " correctedImmigrationStatus correctedLeaveUntil correctedNationalities"
                  + " correctedPoliceForce correctedProcesses correctedReceivedDate"
                  + " correctedRemovalDecision correctedSex"
                  + " correctionAnswer correctionReason correctionRefusedReason"),
          Map.entry(
              "section Reconsideration",
              "reconsiderationAskedBy reconsiderationDecision reconsiderationReason reconsiderationRequestDate reconsiderationText"),
          Map.entry(
              "the letter to the applicant, which the record opens",
              "reconsiderationAskedByAddress reconsiderationAskedByEmail"),
          Map.entry(
              "section Age",
              "ageFinding ageFindingDate ageFindingReason consentDate consentNote consentToSupport supportProviderDate supportProviderEngaged supportProviderName supportProviderNote consentTakenBackNote"),
          Map.entry("the letter to the person, which the record opens", "letterAddress"),
          Map.entry(
              "section Requests to withdraw",
              "withdrawalAdvice withdrawalAskedBy withdrawalQuestion withdrawalRequestDate"),
          Map.entry(
              "section Extensions",
              "courtHearingCancelledBy courtHearingUpdate courtName reflectionExtensionKind reflectionExtensionRequest"),
          Map.entry(
              "the entry of the update in the history",
              "asylumClaimWithdrawnDate asylumDecisionDate believedAfterAllDate"
                  + " believedAfterAllReason caseCloseReason caseCloseText caseClosedDate councilAgrees councilDisagreesReason"
                  + " handOverAcceptedDate handOverAnswer handOverMoveDate handOverReason"
                  + " handOverReturnReason immigrationUpdate informationDate informationKind"
                  + " nothingFoundDate nothingFoundReason otherProcess"
                  + " processBegunDate protectionClosedDate receivingCouncil ukbaCopyReceivedDate"),
          Map.entry("the NRM form: the same date as there, or refused", "confirmedDateOfBirth"),
          Map.entry(
              "the NRM form, where it becomes the Home Office reference",
              "givenHomeOfficeReference"),
          Map.entry(
              "section Linked cases and the history",
              "copyForKnownCase matchCaseNumber matchDecision siblingCaseNumber"));

  private final Register register = mock(Register.class);
  private final RegisterUpdates updates = mock(RegisterUpdates.class);
  private final IdentityService identity = mock(IdentityService.class);
  private final TaskNotes notes = new TaskNotes(register, updates, identity);

  @Test
  void everyAnswerIsInANoteTheNrmFormOrElsewhereInTheRecord() {
    Set<String> printed =
        NRM_FORM.stream()
            .flatMap(id -> FormFile.of(id).parsed().fields().values().stream())
            .filter(field -> !field.property("print").equals("no"))
            .map(FormField::key)
            .collect(Collectors.toSet());

    Set<String> others = new TreeSet<>();
    for (FormFile form : FormFile.all()) {
      form.parsed().fields().values().stream()
          .filter(field -> !OF_EVENTS.contains(form.name()) && !field.disabled())
          .filter(field -> !field.isNote() && !printed.contains(field.key()))
          .forEach(field -> others.add(field.key()));
    }

    assertThat(others).containsExactlyInAnyOrderElementsOf(elsewhere());
  }

  /** A field on the list has to be read by the program, not only kept. */
  @Test
  void fieldsListedAsElsewhereAreUsedByTheProgram() {
    String sources = sources();

    assertThat(elsewhere())
        .filteredOn(key -> !key.matches("[rc]g(Reasons|SendBackReason)")) // by the stage's prefix
        .allSatisfy(key -> assertThat(sources).contains("\"" + key + "\""));
  }

  private static List<String> elsewhere() {
    return ELSEWHERE.values().stream().flatMap(keys -> Arrays.stream(keys.split(" "))).toList();
  }

  private static String sources() {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The case of such a form is not in the register when it is sent, so it would be lost. */
  @Test
  void aFormThatOpensACaseMakesNoNote() {
    assertThat(Stream.of("report-concern", "send-ukba-copy", "send-nrm-form-to-ukhtc"))
        .allSatisfy(
            form ->
                assertThat(FormFile.of(form).parsed().fields().values())
                    .noneMatch(FormField::isNote));
  }

  @Test
  void d34AWeeklyReviewIsANoteWithTheLabelsOfItsForm() {
    known();

    notes.accepted(
        submitted(
            "review-search",
            "{'searchReviewDate': '2009-08-30', 'searchReviewNote': 'Rang PC Grant.\\nNothing yet.'}"));

    verify(updates)
        .addEntry(
            Submissions.CASE,
            RegisterEvent.entry(EntryKind.NOTE)
                .code("review-search")
                .officer("ukhtc.owner")
                .detail(
                    "Date you talked to the police: 30 August 2009\n"
                        + "What has been done, and what happens next?\n"
                        + "Rang PC Grant.\nNothing yet."));
  }

  @Test
  void anAuthoritysNotesAreForAuthoritiesUnlessMarkedForEveryone() {
    FormSubmission acted =
        submitted("correct-earlier-letters", "{'lettersCorrected': 'Rang the police'}");

    assertThat(TaskNotes.notes(acted, false)).containsOnlyKeys(EntryKind.AUTHORITY_NOTE);
    assertThat(TaskNotes.notes(acted, true))
        .as("written by the local authority")
        .containsOnlyKeys(EntryKind.NOTE);
    assertThat(EntryKind.AUTHORITY_NOTE.isShown(false)).isFalse();
    assertThat(EntryKind.AUTHORITY_NOTE.isShown(true)).isTrue();
  }

  @Test
  void aLocalAuthorityReadsItsOwnOfficersNotes() {
    known();
    when(identity.getCurrentAuthentication())
        .thenReturn(new Authentication("glasgow.lead", List.of("la-lead-professional")));

    notes.accepted(submitted("correct-earlier-letters", "{'lettersCorrected': 'Rang the school'}"));

    verify(updates).addEntry(any(), argThat(entry -> entry.is(EntryKind.NOTE)));
  }

  @Test
  void aProposalsNoteIsTheAuthoritysEvenByAMemberOfALocalAuthority() {
    known();
    when(identity.getCurrentAuthentication())
        .thenReturn(
            new Authentication("two.roles", List.of("la-lead-professional", "ukhtc-case-owner")));

    notes.accepted(
        submitted(
            "propose-reasonable-grounds", "{'localAuthorityContactNote': 'She is with a carer'}"));

    verify(updates).addEntry(any(), argThat(entry -> entry.is(EntryKind.AUTHORITY_NOTE)));
  }

  @Test
  void choicesAreWrittenInWordsAndEmptyAnswersOmitted() {
    assertThat(
            TaskNotes.notes(
                submitted(
                    "record-ukba-copy", "{'removalOnHold': 'done', 'ukbaCopyIntakeNote': ' '}"),
                false))
        .isEqualTo(
            Map.of(
                EntryKind.AUTHORITY_NOTE,
                "Is removal on hold in UKBA's own records? Yes, removal is on hold"));
    assertThat(TaskNotes.notes(submitted("review-search", "{}"), false)).isEmpty();
  }

  @Test
  void anUnknownCaseHasNoHistoryToWriteTo() {
    notes.accepted(submitted("review-search", "{'searchReviewNote': 'Rang'}"));

    verify(updates, never()).addEntry(any(), any());
  }

  @Test
  void d34LastWeeksReviewIsShownBesideThisWeeks() {
    history(
        note(EntryKind.NOTE, "review-search", "First week"),
        note(EntryKind.NOTE, "review-search", "Second *week*"),
        note(EntryKind.NOTE, "talk-to-child", "Another form"));

    assertThat(shown(texts().showLastNote(), "review-search"))
        .isEqualTo("**Last time**, by glasgow\\.lead on 20 April 2009\n\n> Second \\*week\\*\n");
    assertThat(shown(texts().showLastNote(), "review-protection-plan")).isEmpty();
  }

  @Test
  void d17TheSecondOfficerSeesTheContactWithTheLocalAuthority() {
    history(
        note(EntryKind.AUTHORITY_NOTE, "any-form", "She is safe with a carer")
            .stage(Stage.REASONABLE_GROUNDS),
        note(EntryKind.AUTHORITY_NOTE, "act-on-late-reasonable-grounds", "Rang"));

    assertThat(shown(texts().showConsultation(), "confirm-reasonable-grounds"))
        .contains("**Consultation**", "> She is safe with a carer");
    assertThat(shown(texts().showConsultation(), "confirm-conclusive-grounds")).isEmpty();
    assertThat(FormFile.of("confirm-reasonable-grounds").parsed().textNames())
        .contains("showConsultation");
    assertThat(FormFile.of("confirm-conclusive-grounds").parsed().textNames())
        .contains("showConsultation");
    assertThat(FormFile.of("review-search").parsed().textNames()).contains("showLastNote");
  }

  private NotesFormText texts() {
    NamesAndRoles people = mock(NamesAndRoles.class);
    when(people.of(any())).thenReturn(KnownPeople.nobody());
    return new NotesFormText(
        register, new Officers(people, AccessEngine.roles(), KnownAuthorities.OF_THE_FILE));
  }

  private static String shown(FormText text, String form) {
    return text.text(
        new CaseOfForm(
            Submissions.CASE,
            form,
            CaseFileContent.empty(),
            Map.of(),
            new FormLabels(Map::of),
            DecisionTask.stages(FormFile.of(form).inItsTask().properties())));
  }

  private void history(RegisterEvent... events) {
    when(register.history(Submissions.CASE)).thenReturn(List.of(events));
  }

  private static RegisterEvent note(EntryKind kind, String form, String text) {
    return new RegisterEvent(
        Instant.parse("2009-04-20T09:00:00Z"),
        kind.id(),
        null,
        form,
        null,
        null,
        "glasgow.lead",
        text,
        null);
  }

  private void known() {
    when(register.find(Submissions.CASE)).thenReturn(Optional.of(new InventedCase().build()));
  }

  private static FormSubmission submitted(String form, String values) {
    return Submissions.of(form, values, Map.of());
  }
}
