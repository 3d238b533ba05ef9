package scot.nrm.notices;

import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.NamesAndRoles.Details;
import scot.nrm.engine.CaseNumberInTaskName;
import scot.nrm.engine.TaskLeftListener;

/**
 * Notifies a person of a task that someone else, or the diagram, has assigned to them. The notice
 * is stored in the transaction that assigns the task, and sent after it, to the address of their
 * account.
 */
@Component
class AssigneeNotices implements TaskLeftListener {

  private final NoticeOutbox outbox;
  private final NoticeSender sender;
  private final NamesAndRoles people;
  private final IdentityService identity;

  AssigneeNotices(
      NoticeOutbox outbox, NoticeSender sender, NamesAndRoles people, IdentityService identity) {
    this.outbox = outbox;
    this.sender = sender;
    this.people = people;
    this.identity = identity;
  }

  @Override
  public void left(DelegateTask task, String assignee, boolean ended) {
    Authentication person = identity.getCurrentAuthentication();
    if (assignee == null
        || person != null && assignee.equals(person.getUserId())
        || !sender.isInUse()
        || people.email(assignee).isEmpty()) {
      return;
    }
    String caseNumber = CaseNumberInTaskName.in(task.getName()).orElse(null);
    outbox.addForPerson(
        assignee,
        NoticeSender.ASSIGNED + task.getId() + ":" + UUID.randomUUID().toString().substring(0, 8),
        caseNumber,
        CaseNumberInTaskName.without(task.getName(), caseNumber) + onBehalfOf(task, assignee));
    sender.afterCommit();
  }

  private String onBehalfOf(DelegateTask task, String assignee) {
    return task.getOwner() == null || task.getOwner().equals(assignee)
        ? ""
        : people
            .of(List.of(task.getOwner()))
            .now(task.getOwner())
            .map(Details::name)
            .map(name -> ", while " + name + " is away")
            .orElse("");
  }
}
