package scot.nrm.decision;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import scot.nrm.access.Teams;
import scot.nrm.access.Viewer;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.register.Act;
import scot.nrm.register.DecisionRequirements;
import scot.nrm.register.DecisionRequirements.ActRequirement;
import scot.nrm.register.DecisionRequirements.Row;
import scot.nrm.register.DecisionTask;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * Checks that the acts that a decision requires ({@link DecisionRequirements}) have been done since
 * the proposal, by enough people of the right bodies (D18).
 */
@Component
class DecisionActsCheck {

  /** What is done with a decision, in words. */
  static final Map<Act, String> DONE =
      Map.of(
          Act.PROPOSED, "proposed",
          Act.REVIEWED, "reviewed",
          Act.CONFIRMED, "confirmed",
          Act.SENT_BACK, "sent back");

  private final DecisionRequirements requirements;
  private final Authorities authorities;
  private final Register register;
  private final IdentityService identity;

  DecisionActsCheck(
      DecisionRequirements requirements,
      Authorities authorities,
      Register register,
      @Lazy IdentityService identity) {
    this.requirements = requirements;
    this.authorities = authorities;
    this.register = register;
    this.identity = identity;
  }

  /** An act that is being done now. */
  OfficerAct act(
      DecisionTask task, Act act, FormSubmission submission, Proposal proposal, String reason) {
    return new OfficerAct(
        task.stage(),
        act,
        submission.officer(),
        proposal,
        reason,
        null,
        groups(submission.officer()),
        task.recordedAs());
  }

  /** The officer's groups, as far as a decision may ask for them. */
  private Set<String> groups(String officer) {
    Set<String> groups =
        new HashSet<>(
            Viewer.signedIn(identity)
                .filter(person -> officer.equals(person.userId()))
                .orElseGet(() -> Teams.person(officer, identity))
                .groups());
    groups.removeIf(
        group -> !authorities.groups().contains(group) && !requirements.bodies().contains(group));
    return groups;
  }

  /**
   * Why an act is not possible now: a sentence without a full stop for each reason. To send a
   * proposal back is always possible.
   *
   * @param proposed the latest proposal; not asked where the act is a proposal
   */
  List<String> refusals(
      DecisionTask task, FormSubmission submission, Optional<OfficerAct> proposed) {
    Stage stage = task.stage();
    Proposal proposal =
        task.isProposal()
            ? DecisionForms.proposal(submission, stage)
            : proposed.orElseThrow().proposal();
    LocalDate on =
        task.act() == Act.CONFIRMED
            ? submission.date(stage.prefix() + "DecisionDate").orElse(submission.today())
            : submission.today();
    Row row = requirements.of(stage, proposal, on).orElse(null);
    if (row == null || DecisionForms.isSentBack(submission, task)) {
      return List.of();
    }
    OfficerAct now = act(task, task.act(), submission, proposal, null);
    String caseNumber = submission.caseNumber();
    Authority decides =
        decides(caseNumber, stage, submission.variables().get(stage.prefix() + "Authority"), on);
    if (task.act() != Act.CONFIRMED) {
      List<ActRequirement> own =
          row.acts().stream().filter(required -> required.code() == task.act()).toList();
      return own.isEmpty() || own.stream().anyMatch(one -> isDone(one, now, decides))
          ? List.of()
          : List.of(
              "This is for %s. Hand the task back, and say so to the people who look after the"
                      .formatted(
                          own.stream()
                              .map(one -> body(one, decides))
                              .collect(Collectors.joining(" or ")))
                  + " diagrams");
    }
    String date = stage.prefix() + "DecisionDate";
    if (!submission.form().fields().containsKey(date) && submission.date(date).isEmpty()) {
      return List.of("This form has no field " + date + ", so the decision would have no date");
    }
    List<OfficerAct> acts = new ArrayList<>(register.acts(caseNumber, stage));
    acts.add(now);
    return missing(row, acts, decides).stream()
        .map(sentence -> sentence + ". Send the proposal back, or hand the task back")
        .toList();
  }

  /** What is missing of the acts that lead to a decision; a sentence for each without full stop. */
  List<String> missing(List<OfficerAct> acts, Proposal proposal, LocalDate on, Authority decides) {
    return requirements
        .of(acts.get(0).stage(), proposal, on)
        .map(row -> missing(row, acts, decides))
        .orElse(List.of());
  }

  private List<String> missing(Row row, List<OfficerAct> acts, Authority decides) {
    List<OfficerAct> round = SecondOfficerRule.sinceProposal(acts);
    List<String> missing = new ArrayList<>();
    Set<String> people = new HashSet<>();
    for (ActRequirement required : row.acts()) {
      Optional<OfficerAct> done =
          round.stream()
              .filter(act -> isDone(required, act, decides))
              .reduce((earlier, later) -> later);
      done.ifPresent(act -> people.add(act.officer()));
      if (done.isEmpty()) {
        missing.add(
            "%s has not %s this decision"
                .formatted(
                    StringUtils.capitalize(body(required, decides)), DONE.get(required.code())));
      }
    }
    if (missing.isEmpty() && people.size() < row.people()) {
      missing.add(
          "This decision needs %d different people, and only %d have acted"
              .formatted(row.people(), people.size()));
    }
    return missing;
  }

  private boolean isDone(ActRequirement required, OfficerAct act, Authority decides) {
    return act.act() == required.code()
        && required.groups(authorities, decides).stream().anyMatch(act.groups()::contains);
  }

  /**
   * The authority that decides at a stage.
   *
   * @param variable of the process, which says the same; it is asked where the register has none
   */
  Authority decides(String caseNumber, Stage stage, Object variable, LocalDate on) {
    Optional<RegisterCase> known = register.find(caseNumber);
    return known
        .map(it -> it.decides(stage))
        .or(() -> Optional.ofNullable(Authority.of((String) variable)))
        .or(() -> known.map(it -> it.with(Duty.INTAKE, authorities, on)))
        .orElseGet(() -> authorities.with(Duty.INTAKE, on));
  }

  /** The authority for which an officer acted: the one that decides, or the first of their own. */
  Authority body(OfficerAct act, Authority decides) {
    List<Authority> own = authorities.of(act.groups());
    return own.isEmpty() || own.contains(decides) ? decides : own.get(0);
  }

  private static String body(ActRequirement required, Authority decides) {
    return required.isTeam()
        ? "the team " + required.by() + " of " + decides
        : "the group " + required.by();
  }
}
