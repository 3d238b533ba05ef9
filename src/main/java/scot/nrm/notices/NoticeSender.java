package scot.nrm.notices;

import jakarta.annotation.PreDestroy;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import scot.nrm.access.MorningMail;
import scot.nrm.access.MorningMail.Mail;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.Roles;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.mail.MailServer;
import scot.nrm.mail.Postman;
import scot.nrm.mail.ReporterAddresses;
import scot.nrm.notices.NoticeSettings.Team;

/**
 * E-mails the notices after the transaction that created them, on one node, and retries failures
 * for a day. After a crash a notice may arrive twice; none is lost. A failing mail server affects
 * no case.
 */
@Component
class NoticeSender {

  private static final Logger LOG = LoggerFactory.getLogger(NoticeSender.class);
  private static final String TASKLIST = "/camunda/app/tasklist/default/";
  private static final String WORK_IS_WAITING = "Work is waiting for your team";
  private static final String CASE_HAS_MOVED = "A case has moved from your team";

  private static final String TASK_ASSIGNED = "A task has been assigned to you";
  private static final String TASKS_ASSIGNED = " tasks have been assigned to you";

  private static final String RECEIVED = "Your concern has been received";
  private static final String MY_CONCERNS = "/nrm/my-concerns";

  /** Instead of a team: the person who reported the child, at the address they gave. */
  static final Team REPORTER = new Team("reporter", "", "", "");

  private static final String MANAGER = "manager";

  /** The mail server, which no message can reach, instead of one message that failed. */
  private static final String SERVER = "server";

  /** How the occurrence of a manager's e-mail begins; the morning follows. */
  static final String TO_MANAGER = "managers:";

  /** How the occurrence of a case that has moved away begins. */
  static final String MOVED = "moved:";

  /** How the occurrence of a team's new task begins; the task's id follows. */
  static final String TASK = "task:";

  /** How the occurrence of a task that was assigned to a person begins; the task's id follows. */
  static final String ASSIGNED = "assigned:";

  private final NoticeOutbox outbox;
  private final Supplier<NoticeSettings> settings;
  private final Roles roles;
  private final MailServer mail;
  private final Authorities authorities;
  private final CaseClock clock;
  private final CaseTasks tasks;
  private final ReporterAddresses reporters;
  private final List<MorningMail> managers;
  private final NamesAndRoles people;
  private final Postman postman = new Postman("notices");

  NoticeSender(
      NoticeOutbox outbox,
      Supplier<NoticeSettings> settings,
      Roles roles,
      MailServer mail,
      ReporterAddresses reporters,
      List<MorningMail> managers,
      NamesAndRoles people,
      Authorities authorities,
      CaseClock clock,
      CaseTasks tasks) {
    this.authorities = authorities;
    this.clock = clock;
    this.tasks = tasks;
    this.managers = managers;
    this.reporters = reporters;
    this.people = people;
    this.outbox = outbox;
    this.settings = settings;
    this.roles = roles;
    this.mail = mail;
  }

  /** Instead of a team: one manager, whose user id is where a team has its local authority. */
  static Team manager(String person) {
    return new Team(MANAGER, person, "", "");
  }

  boolean isInUse() {
    return mail.isConfigured();
  }

  void afterCommit() {
    postman.afterCommit(this::sendAll);
  }

  @EventListener(ApplicationReadyEvent.class)
  void sendOnSchedule() {
    if (isInUse() && !settings.get().lookEvery().isZero()) {
      postman.every(settings.get().lookEvery(), this::sendAll);
    }
  }

  @PreDestroy
  void stop() {
    postman.stop();
  }

  /** Sends all waiting notices; a failure doesn't stop the next one. */
  void sendAll() {
    int givenUp = outbox.giveUp();
    if (givenUp > 0) {
      LOG.warn("{} notices could not be e-mailed within a day and will not be sent", givenUp);
    }
    // Several tasks that were assigned to one person are one message.
    for (List<Notice> message : messages(outbox.waiting())) {
      List<Notice> claimed =
          postman.isStopping() ? List.of() : message.stream().filter(outbox::claim).toList();
      if (!claimed.isEmpty() && !send(claimed)) {
        return;
      }
    }
  }

  private static Collection<List<Notice>> messages(List<Notice> waiting) {
    return waiting.stream()
        .collect(
            Collectors.groupingBy(
                notice -> notice.person().isEmpty() ? notice.id() : "to " + notice.person(),
                LinkedHashMap::new,
                Collectors.toList()))
        .values();
  }

  /** Returns whether the mail server is there for the next message. */
  private boolean send(List<Notice> claimed) {
    Map<Boolean, List<Notice>> current =
        claimed.stream().collect(Collectors.partitioningBy(this::isCurrent));
    current.get(false).forEach(outbox::dismiss);
    List<Notice> notices = current.get(true);
    if (notices.isEmpty()) {
      return true;
    }
    Notice first = notices.get(0);
    // Reading the address can fail too, if a case file can't be read.
    try {
      Optional<Mail> message = first.person().isEmpty() ? message(first) : toPerson(notices);
      if (message.isEmpty()) {
        notices.forEach(outbox::dismiss);
        return true;
      }
      mail.send(
          message.get().address(),
          message.get().subject(),
          authorities.fill(message.get().text(), clock.today()));
    } catch (MessagingException | RuntimeException e) {
      Duration pause = MailServer.mayRetrySoon(e) ? NoticeOutbox.PAUSE : NoticeOutbox.LONG_PAUSE;
      notices.forEach(notice -> outbox.postpone(notice, pause));
      boolean away = MailServer.isUnavailable(e);
      warn(
          away ? SERVER : first.id(),
          away ? "Notices" : "Notice " + first.id() + teamWords(first),
          e);
      return !away;
    }
    if (postman.succeeded(SERVER)) {
      LOG.info("Notices can be e-mailed again");
    }
    postman.succeeded(first.id());
    notices.forEach(outbox::sent);
    return true;
  }

  /**
   * Whether a task is still open, and that person's or team's: hours may have passed. Anything else
   * is sent whatever has happened since.
   */
  private boolean isCurrent(Notice notice) {
    if (notice.occurrence().startsWith(ASSIGNED)) {
      return tasks.isAssignedTo(taskId(notice), notice.person());
    }
    return !notice.occurrence().startsWith(TASK)
        || isToReporter(notice)
        || tasks.belongsTo(taskId(notice), new CaseTasks.Team(notice.group(), notice.council()));
  }

  private static String taskId(Notice notice) {
    return notice.occurrence().split(":")[1];
  }

  /** Whose address the operator has to correct. Of a person, nothing is logged. */
  private static String teamWords(Notice notice) {
    return notice.group().isEmpty() || isToReporter(notice) || notice.group().equals(MANAGER)
        ? ""
        : " to "
            + notice.group()
            + (notice.council().isEmpty() ? "" : " of " + notice.council())
            + (notice.toOutOfHours() ? ", out of hours" : "");
  }

  /** Neither the message of the failure nor its cause: mail servers quote addresses in them. */
  private void warn(String id, String words, Exception failure) {
    String reason = MailServer.reason(failure);
    String kind = MailServer.kind(failure);
    if (postman.isNewFailure(id, reason + kind)) {
      LOG.warn(
          "{} could not be e-mailed ({}, {}); this will be tried again, and logged again only where it fails differently",
          words,
          reason,
          kind);
    }
  }

  private Optional<Mail> toPerson(List<Notice> notices) {
    Notice first = notices.get(0);
    return people
        .email(first.person())
        .map(
            address ->
                new Mail(
                    address,
                    notices.size() == 1 ? subject(first) : notices.size() + TASKS_ASSIGNED,
                    text(notices)));
  }

  private Optional<Mail> message(Notice notice) {
    if (!notice.group().equals(MANAGER)) {
      return address(notice).map(address -> new Mail(address, subject(notice), text(notice)));
    }
    LocalDate morning = LocalDate.parse(notice.occurrence().substring(TO_MANAGER.length()));
    // A person who gets several of them gets one message.
    return managers.stream()
        .flatMap(
            one ->
                one.of(notice.council(), morning).stream()
                    .map(
                        known ->
                            new Mail(
                                known.address(),
                                known.subject() + ": National Referral Mechanism",
                                known.text() + "\n" + mail.baseUrl() + one.page() + "\n")))
        .reduce(
            (one, next) -> new Mail(one.address(), one.subject(), one.text() + "\n" + next.text()));
  }

  /** The current address, which may have been corrected since the notice was created. */
  private Optional<String> address(Notice notice) {
    if (isToReporter(notice)) {
      return reporters.of(notice.caseNumber());
    }
    return settings
        .get()
        .team(notice.group(), notice.council())
        .map(notice.toOutOfHours() ? Team::outOfHours : Team::address)
        .filter(address -> !address.isEmpty());
  }

  private static String subject(Notice notice) {
    return notice.caseNumber() == null
        ? heading(notice)
        : heading(notice) + ", case number " + notice.caseNumber();
  }

  private static boolean isToReporter(Notice notice) {
    return notice.group().equals(REPORTER.group());
  }

  private static String heading(Notice notice) {
    if (isToReporter(notice)) {
      return RECEIVED;
    }
    if (!notice.person().isEmpty()) {
      return TASK_ASSIGNED;
    }
    return notice.occurrence().startsWith(MOVED) ? CASE_HAS_MOVED : WORK_IS_WAITING;
  }

  /** Of a person's tasks; each is opened by its link. */
  private String text(List<Notice> notices) {
    return notices.stream()
        .map(
            notice ->
                (notice.caseNumber() == null ? "" : "Case number " + notice.caseNumber() + ": ")
                    + notice.sentence()
                    + "\n"
                    + mail.baseUrl()
                    + TASKLIST
                    + "#/?task="
                    + taskId(notice))
        .collect(
            Collectors.joining(
                "\n\n",
                (notices.size() == 1 ? TASK_ASSIGNED : notices.size() + TASKS_ASSIGNED)
                    + " in the National Referral Mechanism.\n\n",
                "\n"));
  }

  private String text(Notice notice) {
    if (isToReporter(notice)) {
      return """
      %s: %s.

      Case number: %s

      If you can sign in, you can see what has happened since:
      %s
      """
          .formatted(
              RECEIVED, notice.sentence(), notice.caseNumber(), mail.baseUrl() + MY_CONCERNS);
    }
    return """
    %s in the National Referral Mechanism: %s.

    Team: %s
    %s
    %s
    """
        .formatted(
            heading(notice),
            notice.sentence(),
            roles.name(notice.group()),
            notice.caseNumber() == null ? "" : "Case number: " + notice.caseNumber() + "\n",
            mail.baseUrl() + TASKLIST);
  }
}
