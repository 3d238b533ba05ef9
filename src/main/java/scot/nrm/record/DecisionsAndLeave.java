package scot.nrm.record;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.record.Section.Lines;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.CaseOverview.Pace;
import scot.nrm.register.EntryKind;
import scot.nrm.register.EntryWords;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;

/** The sections about the decisions and their reasons, missed targets, and leave to remain. */
@Component
class DecisionsAndLeave {

  private static final String MINUTE_NOT_SHOWN =
      "The minute of reasons is kept by the competent authority; it is sent to the local authority with a negative decision.";

  private static final String CLAIM_GRANTED = "asylum-claim-granted";

  /** The outcomes of ended asylum claims, by the code of the update. */
  private static final Map<String, String> ENDED_CLAIMS =
      Map.of(
          CLAIM_GRANTED,
          "Granted",
          "asylum-claim-refused",
          "Refused",
          "asylum-claim-withdrawn",
          "Withdrawn",
          "claim-withdrawn",
          "Withdrawn");

  private final CodeNames names;
  private final Officers officers;
  private final DefinitionSets.Names sets;

  DecisionsAndLeave(CodeNames names, Officers officers, DefinitionSets.Names sets) {
    this.names = names;
    this.officers = officers;
    this.sets = sets;
  }

  Section route(RecordedCase recorded) {
    RegisterCase nrmCase = recorded.nrmCase();
    Lines lines = new Lines("Route");
    for (Stage stage : Stage.values()) {
      lines.fact(
          stage.heading() + " decided by",
          names.authority(
              nrmCase.authority(stage),
              nrmCase.at(stage).decidedOn() == null
                  ? recorded.today()
                  : nrmCase.at(stage).decidedOn()));
    }
    lines.fact("Basis", names.route(nrmCase.routingBasis()));
    return lines.section();
  }

  /** The council's own decision not to refer the child (D4). */
  Section assessment(RecordedCase recorded) {
    CaseFileContent file = recorded.file();
    Lines lines = new Lines("Local authority assessment");
    if (recorded.nrmCase().caseOutcome() == CaseOutcome.NOT_REFERRED) {
      lines.fact(
          "Outcome",
          "Not referred to the National Referral Mechanism; ordinary child protection continues");
      procedure(lines, recorded, EntryKind.CLOSED);
      lines.fact("Reasons", "", file.text("notReferredReasons"));
      lines.fact("The manager's reason", "", file.text("notReferredManagerReason"));
    }
    return lines.section();
  }

  /**
   * Each decision of a stage, including those that were replaced, with the names that both officers
   * had then, and the minute (D18, D33).
   */
  Section stage(RecordedCase recorded, Stage stage) {
    Lines lines = new Lines(stage.heading());
    Officers.Acting acting = officers.acting(recorded.officers());
    Iterator<RegisterEvent> entries = recorded.decisionEntries(stage).iterator();
    for (int i = 0; i < recorded.decisions().size(); i++) {
      Decision decision = recorded.decisions().get(i);
      if (decision.stage() == stage) {
        RegisterEvent entry = entries.hasNext() ? entries.next() : null;
        // If someone has removed the entry, the earliest name is better than no record.
        Instant at = entry == null ? Instant.EPOCH : entry.at();
        lines.fact(
            "Outcome", StringUtils.capitalize(names.outcome(stage, decision.outcome().id())));
        lines.fact("Decided on", BritishDate.orEmpty(decision.date()));
        procedure(lines, entry);
        if (decision.body() != null
            && !decision.body().equals(recorded.nrmCase().authority(stage))) {
          lines.fact("Decided by", names.authority(decision.body(), decision.date()));
        }
        lines.fact("Case owner", acting.name(decision.caseOwner(), at));
        lines.fact("Second officer", acting.name(decision.secondOfficer(), at));
        if (recorded.minuteReadable().get(i)) {
          lines.fact("Minute of reasons", "", decision.reasons());
        } else {
          lines.fact("Minute of reasons", MINUTE_NOT_SHOWN);
        }
      }
    }
    if (!lines.isEmpty()) {
      consultationFields(recorded, stage).forEach(key -> fact(lines, recorded, key));
    }
    lines.fact("Status", state(recorded, stage));
    return lines.section();
  }

  /** Adds the revision under which a decision was made. */
  private void procedure(Lines lines, RegisterEvent entry) {
    if (entry != null && entry.set() != null) {
      lines.fact("Procedure", sets.nameOf(entry.set()));
    }
  }

  private void procedure(Lines lines, RecordedCase recorded, EntryKind kind) {
    recorded.latest(kind).ifPresent(entry -> procedure(lines, entry));
  }

  /** The fields about consultation (D17, D25, D26); the answers are in the notes. */
  private static List<String> consultationFields(RecordedCase recorded, Stage stage) {
    if (stage == Stage.REASONABLE_GROUNDS) {
      return List.of("localAuthorityContactedDate");
    }
    List<String> keys =
        new ArrayList<>(
            List.of(
                "firstResponderConsultedDate", "localAuthorityConsultedDate",
                "policeConsultedDate", "childInterviewed",
                "interviewDate", "localAuthorityAgreedEarly"));
    if (recorded.readsAll()) {
      keys.add("noInterviewReason");
    }
    return keys;
  }

  private void fact(Lines lines, RecordedCase recorded, String key) {
    lines.fact(names.question(key), names.value(recorded.file(), key));
  }

  private static String state(RecordedCase recorded, Stage stage) {
    if (recorded.nrmCase().now().reconsideredStage() == stage) {
      return "Being reconsidered. Until there is a new decision, this one applies.";
    }
    return recorded
        .overview()
        .decision(stage)
        .filter(decision -> decision.decided() == null && decision.pace() != Pace.STOPPED)
        .map(
            decision ->
                decision.pace() == Pace.SUSPENDED
                    ? StringUtils.capitalize(decision.words())
                    : "To be decided by " + BritishDate.orEmpty(decision.inForce()))
        .orElse("");
  }

  /** The missed targets: the 48 hours (D6) and late decisions (D28). A miss has no other effect. */
  Section breaches(RecordedCase recorded) {
    Lines lines = new Lines("Missed deadlines");
    if (Boolean.TRUE.equals(recorded.nrmCase().now().referralTargetMissed())) {
      lines.fact(
          "Referral",
          "The NRM form was received late, counted from the first meeting with the child.");
    }
    recorded
        .overview()
        .nrmForm()
        .filter(form -> form.pace() == Pace.LATE)
        .filter(form -> recorded.nrmCase().now().referralSentAt() == null)
        .ifPresent(
            form -> lines.fact("Referral", "The NRM form is due on " + form.sentence() + "."));
    for (Decision decision : recorded.decisions()) {
      if (decision.late()) {
        lines.fact(
            decision.stage().heading(),
            "Decided on "
                + BritishDate.orEmpty(decision.date())
                + ", "
                + CaseOverview.days(decision.daysLate())
                + " late.");
      }
    }
    for (Stage stage : Stage.values()) {
      LocalDate mark = recorded.nrmCase().at(stage).lateMark();
      if (mark != null && recorded.nrmCase().at(stage).outcome() == null) {
        lines.fact(
            stage.heading(),
            "Not decided by " + BritishDate.orEmpty(mark) + ", the deadline then in force.");
      }
    }
    Stage reconsidered = recorded.nrmCase().now().reconsideredStage();
    Optional.ofNullable(reconsidered)
        .flatMap(recorded.overview()::decision)
        .filter(decision -> decision.pace() == Pace.LATE)
        .ifPresent(decision -> lines.fact(reconsidered.heading(), decision.sentence() + "."));
    if (lines.isEmpty()) {
      lines.fact("None", "No deadline has been missed.");
    }
    return lines.section();
  }

  /** Leave to remain (D29). Only the authorities see its reasons, as with a minute. */
  Section leave(RecordedCase recorded) {
    RegisterCase nrmCase = recorded.nrmCase();
    Lines lines = new Lines("Leave to remain");
    lines.fact("Outcome", StringUtils.capitalize(EntryWords.words(nrmCase.leaveOutcome())));
    // An earlier one doesn't count while leave is to be decided again.
    Optional<RegisterEvent> decided =
        recorded.latest(EntryKind.LEAVE_DECIDED).filter(entry -> nrmCase.leaveOutcome() != null);
    Optional<String> officer = decided.map(RegisterEvent::officer);
    if (RegisterCase.NO_LEAVE.equals(nrmCase.leaveOutcome()) && officer.isEmpty()) {
      lines.fact(
          "Reason",
          recorded.events(EntryKind.IMMIGRATION_UPDATE).stream()
                  .anyMatch(event -> CLAIM_GRANTED.equals(event.code()))
              ? "Asylum has been granted, and permission to stay comes with it"
              : "National of a country of the European Economic Area");
    }
    lines.fact("Ground", names.option("leaveGround", nrmCase.leaveGround()));
    lines.fact("Decided on", BritishDate.orEmpty(nrmCase.leaveDecidedOn()));
    for (RegisterEvent entry : recorded.events(EntryKind.LEAVE_RENEWED)) {
      lines.fact("Renewed on", BritishDate.orEmpty(entry.from()));
    }
    lines.fact("Expires on", BritishDate.orEmpty(nrmCase.leaveExpiresOn()));
    for (RegisterEvent entry : recorded.events(EntryKind.LEAVE_NOT_RENEWED)) {
      lines.fact("Not renewed", "Recorded on " + BritishDate.orEmpty(entry.from()), entry.detail());
    }
    decided.ifPresent(entry -> procedure(lines, entry));
    officer.ifPresent(
        owner ->
            lines.fact(
                "Case owner",
                officers.acting(Set.of(owner)).name(owner, decided.orElseThrow().at())));
    if (nrmCase.leaveOutcome() != null && recorded.readsAll()) {
      lines.fact("Best interests of the child", "", recorded.file().text("bestInterests"));
      lines.fact("Reasons", "", recorded.file().text("leaveReasons"));
    }
    return lines.section();
  }

  /** The earlier of the UKBA copy and the receipt of the NRM form, whenever it was logged (D32). */
  private static LocalDate heldSince(RegisterCase nrmCase, RegisterEvent logged) {
    return Stream.of(nrmCase.now().ukbaCopyOn(), nrmCase.referralReceivedOn())
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElseGet(() -> LocalDay.of(logged.at()));
  }

  /** The removal hold, and any other barrier to removal (D32). */
  Section removal(RecordedCase recorded) {
    Lines lines = new Lines("Protection from removal");
    String mergedInto = recorded.nrmCase().now().mergedInto();
    if (mergedInto != null) { // the hold has ended in this case, but not for the child
      lines.fact("Removal", "See case " + mergedInto + ", which continues for this child");
      return lines.section();
    }
    RemovalHold hold = recorded.nrmCase().removalHold();
    List<RegisterEvent> changes = recorded.events(EntryKind.REMOVAL_HOLD);
    String since =
        changes.stream()
            .filter(event -> hold != null && hold.id().equals(event.code()))
            .reduce((earlier, later) -> later)
            .map(
                event ->
                    hold == RemovalHold.ON && event.equals(changes.get(0))
                        ? heldSince(recorded.nrmCase(), event)
                        : LocalDay.of(event.at()))
            .map(day -> (hold == RemovalHold.ENDED ? " on " : " since ") + BritishDate.orEmpty(day))
            .orElse("");
    String removal = StringUtils.capitalize(recorded.overview().removal());
    lines.fact("Removal", removal.isEmpty() ? "" : removal + since);
    boolean open = ImmigrationFacts.isAsylumClaimed(recorded.file());
    lines.fact("Other barrier", open ? "Asylum claim" + claimDate(recorded) : "None recorded");
    if (!open) {
      lines.fact("Asylum claim", endedClaim(recorded));
    }
    return lines.section();
  }

  private static String claimDate(RecordedCase recorded) {
    return recorded
        .file()
        .date(ImmigrationFacts.ASYLUM_CLAIM_DATE)
        .map(day -> ", made on " + BritishDate.orEmpty(day))
        .orElse("");
  }

  /** The outcome of the last ended asylum claim; empty if there is none. */
  private static String endedClaim(RecordedCase recorded) {
    return recorded.events(EntryKind.IMMIGRATION_UPDATE).stream()
        .filter(event -> ENDED_CLAIMS.containsKey(event.code()))
        .reduce((earlier, later) -> later)
        .map(
            event ->
                ENDED_CLAIMS.get(event.code())
                    + (event.from() == null ? "" : " on " + BritishDate.orEmpty(event.from()))
                    + claimDate(recorded))
        .orElse("");
  }
}
