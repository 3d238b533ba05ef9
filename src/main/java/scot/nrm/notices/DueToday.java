package scot.nrm.notices;

import jakarta.annotation.PreDestroy;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.TaskQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.access.MorningMail;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.mail.Postman;
import scot.nrm.notices.NoticeSettings.Team;

/**
 * Notifies each team in the morning of how many tasks are due today or overdue, if there are any,
 * and sends managers the e-mails that they have switched on. Uses the clock of the cases. One of
 * several nodes does it, once a day.
 */
@Component
class DueToday {

  private static final Logger LOG = LoggerFactory.getLogger(DueToday.class);

  private final Supplier<NoticeSettings> settings;
  private final NoticeOutbox outbox;
  private final NoticeSender sender;
  private final OfficeTimes office;
  private final CaseClock clock;
  private final TaskService tasks;
  private final List<MorningMail> managers;
  private final TransactionTemplate transaction;
  private final Postman postman = new Postman("due-today");

  /** The last morning that this node knows to be done; {@code null} after the start. */
  private LocalDate done;

  DueToday(
      Supplier<NoticeSettings> settings,
      NoticeOutbox outbox,
      NoticeSender sender,
      OfficeTimes office,
      CaseClock clock,
      TaskService tasks,
      List<MorningMail> managers,
      PlatformTransactionManager transactions) {
    this.settings = settings;
    this.outbox = outbox;
    this.sender = sender;
    this.office = office;
    this.clock = clock;
    this.tasks = tasks;
    this.managers = managers;
    this.transaction = new TransactionTemplate(transactions);
  }

  @EventListener(ApplicationReadyEvent.class)
  void runOnSchedule() {
    if (sender.isInUse() && !settings.get().lookEvery().isZero()) {
      postman.every(settings.get().lookEvery(), this::notifyIfDue);
    }
  }

  @PreDestroy
  void stop() {
    postman.stop();
  }

  /** Notifies the teams, if it is time and no node has done so today. */
  synchronized void notifyIfDue() {
    ZonedDateTime now = clock.now().atZone(LocalDay.ZONE);
    LocalDate today = now.toLocalDate();
    if (now.toLocalTime().isBefore(LocalTime.parse(settings.get().dueTodayAt()))
        || today.equals(done)) {
      return;
    }
    try {
      transaction.executeWithoutResult(status -> notifyTeams(today));
      done = today;
    } catch (DuplicateKeyException e) {
      done = today; // another node, at the same moment
    } catch (RuntimeException e) {
      LOG.warn(
          "The teams could not be notified of what is due today ({}); this will be tried again",
          e.getClass().getSimpleName());
    }
  }

  private void notifyTeams(LocalDate today) {
    if (!outbox.beginMorning(today)) {
      return; // another node, or this one before a restart
    }
    outbox.tidyUp();
    // Out of hours means that the office is closed all day, not that it opens later this morning.
    boolean outOfHours = !office.isOpenOn(today);
    for (Team team : settings.get().teams()) {
      long overdue = countOpen(team, LocalDay.startOf(today));
      long dueToday = countOpen(team, LocalDay.startOf(today.plusDays(1))) - overdue;
      if (dueToday + overdue > 0) {
        outbox.add("morning:" + today, team, outOfHours, null, sentence(dueToday, overdue));
      }
    }
    managers.stream()
        .flatMap(one -> one.recipients().stream())
        .distinct()
        .forEach(
            person ->
                outbox.add(
                    NoticeSender.TO_MANAGER + today,
                    NoticeSender.manager(person),
                    false,
                    null,
                    ""));
    sender.afterCommit();
  }

  /** A council's own team has its tasks; a team for every council has those of all others. */
  private long countOpen(Team team, Date dueBefore) {
    TaskQuery query =
        tasks
            .createTaskQuery()
            .active()
            .taskCandidateGroup(team.group())
            .includeAssignedTasks()
            .dueBefore(dueBefore);
    if (!team.council().isEmpty()) {
      return query.tenantIdIn(team.council()).count();
    }
    return query.count()
        - settings.get().teams().stream()
            .filter(other -> other.group().equals(team.group()) && !other.council().isEmpty())
            .mapToLong(other -> countOpen(other, dueBefore))
            .sum();
  }

  static String sentence(long dueToday, long overdue) {
    if (overdue == 0) {
      return tasks(dueToday) + " due today";
    }
    return dueToday == 0
        ? tasks(overdue) + " overdue"
        : tasks(dueToday) + " due today and " + tasks(overdue) + " overdue";
  }

  private static String tasks(long count) {
    return count == 1 ? "1 task is" : count + " tasks are";
  }
}
