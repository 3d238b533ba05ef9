package scot.nrm.register;

import static scot.nrm.register.RegisterEvent.entry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.casefile.ChainedRow;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.casefile.ContentCipher;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.sets.DefinitionSets;

/**
 * The register of cases (D33): every decision with its date, officers, reasons and duration. It
 * outlives the process instance and its history.
 *
 * <p>Every reason is encrypted; codes, dates and officers are not, for statistics. Each call is
 * part of the current transaction and logs its changes; a state that the register already has is
 * not logged again.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Register extends RegisterStore implements DefinitionSets.CaseSets {

  private static final String DECISIONS = "decisions";

  Register(JdbcClient jdbc, ContentCipher cipher, CaseClock clock, ChangeChain chain) {
    super(jdbc, cipher, clock, chain);
  }

  /**
   * An act of an officer at a stage.
   *
   * @param proposal the proposal that it is about; may be {@code null}
   * @param groups those of the officer's groups at the time that decisions can require
   * @param recordedAs the words in the record; {@code null} for the usual ones
   */
  public record OfficerAct(
      Stage stage,
      Act act,
      String officer,
      Proposal proposal,
      String reason,
      Instant at,
      Set<String> groups,
      String recordedAs) {

    private OfficerAct at(Instant time) {
      return new OfficerAct(stage, act, officer, proposal, reason, time, groups, recordedAs);
    }
  }

  /**
   * A decision of a competent authority, with its minute of reasons.
   *
   * @param late whether it was made after the date in force (D28)
   * @param daysLate calendar days; 0 if it is not late
   * @param body the deciding authority; {@code null} if not known
   */
  public record Decision(
      Stage stage,
      Outcome outcome,
      LocalDate date,
      String caseOwner,
      String secondOfficer,
      String reasons,
      boolean late,
      int daysLate,
      Authority body) {

    /** The same with the lateness of its stage, which may have been corrected since (D43). */
    private Decision withLateness(RegisterCase.StageState state) {
      return outcome == state.outcome() && date.equals(state.decidedOn())
          ? new Decision(
              stage,
              outcome,
              date,
              caseOwner,
              secondOfficer,
              reasons,
              state.late(),
              state.daysLate(),
              body)
          : this;
    }
  }

  /**
   * Records first contact. Does nothing if the case is already open.
   *
   * @param reportedBy user id of the person who reported it; {@code null} if not known
   * @param set the set under which the case runs; {@code null} for always the newest
   */
  public void openCase(
      String caseNumber,
      String localAuthority,
      LocalDate openedOn,
      String firstResponderAgency,
      String reportedBy,
      Integer set) {
    if (find(caseNumber).isPresent()) {
      return;
    }
    chain.changed(caseNumber, ChainedRow.CASE, caseNumber);
    jdbc.sql(
            """
            insert into case_register (case_number, local_authority, opened_on, first_responder_agency, reported_by,
              definition_set) values (?, ?, ?, ?, ?, ?)\
            """)
        .params(
            Arrays.asList(
                caseNumber, localAuthority, openedOn, firstResponderAgency, reportedBy, set))
        .update();
    forget(caseNumber, STATE);
    log(caseNumber, entry(EntryKind.CASE_OPENED).code(localAuthority).from(openedOn));
  }

  @Override
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<Integer> setOf(String caseNumber) {
    return find(caseNumber).map(RegisterCase::definitionSet);
  }

  @Override
  public void changeSet(String caseNumber, int set) {
    set(caseNumber, "definition_set", set);
  }

  /**
   * Records the receipt of the NRM form, once for each date: the case then counts as a referral.
   * Facts may be corrected later.
   */
  public void referralReceived(String caseNumber, LocalDate received, RegisterFacts facts) {
    LocalDate known = lock(caseNumber).referralReceivedOn();
    set(
        caseNumber,
        "referral_received_on",
        received,
        "sex",
        facts.sex(),
        "age",
        facts.age(),
        "age_disputed",
        facts.ageDisputed());
    List<String> before = lock(caseNumber).nationalities();
    if (!before.equals(facts.nationalities())) {
      Stream.concat(before.stream(), facts.nationalities().stream())
          .forEach(one -> chain.changed(caseNumber, ChainedRow.NATIONALITY, one));
      jdbc.sql("delete from register_nationality where case_number = ?").param(caseNumber).update();
      facts
          .nationalities()
          .forEach(
              nationality ->
                  jdbc.sql(
                          "insert into register_nationality (case_number, nationality) values (?,"
                              + " ?)")
                      .params(caseNumber, nationality)
                      .update());
      forget(caseNumber, STATE);
    }
    if (!received.equals(known)) {
      log(caseNumber, entry(EntryKind.REFERRAL_RECEIVED).from(received));
    }
  }

  /** Records the authority that decides at a stage, and the row of D13, such as {@code D13.5}. */
  public void routed(String caseNumber, Stage stage, Authority authority, String basis) {
    change(
        caseNumber,
        entry(EntryKind.ROUTED).stage(stage).code(authority).detail(basis),
        stage.prefix() + "_authority",
        authority,
        "routing_basis",
        basis);
  }

  /**
   * Records that a deadline was set or moved.
   *
   * @param reason may be {@code null}
   */
  public void deadlineSet(
      String caseNumber, Deadline deadline, LocalDate original, LocalDate current, String reason) {
    RegisterEvent entry =
        entry(EntryKind.DEADLINE_SET).code(deadline).from(original).to(current).detail(reason);
    switch (deadline) {
      case RG_DUE -> change(caseNumber, entry, "rg_original_due", original, "rg_due", current);
      case REFLECTION_REVIEW -> change(caseNumber, entry, "reflection_review", current);
      case REFLECTION_END ->
          change(caseNumber, entry, "reflection_original_end", original, "reflection_end", current);
      case CG_TARGET ->
          change(caseNumber, entry, "cg_original_target", original, "cg_target", current);
    }
  }

  /** Records an extension of a stage (D15, D22) from one date to a later one. */
  public void extended(
      String caseNumber, Stage stage, LocalDate from, LocalDate to, String reason, String officer) {
    lock(caseNumber);
    log(
        caseNumber,
        entry(EntryKind.EXTENDED).stage(stage).from(from).to(to).officer(officer).detail(reason));
  }

  /** Records an officer's act at a stage (D18), with the current time instead of its own. */
  public void act(String caseNumber, OfficerAct act) {
    lock(caseNumber);
    List<OfficerAct> acts = acts(caseNumber, act.stage());
    OfficerAct latest = acts.isEmpty() ? null : acts.get(acts.size() - 1);
    if (latest != null && latest.equals(act.at(latest.at()))) {
      return;
    }
    long id = nextId();
    chain.insert(
        caseNumber,
        ChainedRow.ACT,
        """
        insert into register_act (id, case_number, recorded_at, stage, act, officer, outcome, reason, acted_as,
          recorded_as) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        Arrays.asList(
            id,
            caseNumber,
            clock.timestamp(),
            act.stage().id(),
            act.act().id(),
            act.officer(),
            StoredCode.id(act.proposal()),
            seal(act.reason(), caseNumber, "act", id),
            String.join(",", new TreeSet<>(act.groups())),
            act.recordedAs()));
    forget(caseNumber, act.stage().id());
  }

  /** All acts at a stage, oldest first. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public List<OfficerAct> acts(String caseNumber, Stage stage) {
    return cached(caseNumber, stage.id(), () -> List.copyOf(selectActs(caseNumber, stage)));
  }

  private List<OfficerAct> selectActs(String caseNumber, Stage stage) {
    return jdbc.sql("select * from register_act where case_number = ? and stage = ? order by id")
        .params(caseNumber, stage.id())
        .query(
            (row, number) ->
                new OfficerAct(
                    stage,
                    Act.of(row.getString("act")),
                    row.getString("officer"),
                    Proposal.of(row.getString("outcome")),
                    open(row, "reason", caseNumber, "act"),
                    RegisterRow.recordedAt(row),
                    groups(row.getString("acted_as")),
                    row.getString("recorded_as")))
        .list();
  }

  private static Set<String> groups(String joined) {
    return joined == null || joined.isEmpty() ? Set.of() : Set.of(joined.split(","));
  }

  /** Records an act that one officer decides alone. */
  public void officeAct(String caseNumber, OfficeAct act, String officer) {
    lock(caseNumber);
    chain.insert(
        caseNumber,
        ChainedRow.ACT,
        """
        insert into register_act (id, case_number, recorded_at, stage, act, officer)
        values (nextval('register_seq'), ?, ?, ?, ?, ?)\
        """,
        Arrays.asList(caseNumber, clock.timestamp(), act.id(), Act.CONFIRMED.id(), officer));
  }

  /** Whether an officer has done this act, after the latest entry of a kind if there is one. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public boolean hasAct(String caseNumber, OfficeAct act, EntryKind after) {
    // By number, not time, because several entries may have the same time.
    return jdbc.sql(
                """
                select count(*) from register_act a where a.case_number = ? and a.stage = ? and not exists (
                  select 1 from register_event e where e.case_number = a.case_number and e.kind = ? and e.id > a.id)\
                """)
            .params(caseNumber, act.id(), after.id())
            .query(Integer.class)
            .single()
        > 0;
  }

  /** The officer who did this last; empty if nobody has. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<String> lastOfficer(String caseNumber, OfficeAct act) {
    return jdbc.sql(
            """
            select officer from register_act where case_number = ? and stage = ?
            order by id desc fetch first row only\
            """)
        .params(caseNumber, act.id())
        .query(String.class)
        .optional();
  }

  /** Everyone who has proposed, confirmed or sent back a decision at a stage. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Set<String> officers(String caseNumber, Stage stage) {
    return acts(caseNumber, stage).stream().map(OfficerAct::officer).collect(Collectors.toSet());
  }

  /**
   * The officers who acted at a stage before reconsideration was accepted, and so may not act again
   * (D30). Empty if the decision is not being reconsidered.
   */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Set<String> officersBeforeReconsideration(String caseNumber, Stage reconsidered) {
    if (find(caseNumber)
        .filter(nrmCase -> nrmCase.now().reconsideredStage() == reconsidered)
        .isEmpty()) {
      return Set.of();
    }
    // By number, not time, because several entries may have the same time.
    return Set.copyOf(
        jdbc.sql(
                """
                select distinct officer from register_act where case_number = ? and stage = ? and id < (
                  select max(id) from register_event
                  where case_number = ? and stage = ? and kind = ?)\
                """)
            .params(caseNumber, reconsidered.id(), caseNumber, reconsidered.id())
            .param(EntryKind.RECONSIDERATION_ACCEPTED.id())
            .query(String.class)
            .list());
  }

  /** The latest act of a kind at a stage. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<OfficerAct> lastAct(String caseNumber, Stage stage, Act act) {
    return acts(caseNumber, stage).stream()
        .filter(done -> done.act() == act)
        .reduce((earlier, later) -> later);
  }

  /** Records the decision of a competent authority. */
  public void decided(String caseNumber, Decision decision) {
    lock(caseNumber);
    List<Decision> atStage =
        stored(caseNumber).stream().filter(earlier -> earlier.stage() == decision.stage()).toList();
    if (!atStage.isEmpty() && atStage.get(atStage.size() - 1).equals(decision)) {
      return;
    }
    long id = nextId();
    chain.insert(
        caseNumber,
        ChainedRow.DECISION,
        """
        insert into register_decision (id, case_number, recorded_at, stage, outcome, decided_on, case_owner,
          second_officer, reasons, late, days_late, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        Arrays.asList(
            id,
            caseNumber,
            clock.timestamp(),
            decision.stage().id(),
            decision.outcome().id(),
            decision.date(),
            decision.caseOwner(),
            decision.secondOfficer(),
            seal(decision.reasons(), caseNumber, "decision", id),
            decision.late(),
            decision.daysLate(),
            StoredCode.id(decision.body())));
    forget(caseNumber, DECISIONS);
    String stage = decision.stage().prefix();
    set(
        caseNumber,
        stage + "_outcome",
        decision.outcome(),
        stage + "_decided_on",
        decision.date(),
        stage + "_late",
        decision.late(),
        stage + "_days_late",
        decision.daysLate());
    log(
        caseNumber,
        entry(EntryKind.DECIDED)
            .stage(decision.stage())
            .code(decision.outcome())
            .from(decision.date())
            .officer(decision.secondOfficer()));
  }

  /**
   * All decisions, oldest first. The latest of each stage has the lateness that counts now: a
   * correction of the receipt changes it, but no stored decision (D28, D43).
   */
  @Transactional(propagation = Propagation.SUPPORTS)
  public List<Decision> decisions(String caseNumber) {
    List<Decision> made = new ArrayList<>(stored(caseNumber));
    if (made.isEmpty()) {
      return List.of();
    }
    RegisterCase nrmCase = find(caseNumber).orElseThrow();
    Set<Stage> latest = EnumSet.noneOf(Stage.class);
    for (int i = made.size() - 1; i >= 0; i--) {
      Stage stage = made.get(i).stage();
      if (latest.add(stage)) {
        made.set(i, made.get(i).withLateness(nrmCase.at(stage)));
      }
    }
    return List.copyOf(made);
  }

  private List<Decision> stored(String caseNumber) {
    return cached(caseNumber, DECISIONS, () -> List.copyOf(selectDecisions(caseNumber)));
  }

  private List<Decision> selectDecisions(String caseNumber) {
    return jdbc.sql("select * from register_decision where case_number = ? order by id")
        .param(caseNumber)
        .query(
            (row, number) ->
                new Decision(
                    Stage.of(row.getString("stage")),
                    Outcome.of(row.getString("outcome")),
                    RegisterRow.date(row, "decided_on"),
                    row.getString("case_owner"),
                    row.getString("second_officer"),
                    open(row, "reasons", caseNumber, "decision"),
                    row.getBoolean("late"),
                    row.getInt("days_late"),
                    Authority.of(row.getString("body"))))
        .list();
  }

  /** Records that the date in force has passed without a decision (D28). */
  public void lateMarked(String caseNumber, Stage stage, LocalDate due) {
    change(
        caseNumber,
        entry(EntryKind.LATE_MARKED).stage(stage).from(due),
        stage.prefix() + "_late_mark",
        due);
  }

  /** Withdraws the mark, with the reason: a back-dated decision has been entered (D28). */
  public void lateWithdrawn(String caseNumber, Stage stage, String why) {
    LocalDate mark = lock(caseNumber).at(stage).lateMark();
    change(
        caseNumber,
        entry(EntryKind.LATE_WITHDRAWN).stage(stage).from(mark).detail(why),
        stage.prefix() + "_late_mark",
        null);
  }

  /**
   * Records the decision on leave (D29).
   *
   * @param ground may be {@code null}
   * @param expiry may be {@code null}
   */
  public void leaveDecided(
      String caseNumber,
      String outcome,
      String ground,
      LocalDate decidedOn,
      LocalDate expiry,
      String officer) {
    change(
        caseNumber,
        entry(EntryKind.LEAVE_DECIDED).code(outcome).from(decidedOn).to(expiry).officer(officer),
        "leave_outcome",
        outcome,
        "leave_ground",
        ground,
        "leave_decided_on",
        decidedOn,
        "leave_expires_on",
        expiry);
  }

  /** Records a renewal of leave (D29). The date of the first grant doesn't change. */
  public void leaveRenewed(
      String caseNumber, LocalDate grantedOn, LocalDate expiry, String officer) {
    change(
        caseNumber,
        entry(EntryKind.LEAVE_RENEWED).from(grantedOn).to(expiry).officer(officer),
        "leave_expires_on",
        expiry);
  }

  /** Records whether removal is on hold (D32). */
  public void removalHold(String caseNumber, RemovalHold value) {
    change(caseNumber, entry(EntryKind.REMOVAL_HOLD).code(value), "removal_hold", value);
  }

  /** Records the outcome of the case (D33). */
  public void closed(String caseNumber, CaseOutcome caseOutcome, LocalDate on) {
    change(
        caseNumber,
        entry(EntryKind.CLOSED).code(caseOutcome).from(on),
        "case_outcome",
        caseOutcome,
        "closed_on",
        on);
  }

  /** Records that the local authority has closed its child protection work (D1). */
  public void protectionClosed(String caseNumber, LocalDate on) {
    lock(caseNumber);
    log(caseNumber, entry(EntryKind.PROTECTION_CLOSED).from(on));
  }

  /** Records a link (D5, D12), once for each reason. The officer may be {@code null}. */
  void linked(String caseNumber, String other, Links.Why why, String officer) {
    lock(caseNumber);
    RegisterEvent entry =
        entry(EntryKind.LINKED).code(other).from(clock.today()).officer(officer).detail(why.id());
    if (history(caseNumber).stream()
        .noneMatch(
            event ->
                event.is(EntryKind.LINKED)
                    && other.equals(event.code())
                    && why.id().equals(event.detail()))) {
      log(caseNumber, entry);
    }
  }

  /**
   * Records that a letter was sent (D38). The register of letters has the details.
   *
   * @param stage the stage whose decision the letter gives, or {@code null}
   * @param letter the name of its template
   * @param addressee the kind of organisation it is sent to
   * @param officer may be {@code null}
   */
  public void letterSent(
      String caseNumber,
      Stage stage,
      String letter,
      String addressee,
      LocalDate dated,
      String officer) {
    lock(caseNumber);
    log(
        caseNumber,
        entry(EntryKind.LETTER_SENT)
            .stage(stage)
            .code(letter)
            .from(dated)
            .officer(officer)
            .detail(addressee));
  }

  /**
   * Records that a document was added to the case. The documents table has the details.
   *
   * @param documentKind the code of its kind, such as {@code police-report}; never the file's name
   */
  public void documentAdded(String caseNumber, String documentKind, String officer) {
    lock(caseNumber);
    log(caseNumber, entry(EntryKind.DOCUMENT_ADDED).code(documentKind).officer(officer));
  }

  /** The local authority that has the case; empty if the case is not open yet. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<String> localAuthority(String caseNumber) {
    return find(caseNumber).map(RegisterCase::localAuthority);
  }

  /** The day of the latest entry of a kind in each of these cases that has one. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Map<String, LocalDate> latest(Collection<String> caseNumbers, EntryKind kind) {
    return latest(caseNumbers, kind, "from_date", RegisterRow::date);
  }

  /** The local authority to which the concern was reported, for each of these cases (D41). */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Map<String, String> openedAt(Collection<String> caseNumbers) {
    return latest(caseNumbers, EntryKind.CASE_OPENED, "code", ResultSet::getString);
  }

  private <T> Map<String, T> latest(
      Collection<String> caseNumbers, EntryKind kind, String column, Column<T> value) {
    Map<String, T> latest = new HashMap<>();
    if (!caseNumbers.isEmpty()) {
      jdbc.sql(
              "select case_number, %1$s from register_event where kind = :kind and %1$s is not null and case_number in (:numbers) order by id"
                  .formatted(column))
          .param("kind", kind.id())
          .param("numbers", caseNumbers)
          .query(
              row -> {
                latest.put(row.getString("case_number"), value.of(row, column));
              });
    }
    return latest;
  }

  @FunctionalInterface
  private interface Column<T> {
    T of(ResultSet row, String name) throws SQLException;
  }

  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<RegisterEvent> latest(String caseNumber, EntryKind... kinds) {
    return history(caseNumber).stream()
        .filter(event -> event.is(kinds))
        .reduce((earlier, later) -> later);
  }

  /**
   * The entry for closing the case without a decision (D43): it was entered in error or merged, or
   * the child has died. Any earlier outcome is kept.
   */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<RegisterEvent> closing(String caseNumber) {
    return latest(caseNumber, EntryKind.ERROR_CLOSED, EntryKind.CASE_ENDED, EntryKind.REOPENED)
        .filter(event -> !event.is(EntryKind.REOPENED));
  }
}
