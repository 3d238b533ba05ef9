package scot.nrm.statistics;

import java.io.Writer;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterRows;
import scot.nrm.register.RegisterRows.CaseRow;
import scot.nrm.register.Stage;
import scot.nrm.register.StoredCode;

/**
 * The register as a table for the national statistics (D38), with a row of codes and dates for each
 * case. It has no names, officers or free text: the case number is enough to find the case.
 */
@Component
class RegisterCsv {

  /**
   * A column.
   *
   * @param name the column's name; it never changes, because users of the table rely on it
   * @param meaning a description, also in docs/reference/statistics.md
   */
  record Column(String name, String meaning, Function<CaseRow, Object> value) {}

  static final List<Column> COLUMNS =
      List.of(
          column("case_number", "The number of the case", c -> c.known().caseNumber()),
          column(
              "counted",
              "Whether the case counts as a referral: yes or no",
              c -> c.notCounted().isEmpty()),
          column(
              "not_counted_because",
              "no-referral (no NRM form received), joined or entered-in-error",
              CaseRow::notCounted),
          register("joined_to", "The case that this one was merged with", k -> k.now().joinedTo()),
          column(
              "quarter",
              "Calendar quarter in which UKHTC received the NRM form, such as 2009-Q2",
              c -> Period.quarter(c.known().referralReceivedOn())),
          register(
              "referral_received_on",
              "The day on which UKHTC received the NRM form",
              RegisterCase::referralReceivedOn),
          register("opened_on", "The day of first contact", RegisterCase::openedOn),
          register(
              "ukba_copy_on", "The day of the UKBA copy, a pre-alert", k -> k.now().ukbaCopyOn()),
          register(
              "local_authority",
              "The local authority that has the case now",
              RegisterCase::localAuthority),
          register(
              "first_responder_agency",
              "The type of agency that met the child",
              RegisterCase::firstResponderAgency),
          register(
              "nationalities",
              "Codes of all nationalities, with spaces between them",
              k -> String.join(" ", k.nationalities())),
          register("sex", "female, male or unknown", RegisterCase::sex),
          register("age", "In whole years on the day of receipt", RegisterCase::age),
          register("age_disputed", "yes or no", RegisterCase::ageDisputed),
          register(
              "adult_from",
              "The first day as an adult, once determined or reached",
              k -> k.now().adultFrom()),
          register(
              "target_48_hours_missed",
              "yes or no: received later than the target after the child was first met",
              k -> k.now().referralTargetMissed()),
          register(
              "routing_basis",
              "The row of the routing table that applies now, such as D13.5",
              RegisterCase::routingBasis),
          register(
              "rg_authority",
              "Who decides reasonable grounds: UKHTC or UKBA",
              known -> StoredCode.id(known.rgAuthority())),
          register(
              "rg_original_due",
              "The original date for reasonable grounds",
              k -> k.reasonableGrounds().originalDue()),
          register("rg_due", "The current date", k -> k.reasonableGrounds().due()),
          column(
              "rg_outcome",
              "positive, negative, suspended, pending or closed-undecided",
              c -> ofReferral(c, c.rgOutcome())),
          register(
              "rg_decided_on",
              "The date of the latest decision",
              k -> k.reasonableGrounds().decidedOn()),
          register("rg_late", "yes or no", k -> k.reasonableGrounds().late()),
          register("rg_days_late", "Calendar days", k -> k.reasonableGrounds().daysLate()),
          column(
              "rg_extensions",
              "How often the date was extended",
              c -> c.times("extended", Stage.REASONABLE_GROUNDS)),
          register(
              "reflection_review",
              "Date of the review of the reflection period",
              RegisterCase::reflectionReview),
          register(
              "reflection_original_end", "Its original end", RegisterCase::reflectionOriginalEnd),
          register("reflection_end", "Its current end", RegisterCase::reflectionEnd),
          column(
              "reflection_extensions",
              "How often it was extended",
              c -> c.times("extended", Stage.CONCLUSIVE_GROUNDS)),
          register(
              "cg_authority",
              "Who decides conclusive grounds: UKHTC or UKBA",
              known -> StoredCode.id(known.cgAuthority())),
          register(
              "cg_original_target",
              "The original date for conclusive grounds",
              k -> k.conclusiveGrounds().originalDue()),
          register("cg_target", "The current date", k -> k.conclusiveGrounds().due()),
          column(
              "cg_outcome",
              "positive, negative, suspended, pending, closed-undecided or not-reached",
              c -> ofReferral(c, c.cgOutcome())),
          register(
              "cg_decided_on",
              "The date of the latest decision",
              k -> k.conclusiveGrounds().decidedOn()),
          register("cg_late", "yes or no", k -> k.conclusiveGrounds().late()),
          register("cg_days_late", "Calendar days", k -> k.conclusiveGrounds().daysLate()),
          register(
              "suspended_stage",
              "The stage that is suspended now",
              k -> stage(k.now().suspendedStage())),
          register("suspended_on", "The date of the suspension", k -> k.now().suspendedOn()),
          column("times_suspended", "How often a stage was suspended", c -> c.times("suspended")),
          register(
              "missing_since",
              "The date since which the child has been missing",
              k -> k.now().missingSince()),
          column(
              "times_missing", "How often the child went missing", c -> c.times("child-missing")),
          register(
              "reconsidered_stage",
              "The stage that is being reconsidered now",
              k -> stage(k.now().reconsideredStage())),
          column(
              "times_reconsidered",
              "How often reconsideration was accepted",
              c -> c.times("reconsideration-accepted")),
          register(
              "removal_hold",
              "not-needed, on or ended",
              known -> StoredCode.id(known.removalHold())),
          register(
              "leave_outcome",
              "granted, refused or no-leave-to-be-granted",
              RegisterCase::leaveOutcome),
          register("leave_ground", "The ground for leave", RegisterCase::leaveGround),
          register("leave_decided_on", "The date of that decision", RegisterCase::leaveDecidedOn),
          register(
              "leave_expires_on",
              "The date until which leave was granted",
              RegisterCase::leaveExpiresOn),
          register(
              "case_outcome",
              "recognised, not-recognised, no-reasonable-grounds, not-referred or closed-other",
              RegisterCase::caseOutcome),
          register("closed_on", "The day on which that was recorded", RegisterCase::closedOn));

  private final RegisterRows rows;

  RegisterCsv(RegisterRows rows) {
    this.rows = rows;
  }

  /** Writes all cases, by case number. */
  void write(Writer out) {
    SpreadsheetCsv csv = new SpreadsheetCsv(out, COLUMNS.stream().map(Column::name).toList());
    rows.forEach(
        row -> csv.row(COLUMNS.stream().map(column -> column.value().apply(row)).toList()));
    csv.finish();
  }

  private static Column column(String name, String meaning, Function<CaseRow, Object> value) {
    return new Column(name, meaning, value);
  }

  private static Column register(
      String name, String meaning, Function<RegisterCase, Object> value) {
    return new Column(name, meaning, row -> value.apply(row.known()));
  }

  /** An outcome; empty if there is no referral. */
  private static String ofReferral(CaseRow row, String outcome) {
    return row.known().referralReceivedOn() == null ? "" : outcome;
  }

  private static String stage(Stage stage) {
    return stage == null ? null : stage.id();
  }
}
