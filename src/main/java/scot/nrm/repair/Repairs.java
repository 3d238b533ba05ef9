package scot.nrm.repair;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.access.Viewer;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.What;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.startup.StartRefused;

/**
 * Repairs of a case, by two people: an operator asks for one on the server, an NRM manager approves
 * it, and then it is carried out, once. The rules of the steps apply as in every process: a step
 * that needs two officers fails without them.
 */
@Component
@Transactional
class Repairs {

  private final RepairStore store;
  private final RunningCase running;
  private final Register register;
  private final RegisterUpdates updates;
  private final ChangeChain chain;
  private final ChainCheck changes;
  private final AccessLog log;
  private final CaseClock clock;
  private final Authorities authorities;

  Repairs(
      RepairStore store,
      RunningCase running,
      Register register,
      RegisterUpdates updates,
      ChangeChain chain,
      ChainCheck changes,
      AccessLog log,
      CaseClock clock,
      Authorities authorities) {
    this.store = store;
    this.running = running;
    this.register = register;
    this.updates = updates;
    this.chain = chain;
    this.changes = changes;
    this.log = log;
    this.clock = clock;
    this.authorities = authorities;
  }

  /** The result of a manager's decision. */
  enum DecisionResult {
    RECORDED,
    /** The person has asked for it, or it is about their account. */
    OWN_REQUEST,
    /** The repair has already been decided, or the case has changed. */
    TOO_LATE
  }

  /**
   * Stores an operator's request, and changes nothing else.
   *
   * @throws StartRefused if the repair isn't possible
   */
  Repair ask(RepairFile file) {
    String chainOf = chainOf(file.caseNumber(), file.account());
    if (file.account() == null) {
      if (register.find(file.caseNumber()).isEmpty()) {
        throw new StartRefused(
            "There is no case %s.".formatted(file.caseNumber()), "Correct the case-number.");
      }
      register.lock(file.caseNumber());
    }
    check(chainOf, file.action(), file.diagram(), file.from(), file.to());
    Repair asked = store.find(store.add(file, state(chainOf, file.action()))).orElseThrow();
    record(asked, null, "asked");
    return asked;
  }

  /** Records the decision of a person, who must not be the one who asked. */
  DecisionResult decide(Repair repair, Viewer person, boolean approved) {
    if (person.userId().equalsIgnoreCase(repair.askedBy())
        || person.userId().equalsIgnoreCase(repair.account())) {
      log.record(entry(repair, Access.by(person, What.REPAIR), "approval").refused());
      return DecisionResult.OWN_REQUEST;
    }
    lock(repair);
    String decision = approved ? Repair.APPROVED : Repair.REFUSED;
    if (approved && hasChanged(repair)
        || !store.decide(repair.number(), decision, person.userId())) {
      return DecisionResult.TOO_LATE;
    }
    record(repair, person, decision);
    return DecisionResult.RECORDED;
  }

  /**
   * Whether the case has other tokens, tasks or jobs than when the repair was asked for; for an
   * acknowledgement, whether other changes are shown now.
   */
  boolean hasChanged(Repair repair) {
    return !state(chainOf(repair), repair.action()).equals(repair.state());
  }

  /** What a repair changes, with the names on the diagram. */
  String sentence(Repair repair) {
    return authorities.fill(
        repair.sentence(id -> running.nameWithId(repair.caseNumber(), repair.diagram(), id)),
        clock.today());
  }

  /**
   * What a repair would change, before it is carried out. For a move, it also names what continues
   * beside it, so that the people who ask and approve can see that nothing was forgotten.
   */
  String preview(Repair repair) {
    if (repair.action() != RepairAction.MOVE) {
      return sentence(repair);
    }
    String beside =
        running.remainingElements(repair.caseNumber(), repair.diagram(), repair.from()).stream()
            .map(id -> running.nameWithId(repair.caseNumber(), repair.diagram(), id))
            .collect(Collectors.joining(", "));
    return sentence(repair)
        + (beside.isEmpty()
            ? " Nothing else is in this process."
            : authorities.fill(
                " This continues beside it in the same process: %s.".formatted(beside),
                clock.today()));
  }

  private void lock(Repair repair) {
    if (repair.account() == null) {
      register.lock(repair.caseNumber());
    }
  }

  private static String chainOf(Repair repair) {
    return chainOf(repair.caseNumber(), repair.account());
  }

  private static String chainOf(String caseNumber, String account) {
    return account == null ? caseNumber : ChangeChain.USER + account;
  }

  private String state(String chainOf, RepairAction action) {
    return action == RepairAction.ACKNOWLEDGE
        ? RunningCase.digest(
            changes.unexplained(chainOf).stream().map(ChainCheck.Finding::sentence).toList())
        : running.state(chainOf);
  }

  private void check(String chainOf, RepairAction action, String diagram, String from, String to) {
    if (action != RepairAction.ACKNOWLEDGE) {
      running.check(chainOf, action, diagram, from, to);
    } else if (changes.unexplained(chainOf).isEmpty()) {
      throw new StartRefused(
          "Nothing in %s had been changed before the application changed it."
              .formatted(
                  chainOf.startsWith(ChangeChain.USER)
                      ? "account " + chainOf.substring(ChangeChain.USER.length())
                      : "case " + chainOf),
          "Anything else that --nrm.verify names stays until the rows are as they were: docs/operate/verify.md.");
    }
  }

  /**
   * Carries out a repair that has been approved, with its entry in the case's record.
   *
   * @throws StartRefused if it isn't approved or no longer possible; then nothing has changed
   */
  Repair carryOut(long number) {
    Optional<Repair> found = store.find(number);
    if (found.isEmpty()) {
      throw new StartRefused(
          "There is no repair %d.".formatted(number),
          "Give the number that was printed when it was asked for.");
    }
    Repair repair = found.get();
    lock(repair);
    requireApproval(repair);
    if (hasChanged(repair)) {
      throw new StartRefused(
          "The %s has changed since repair %d was asked for.".formatted(repair.subject(), number),
          "Check whether it is still needed, and ask for it again.");
    }
    check(chainOf(repair), repair.action(), repair.diagram(), repair.from(), repair.to());
    if (!store.markDone(number)) {
      throw new StartRefused(
          "Repair %d has been carried out already.".formatted(number), "Nothing is left to do.");
    }
    if (repair.action() == RepairAction.ACKNOWLEDGE) {
      chain.acknowledged(chainOf(repair));
    } else {
      changeProcess(repair);
    }
    if (repair.account() == null) {
      addRegisterEntry(repair);
    }
    record(repair, null, "done");
    return repair;
  }

  private void addRegisterEntry(Repair repair) {
    updates.addEntry(
        repair.caseNumber(),
        RegisterEvent.entry(
                repair.action() == RepairAction.ACKNOWLEDGE
                    ? EntryKind.CHANGE_ACKNOWLEDGED
                    : EntryKind.REPAIRED)
            .code(repair.action())
            .from(clock.today())
            .officer(repair.decidedBy())
            .detail(
                "Repair %d, asked for by %s. %s %s"
                    .formatted(
                        repair.number(), repair.askedBy(), sentence(repair), repair.reason())));
  }

  private void changeProcess(Repair repair) {
    try {
      running.change(repair);
    } catch (RuntimeException refusal) {
      throw new StartRefused(
          "The engine refused repair %d (%s), so nothing has changed."
              .formatted(repair.number(), refusal.getClass().getSimpleName()),
          "One of the next steps needs officers' acts that aren't in the register, or someone worked on the case at the same time. Check the element. Then ask again, or repeat this command.");
    }
  }

  private static void requireApproval(Repair repair) {
    if (repair.doneAt() != null) {
      throw new StartRefused(
          "Repair %d has been carried out already.".formatted(repair.number()),
          "Nothing is left to do.");
    }
    if (repair.decision() == null) {
      throw new StartRefused(
          "Repair %d isn't approved yet.".formatted(repair.number()),
          "An NRM manager approves it at /nrm/repairs.");
    }
    if (!repair.decision().equals(Repair.APPROVED)) {
      throw new StartRefused(
          "Repair %d was refused by %s.".formatted(repair.number(), repair.decidedBy()),
          "Ask them, and ask for another one.");
    }
    if (repair.hasLapsed(Instant.now())) {
      throw new StartRefused(
          "The approval of repair %d has lapsed after %d days."
              .formatted(repair.number(), Repair.APPROVAL_TIME.toDays()),
          "Check whether it is still needed, and ask for it again.");
    }
  }

  private void record(Repair repair, Viewer person, String what) {
    log.record(
        entry(
            repair,
            person == null ? Access.by((String) null, What.REPAIR) : Access.by(person, What.REPAIR),
            what));
  }

  private static Access entry(Repair repair, Access by, String what) {
    return by.ofCase(repair.caseNumber())
        .about(repair.account() == null ? repair.askedBy() : repair.account())
        .detail(
            "%s %d: %s %s"
                .formatted(
                    what,
                    repair.number(),
                    repair.action().id(),
                    Objects.toString(repair.diagram(), ""))
                .strip());
  }
}
