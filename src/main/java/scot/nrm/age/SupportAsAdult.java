package scot.nrm.age;

import java.util.Map;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates.FoundToBeChild;

/** Support as an adult, beside the case's other work (D7). */
@Component
class SupportAsAdult {

  private static final String DIAGRAM = "support-as-adult";
  private static final Set<String> OPEN_WORK = Set.of("nrm-case", "reconsideration");

  private final Register register;
  private final CaseInstances instances;
  private final ApplicationEventPublisher events;

  SupportAsAdult(Register register, CaseInstances instances, ApplicationEventPublisher events) {
    this.register = register;
    this.instances = instances;
    this.events = events;
  }

  /**
   * Starts it for a person who has become an adult while a decision is still due or the reflection
   * period is running. Does nothing if they have already answered as an adult: a second finding
   * asks nobody again.
   */
  void start(String caseNumber) {
    RegisterCase nrmCase = register.lock(caseNumber);
    // No query finds a case that is reopened in this transaction, but it has no outcome.
    boolean hasOpenWork =
        nrmCase.caseOutcome() == null
            || instances.diagrams(caseNumber).stream().anyMatch(OPEN_WORK::contains);
    if (nrmCase.now().adultFrom() != null && hasOpenWork && !hasAnswered(caseNumber)) {
      instances.start(DIAGRAM, caseNumber, nrmCase.localAuthority(), Map.of());
    }
  }

  private boolean hasAnswered(String caseNumber) {
    return register
        .latest(caseNumber, EntryKind.CONSENT, EntryKind.CHILD_AGAIN)
        .filter(answer -> answer.is(EntryKind.CONSENT))
        .isPresent();
  }

  /**
   * Ends its tasks, and the search for an address of the person, because the person is a child:
   * letters that waited for one go to the local authority (D37), and so do those that went to the
   * person. Leave that an adult would have renewed is monitored again (D29).
   */
  void stop(String caseNumber, String why) {
    instances.end(caseNumber, Set.of(DIAGRAM), why);
    events.publishEvent(new FoundToBeChild(caseNumber));
    instances.correlate(caseNumber, "address-recorded");
    String council = register.lock(caseNumber).localAuthority();
    register
        .latest(
            caseNumber,
            EntryKind.LEAVE_DECIDED,
            EntryKind.LEAVE_RENEWED,
            EntryKind.LEAVE_NOT_RENEWED)
        .filter(leave -> leave.to() != null)
        .ifPresent(leave -> instances.start("leave-expiry", caseNumber, council, Map.of()));
  }
}
