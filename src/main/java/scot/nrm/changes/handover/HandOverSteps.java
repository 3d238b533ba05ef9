package scot.nrm.changes.handover;

import static scot.nrm.engine.CaseVariables.HAND_OVER_FROM;
import static scot.nrm.engine.CaseVariables.LEAD_PROFESSIONAL;
import static scot.nrm.engine.CaseVariables.LOCAL_AUTHORITY;
import static scot.nrm.engine.CaseVariables.RECEIVING_COUNCIL;

import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.access.Absences;
import scot.nrm.access.PersonLock;
import scot.nrm.access.Role;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.CaseTenants;
import scot.nrm.engine.CaseTenants.MovedAway;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.forms.check.FormField;
import scot.nrm.letters.LettersAfterChange;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** The steps by which a case is handed over to another local authority (D41). */
@Configuration(proxyBeanMethods = false)
class HandOverSteps {

  /** The diagram in which the other local authority answers. */
  static final String ANSWER_DIAGRAM = "accept-hand-over";

  private final CaseFile file;
  private final RegisterUpdates updates;
  private final CaseInstances instances;

  HandOverSteps(CaseFile file, RegisterUpdates updates, CaseInstances instances) {
    this.file = file;
    this.updates = updates;
    this.instances = instances;
  }

  /**
   * Asks another local authority to take over a case (D41). The task is in a process that belongs
   * to that authority, which sees nothing else of the case until it accepts. A move may be
   * announced weeks ahead, so the answer is due after it.
   */
  @Step(
      value = "Ask the other local authority",
      needs = "receivingCouncil",
      starts = "accept-hand-over",
      passes = {"handOverFrom", "localAuthority"})
  @Bean
  JavaDelegate askOtherCouncil(CaseClock clock) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      String council = RECEIVING_COUNCIL.from(step).get();
      CaseFileContent asked = file.read(caseNumber);
      LocalDate moves = asked.date("handOverMoveDate").orElseThrow();
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(EntryKind.HAND_OVER_ASKED)
              .code(council)
              .from(moves)
              .officer(Officer.of(step))
              .detail(asked.text("handOverReason")));
      LocalDate today = clock.today();
      Date from = LocalDay.endOf(moves.isAfter(today) ? moves : today);
      instances.start(ANSWER_DIAGRAM, caseNumber, council, Map.of(HAND_OVER_FROM.getName(), from));
    };
  }

  /**
   * Hands over the case to the local authority that has accepted it (D41). One transaction changes
   * the register, from which letters take the authority, and everything running under the case
   * number. The old authority's open tasks become unassigned tasks of the new one. The assessment
   * and the parts of the NRM form go to the lead professional who was chosen there, unless that
   * person is away or has just left. An adult gets no more letters at an address of their own that
   * was found before (D7), letters that waited for an address are sent if one is entered now, and
   * the police are those of the new area. What the former authority was sent on or after the date
   * of acceptance, and still applies, is sent to the new one too. The competent authorities' tasks
   * keep their assignees, and no date changes.
   */
  @Step(
      value = "Change the local authority",
      needs = "localAuthority",
      sets = {"leadProfessional", "localAuthority"},
      sends = {"address-recorded", "council-changed"})
  @Bean
  JavaDelegate changeCouncil(
      CaseTasks tasks,
      CaseTenants tenants,
      Roles roles,
      Register register,
      LettersAfterChange letters,
      Absences absences,
      PersonLock people,
      CaseClock clock,
      ApplicationEventPublisher events) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      String council = LOCAL_AUTHORITY.from(step).get();
      CaseFileContent accepted = file.read(caseNumber);
      LocalDate on = accepted.date("handOverAcceptedDate").orElseThrow();
      String from = register.lock(caseNumber).localAuthority();
      updates.councilChanged(caseNumber, council, on, Officer.of(step));
      letters.updateAddressesAfterMove(caseNumber, from, council, Officer.of(step));
      letters.resendToNewArea(caseNumber, on, Officer.of(step));
      tenants.move(caseNumber, council);
      instances.setWherePresent(caseNumber, LOCAL_AUTHORITY, council);
      Optional<String> lead = FormField.account(accepted.text("leadProfessionalId"));
      instances.setWherePresent(caseNumber, LEAD_PROFESSIONAL, lead.orElse(null));
      tasks.unassign(caseNumber, councilGroups(roles), List.of(ANSWER_DIAGRAM));
      lead.filter(person -> absences.on(person, clock.today()).isEmpty())
          .filter(person -> people.lockAndRead(person).tenants().contains(council))
          .ifPresent(person -> tasks.assignByDiagram(caseNumber, person));
      instances.correlate(caseNumber, "council-changed");
      letters.sendIfAddressKnown(caseNumber);
      events.publishEvent(
          new MovedAway(
              caseNumber,
              Set.of(Role.LA_MANAGER.group(), Role.LA_LEAD_PROFESSIONAL.group()),
              from,
              "another local authority"));
    };
  }

  private static List<String> councilGroups(Roles roles) {
    return roles.roles().stream()
        .filter(role -> role.councils() == CouncilsOfRole.OWN)
        .map(RoleSettings::group)
        .toList();
  }

  /**
   * Records that a local authority has not accepted a handover, and notifies the one that has the
   * case (D41). Nothing else changes.
   */
  @Step(value = "Return the handover", needs = "localAuthority", sends = "hand-over-returned")
  @Bean
  JavaDelegate returnHandOver(CaseClock clock) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(EntryKind.HAND_OVER_RETURNED)
              .code(LOCAL_AUTHORITY.from(step).get())
              .from(clock.today())
              .officer(Officer.of(step))
              .detail(file.read(caseNumber).text("handOverReturnReason")));
      instances.correlate(caseNumber, "hand-over-returned");
    };
  }
}
