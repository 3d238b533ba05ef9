package scot.nrm.notices;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.access.SameChildElsewhere;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseTenants.MovedAway;
import scot.nrm.engine.TaskCreatedListener;
import scot.nrm.mail.ReporterAddresses;
import scot.nrm.notices.NoticeSettings.Occasion;

/**
 * Notifies a team at once of a new task that can't wait, such as a concern, and of a case that has
 * moved away from it; and the person who reported a child that their concern was received. The
 * notice is stored in the transaction of the task or move, and sent after it.
 */
@Component
class TeamNotices implements TaskCreatedListener {

  private final Supplier<NoticeSettings> settings;
  private final NoticeOutbox outbox;
  private final NoticeSender sender;
  private final OfficeTimes office;
  private final CaseClock clock;
  private final ReporterAddresses reporters;

  TeamNotices(
      Supplier<NoticeSettings> settings,
      NoticeOutbox outbox,
      NoticeSender sender,
      OfficeTimes office,
      CaseClock clock,
      ReporterAddresses reporters) {
    this.settings = settings;
    this.outbox = outbox;
    this.sender = sender;
    this.office = office;
    this.clock = clock;
    this.reporters = reporters;
  }

  @EventListener
  void moved(MovedAway moved) {
    if (!sender.isInUse()) {
      return;
    }
    String occurrence = NoticeSender.MOVED + UUID.randomUUID();
    moved.groups().stream()
        .sorted()
        .flatMap(group -> settings.get().team(group, moved.council()).stream())
        .forEach(
            team ->
                outbox.add(
                    occurrence, team, false, moved.caseNumber(), "it is now with " + moved.to()));
    sender.afterCommit();
  }

  /** At once, because two local authorities may each think that the other protects the child. */
  @EventListener
  void sameChildElsewhere(SameChildElsewhere merged) {
    if (!sender.isInUse()) {
      return;
    }
    boolean outOfHours = !office.isOpenAt(clock.now());
    Stream.of(Role.LA_DUTY_SOCIAL_WORK, Role.LA_LEAD_PROFESSIONAL)
        .flatMap(role -> settings.get().team(role.group(), merged.localAuthority()).stream())
        .forEach(
            team ->
                outbox.add(
                    "same-child:" + UUID.randomUUID(),
                    team,
                    outOfHours,
                    merged.caseNumber(),
                    "another local authority has a case about the same child: contact it today"));
    sender.afterCommit();
  }

  @Override
  public void created(DelegateTask task) {
    if (!sender.isInUse()) {
      return;
    }
    String process = task.getProcessDefinitionId().split(":")[0];
    Optional<Occasion> occasion = settings.get().occasionOf(process, task.getTaskDefinitionKey());
    if (occasion.isEmpty()) {
      return;
    }
    String caseNumber = task.getExecution().getProcessBusinessKey();
    boolean outOfHours = !office.isOpenAt(clock.now());
    String council = task.getTenantId() == null ? "" : task.getTenantId();
    task.getCandidates().stream()
        .map(IdentityLink::getGroupId)
        .filter(Objects::nonNull)
        .distinct()
        .flatMap(group -> settings.get().team(group, council).stream())
        .forEach(
            team ->
                outbox.add(
                    NoticeSender.TASK + task.getId(),
                    team,
                    outOfHours,
                    caseNumber,
                    occasion.get().sentence()));
    String toReporter = occasion.get().toReporter();
    if (!toReporter.isEmpty() && reporters.of(caseNumber).isPresent()) {
      outbox.add(
          NoticeSender.TASK + task.getId(), NoticeSender.REPORTER, false, caseNumber, toReporter);
    }
    sender.afterCommit();
  }
}
