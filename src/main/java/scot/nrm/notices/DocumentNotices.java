package scot.nrm.notices;

import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import scot.nrm.access.DocumentAdded;
import scot.nrm.access.Teams;
import scot.nrm.access.Viewer;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.SystemQueries;

/**
 * Notifies the teams that have open tasks in a case of a document that someone outside the team has
 * added. The notice is stored in the transaction that adds it, and sent after it. It goes to the
 * address for office hours only, because a document alone can wait until then.
 */
@Component
class DocumentNotices {

  private final Supplier<NoticeSettings> settings;
  private final NoticeOutbox outbox;
  private final NoticeSender sender;
  private final CaseTasks tasks;
  private final IdentityService identity;
  private final SystemQueries queries;

  DocumentNotices(
      Supplier<NoticeSettings> settings,
      NoticeOutbox outbox,
      NoticeSender sender,
      CaseTasks tasks,
      IdentityService identity,
      SystemQueries queries) {
    this.settings = settings;
    this.outbox = outbox;
    this.sender = sender;
    this.tasks = tasks;
    this.identity = identity;
    this.queries = queries;
  }

  @EventListener
  void added(DocumentAdded document) {
    if (!sender.isInUse() || settings.get().documentAdded().isEmpty()) {
      return;
    }
    Viewer officer = queries.ask(() -> Teams.person(document.officer(), identity));
    tasks.teams(document.caseNumber()).stream()
        .filter(team -> !officer.isIn(team.group()))
        .flatMap(team -> settings.get().team(team.group(), team.council()).stream())
        .distinct()
        .forEach(
            team ->
                outbox.add(
                    "document:" + document.id(),
                    team,
                    false,
                    document.caseNumber(),
                    settings.get().documentAdded()));
    sender.afterCommit();
  }
}
