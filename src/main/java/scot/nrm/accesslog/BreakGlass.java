package scot.nrm.accesslog;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.annotation.Validated;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.PersonLock;
import scot.nrm.access.Viewer;

/**
 * The rule for who must give a reason before they open the file of a case: anyone who may read it
 * and neither has nor had a task in it. The reason is in the access log, and the entry there is
 * what lets them in, for a set time and on every node.
 */
@Component
class BreakGlass {

  /**
   * @param lasts for how long a person may open that case with a reason they have given
   * @param notAsked the groups that are never asked; what they open is logged all the same
   */
  @Validated
  @ConfigurationProperties("nrm.break-glass")
  record Settings(
      @DefaultValue("60m") @DurationMin(seconds = 1) Duration lasts,
      @DefaultValue Set<String> notAsked) {}

  /**
   * A task assigned to the person, now or in the past, or one that waits for their team; an act on
   * record; or the person's own report. An update that they sent isn't enough: anyone who may read
   * the case may send one.
   */
  private static final String HAS_TASK =
      """
      select 1 from case_register r where r.case_number = :case and (
        r.reported_by = :user
        or exists (select 1 from ACT_RU_TASK t
          join ACT_RU_EXECUTION p on p.ID_ = t.PROC_INST_ID_
          where p.BUSINESS_KEY_ = r.case_number and (t.ASSIGNEE_ = :user
            or t.ASSIGNEE_ is null and (t.TENANT_ID_ is null or t.TENANT_ID_ in (:councils))
              and exists (select 1 from ACT_RU_IDENTITYLINK l
                where l.TASK_ID_ = t.ID_ and l.TYPE_ = 'candidate'
                  and (l.USER_ID_ = :user or l.GROUP_ID_ in (:groups)))))
        or exists (select 1 from ACT_HI_TASKINST t
          join ACT_HI_PROCINST p on p.PROC_INST_ID_ = t.PROC_INST_ID_
          where p.BUSINESS_KEY_ = r.case_number and (t.ASSIGNEE_ = :user
            or exists (select 1 from ACT_HI_IDENTITYLINK l
              where l.TASK_ID_ = t.ID_ and l.TYPE_ = 'assignee' and l.USER_ID_ = :user)))
        or exists (select 1 from register_act a
          where a.case_number = r.case_number and a.officer = :user)
        or exists (select 1 from register_decision d
          where d.case_number = r.case_number and :user in (d.case_owner, d.second_officer)))\
      """;

  private static final String REASON_SINCE =
      """
      select 1 from access_log where case_number = :case and user_id = :user and what = :what
        and allowed and recorded_at > :since fetch first row only\
      """;

  private static final Set<String> NONE = Set.of("");

  private final JdbcClient jdbc;
  private final CaseAccess access;
  private final Settings settings;
  private final ObjectProvider<LettersToPost> letters;
  private final AccessLog log;
  private final PersonLock lock;

  BreakGlass(
      JdbcClient jdbc,
      AccessLog log,
      PersonLock lock,
      CaseAccess access,
      Settings settings,
      ObjectProvider<LettersToPost> letters) {
    this.jdbc = jdbc;
    this.log = log;
    this.lock = lock;
    this.access = access;
    this.settings = settings;
    this.letters = letters;
  }

  /** Whether the person has or had a task in the case, or the letter is one they are to post. */
  boolean hasTask(Viewer viewer, OpenedPage opened) {
    return hasTask(viewer, opened.caseNumber())
        || opened.what() == What.LETTER
            && letters.stream().anyMatch(toPost -> toPost.isForTeamOf(viewer, opened.detail()));
  }

  private boolean hasTask(Viewer viewer, String caseNumber) {
    return jdbc.sql(HAS_TASK)
        .param("case", caseNumber)
        .param("user", viewer.userId())
        .param("councils", orNone(viewer.tenants()))
        .param("groups", orNone(viewer.groups()))
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private static Set<String> orNone(Set<String> ids) {
    return ids.isEmpty() ? NONE : ids;
  }

  /** Enters the reason, once in the time for which it lasts: a form may be sent twice. */
  @Transactional
  public void recordReason(Viewer viewer, String caseNumber, String reason) {
    lock.lock(viewer.userId());
    if (!hasGivenReason(viewer, caseNumber)) {
      log.record(
          Access.by(viewer, What.REASON).ofCase(caseNumber).hasTask(false).withReason(reason));
    }
  }

  /**
   * Whether this is a letter that opens only because it was sent to the person, such as a police
   * liaison, who never has a task.
   */
  boolean opensForAddressee(Viewer viewer, OpenedPage opened) {
    return opened.what() == What.LETTER && !mayRead(viewer, opened.caseNumber());
  }

  /**
   * Whether a person without a task must give a reason. Someone who may not read the case isn't
   * asked, so that being asked doesn't reveal that it exists; a letter that is addressed to them
   * opens as before.
   */
  boolean needsReason(Viewer viewer, String caseNumber) {
    return mayRead(viewer, caseNumber)
        && !viewer.isInAnyOf(settings.notAsked())
        && !hasGivenReason(viewer, caseNumber);
  }

  private boolean hasGivenReason(Viewer viewer, String caseNumber) {
    try {
      return jdbc.sql(REASON_SINCE)
          .param("case", caseNumber)
          .param("user", viewer.userId())
          .param("what", What.REASON.id())
          .param("since", Instant.now().minus(settings.lasts()).atOffset(ZoneOffset.UTC))
          .query(Integer.class)
          .optional()
          .isPresent();
    } catch (DataAccessException e) {
      throw new NotLogged(e);
    }
  }

  /** Whether the person may open the case, or the part of it from the time before a hand-over. */
  boolean mayRead(Viewer viewer, String caseNumber) {
    return access.mayRead(viewer, caseNumber)
        || access.formerCouncil(viewer, caseNumber).isPresent();
  }
}
