package scot.nrm.retention;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.ChainedRow;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.engine.CaseClock;
import scot.nrm.register.EntryKind;
import scot.nrm.retention.Retention.Due;
import scot.nrm.retention.Retention.State;

/**
 * Erases cases that are due: the key of the case and every row that could name the child. First,
 * the facts that the statistics count (D38) are copied to a row with a random number, so the
 * figures of past periods don't change. The case's own number stays only in the list of erasures
 * and in the access log.
 *
 * <p>The running program's user of the database may not erase, so only {@code --nrm.erase} has
 * this. Each case is one transaction, and erased cases are no longer due, so the next run continues
 * one that was stopped at any moment.
 */
public class Erasure {

  private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

  /** The tables from which the case's rows are deleted. */
  static final List<String> TABLES =
      List.of(
          new String[] {
            "case_key", "case_file", "birthday_check", "case_match", "case_move",
            "case_repair", "rehearsal_case", "case_police_force", "letter", "case_document",
            "notice", "kept_waiting", "kept_work", "register_act", "register_decision",
            "register_event", "register_nationality", "register_council"
          });

  /** The tables of the engine's history. Their rows have the id of the outermost process. */
  static final List<String> HISTORY =
      List.of(
          new String[] {
            "ACT_GE_BYTEARRAY", "ACT_HI_ACTINST", "ACT_HI_TASKINST", "ACT_HI_VARINST",
            "ACT_HI_DETAIL", "ACT_HI_IDENTITYLINK", "ACT_HI_COMMENT", "ACT_HI_ATTACHMENT",
            "ACT_HI_INCIDENT", "ACT_HI_JOB_LOG", "ACT_HI_EXT_TASK_LOG", "ACT_HI_OP_LOG",
            "ACT_HI_DEC_IN", "ACT_HI_DEC_OUT", "ACT_HI_DECINST"
          });

  /**
   * The columns that are kept for the statistics. All others are deleted with the case, such as the
   * person who reported it, the 18th birthday and the case it was merged with.
   */
  private static final String COUNTED_COLUMNS =
      """
      local_authority, first_responder_agency, opened_on, referral_received_on, sex, age,
      age_disputed, routing_basis, removal_hold, rg_authority, rg_original_due, rg_due, rg_outcome,
      rg_decided_on, rg_late, rg_days_late, rg_late_mark, reflection_review,
      reflection_original_end, reflection_end, cg_authority, cg_original_target, cg_target,
      cg_outcome, cg_decided_on, cg_late, cg_days_late, cg_late_mark, leave_outcome, leave_ground,
      leave_decided_on, leave_expires_on, case_outcome, closed_on, ukba_copy_on,
      referral_target_missed, missing_since, suspended_stage, suspended_on, reconsidered_stage\
      """;

  /** The kinds of entries that are kept for the statistics, with their stage only. */
  private static final List<String> COUNTED_ENTRIES =
      List.of(
          EntryKind.CHILD_MISSING.id(),
          EntryKind.SUSPENDED.id(),
          EntryKind.EXTENDED.id(),
          EntryKind.RECONSIDERATION_ACCEPTED.id(),
          EntryKind.ERROR_CLOSED.id());

  /** Replaces the number of the case that continued after a merge: only the merge is counted. */
  private static final String MERGED_CASE = "erased";

  private static final OffsetDateTime NO_TIME = OffsetDateTime.parse("1970-01-01T00:00:00Z");

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Retention retention;
  private final RetentionRules rules;
  private final ChangeChain chain;
  private final CaseClock clock;
  private final SecureRandom random = new SecureRandom();

  public Erasure(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Retention retention,
      RetentionRules rules,
      ChangeChain chain,
      CaseClock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.retention = retention;
    this.rules = rules;
    this.chain = chain;
    this.clock = clock;
  }

  /**
   * The result of a run.
   *
   * @param cases how many were erased, without those that were merged with them
   * @param kept how many are due and kept because of a legal hold or open work
   * @param accessLog how many entries of the access log were deleted
   * @param failed the numbers of the cases that could not be erased, and are still complete
   */
  public record Result(int cases, int kept, int accessLog, List<String> failed) {}

  /**
   * Erases everything that is due today. A case that can't be erased doesn't stop the others. Two
   * runs at the same time do no harm.
   */
  public Result run() {
    LocalDate today = clock.today();
    int cases = 0;
    int kept = 0;
    List<String> failed = new ArrayList<>();
    for (Due due : retention.dueBy(today)) {
      try {
        if (due.state() == State.DUE
            && Boolean.TRUE.equals(transaction.execute(status -> erase(due, today)))) {
          cases++;
        } else {
          kept++;
        }
      } catch (CannotCreateTransactionException e) { // all others would fail too
        throw e;
      } catch (RuntimeException e) {
        LOG.error("The case {} could not be erased.", due.caseNumber(), e);
        failed.add(due.caseNumber());
      }
    }
    transaction.executeWithoutResult(status -> beginChains());
    // The access log uses the machine's clock.
    Integer entries =
        transaction.execute(
            status ->
                jdbc.sql("delete from access_log where recorded_at < ?")
                    .param(OffsetDateTime.now(LocalDay.ZONE).minus(rules.accessLog()))
                    .update());
    LOG.info(
        "Erased cases: {}. Deleted entries of the access log: {}. Cases that are due and kept, because of a legal hold or open work: {}.",
        cases,
        entries,
        kept);
    return new Result(cases, kept, entries == null ? 0 : entries, failed);
  }

  /** Someone may be working on the case, so it is checked again once nobody else can. */
  private boolean erase(Due due, LocalDate today) {
    jdbc.sql("select case_number from case_register where case_number in (:numbers) for update")
        .param("numbers", due.numbers())
        .query(String.class)
        .list();
    if (!retention.isStillDue(due, today)) {
      return false;
    }
    due.numbers().forEach(number -> erase(number, due));
    return true;
  }

  private void erase(String number, Due due) {
    copyCountedFacts(number);
    for (String table : HISTORY) {
      jdbc.sql(
              """
              delete from %s where ROOT_PROC_INST_ID_ in
                (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ = ?)\
              """
                  .formatted(table))
          .param(number)
          .update();
    }
    jdbc.sql(
            """
            delete from ACT_HI_PROCINST where ROOT_PROC_INST_ID_ in
              (select ID_ from ACT_HI_PROCINST where BUSINESS_KEY_ = ?)\
            """)
        .param(number)
        .update();
    TABLES.forEach(
        table ->
            jdbc.sql("delete from " + table + " where case_number = ?").param(number).update());
    chain.erased(number);
    jdbc.sql("select first_case, why from register_link where second_case = ?")
        .param(number)
        .query(
            (row, i) -> List.of(row.getString("first_case"), number + "/" + row.getString("why")))
        .list()
        .forEach(link -> chain.changed(link.get(0), ChainedRow.LINKED_CASE, link.get(1)));
    jdbc.sql("delete from register_link where first_case = ? or second_case = ?")
        .params(number, number)
        .update();
    jdbc.sql("update access_log set reason = null where case_number = ? and reason is not null")
        .param(number)
        .update();
    jdbc.sql("delete from case_register where case_number = ?").param(number).update();
    jdbc.sql(
            """
            insert into case_erasure (case_number, rule, erased_at)
            values (?, ?, ?)\
            """)
        .params(number, due.rule().id(), clock.timestamp())
        .update();
  }

  /**
   * Begins the chains of changes of all erased cases of a run together, in the order of their
   * random numbers: otherwise the time of a link would show which row is from which case. This
   * includes rows from an earlier run that was stopped.
   */
  private void beginChains() {
    List<String> left =
        jdbc.sql(
                """
                select case_number from case_register r where r.erased is not null
                  and not exists (select 1 from chain_link l where l.chain = r.case_number)
                order by case_number\
                """)
            .query(String.class)
            .list();
    for (String number : left) {
      chain.changed(number, ChainedRow.CASE, number);
      jdbc.sql("select nationality from register_nationality where case_number = ?")
          .param(number)
          .query(String.class)
          .list()
          .forEach(one -> chain.changed(number, ChainedRow.NATIONALITY, one));
      jdbc.sql("select id from register_event where case_number = ?")
          .param(number)
          .query(Long.class)
          .list()
          .forEach(one -> chain.changed(number, ChainedRow.ENTRY, one));
    }
  }

  /**
   * Copies what is counted to a row with a random number. Nothing in it shows when the case was
   * erased, because with that time the list of erasures would give its number.
   */
  private void copyCountedFacts(String number) {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    String left = "ERASED-" + HexFormat.of().withUpperCase().formatHex(bytes);
    jdbc.sql(
            """
            insert into case_register (case_number, opened_order, erased, merged_into, %1$s)
            select cast(? as varchar(32)), cast(? as bigint), true,
              case when merged_into is null then null else '%2$s' end, %1$s
            from case_register where case_number = ?\
            """
                .formatted(COUNTED_COLUMNS, MERGED_CASE))
        .params(left, randomId(), number)
        .update();
    jdbc.sql(
            """
            insert into register_nationality (case_number, nationality)
            select cast(? as varchar(32)), nationality from register_nationality where case_number = ?\
            """)
        .params(left, number)
        .update();
    jdbc.sql(
            "select kind, stage from register_event where case_number = :number and kind in (:kinds)")
        .param("number", number)
        .param("kinds", COUNTED_ENTRIES)
        .query((row, i) -> new Object[] {row.getString("kind"), row.getString("stage")})
        .list()
        .forEach(
            entry ->
                jdbc.sql(
                        """
                        insert into register_event (id, case_number, recorded_at, kind, stage)
                        values (?, ?, ?, ?, ?)\
                        """)
                    .params(randomId(), left, NO_TIME, entry[0], entry[1])
                    .update());
  }

  /** A random number. The next one of a sequence would show when the case was erased. */
  private long randomId() {
    return -1 - random.nextLong(Long.MAX_VALUE);
  }
}
