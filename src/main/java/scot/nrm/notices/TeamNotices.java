package scot.nrm.notices;

import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.TaskCreatedListener;

/**
 * Notifies a team at once of a new task that can't wait, such as a concern. The notice is stored in
 * the transaction of the task, and sent after it.
 */
@Component
class TeamNotices implements TaskCreatedListener {

  private final NoticeSettings settings;
  private final NoticeOutbox outbox;
  private final NoticeSender sender;
  private final OfficeTimes office;
  private final CaseClock clock;

  TeamNotices(
      NoticeSettings settings,
      NoticeOutbox outbox,
      NoticeSender sender,
      OfficeTimes office,
      CaseClock clock) {
    this.settings = settings;
    this.outbox = outbox;
    this.sender = sender;
    this.office = office;
    this.clock = clock;
  }

  @Override
  public void created(DelegateTask task) {
    if (!sender.isInUse()) {
      return;
    }
    String process = task.getProcessDefinitionId().split(":")[0];
    Optional<String> sentence = settings.sentenceFor(process, task.getTaskDefinitionKey());
    if (sentence.isEmpty()) {
      return;
    }
    boolean outOfHours = !office.isOpenAt(clock.now());
    String council = task.getTenantId() == null ? "" : task.getTenantId();
    task.getCandidates().stream()
        .map(IdentityLink::getGroupId)
        .filter(Objects::nonNull)
        .distinct()
        .flatMap(group -> settings.team(group, council).stream())
        .forEach(
            team ->
                outbox.keep(
                    "task:" + task.getId(),
                    team,
                    outOfHours,
                    task.getExecution().getProcessBusinessKey(),
                    sentence.get()));
    sender.afterCommit();
  }
}
