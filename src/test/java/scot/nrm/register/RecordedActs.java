package scot.nrm.register;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Register.OfficerAct;

/** What the forms and steps of a decision would have recorded. */
public final class RecordedActs {

  private RecordedActs() {}

  /** By someone of the team that does it, at whichever authority decides. */
  public static OfficerAct act(
      Stage stage, Act act, String officer, Proposal proposal, String reason, Instant at) {
    String team = act == Act.PROPOSED ? "case-owner" : "second-officer";
    return new OfficerAct(
        stage, act, officer, proposal, reason, at, Set.of("ukhtc-" + team, "ukba-" + team), null);
  }

  /** To be recorded now. */
  public static OfficerAct act(
      Stage stage, Act act, String officer, Proposal proposal, String reason) {
    return act(stage, act, officer, proposal, reason, null);
  }

  /** Without the authority, where it doesn't matter. */
  public static Decision decision(
      Stage stage,
      Outcome outcome,
      LocalDate date,
      String caseOwner,
      String secondOfficer,
      String reasons,
      int daysLate) {
    return new Decision(
        stage, outcome, date, caseOwner, secondOfficer, reasons, daysLate > 0, daysLate, null);
  }

  /**
   * On time, by the two officers of an authority.
   *
   * @param authority the beginning of their user ids
   */
  public static Decision decision(
      Stage stage, Outcome outcome, LocalDate date, String authority, String reasons) {
    return decision(stage, outcome, date, authority + ".owner", authority + ".second", reasons, 0);
  }
}
