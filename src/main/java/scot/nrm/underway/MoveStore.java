package scot.nrm.underway;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.sets.CasesUnderWay;

/** The tables of moves, and what the engine's tables say about the cases to be moved. */
@Component
class MoveStore {

  private static final int MAX_CANDIDATES = 100;

  /** The move of cases to the set that a revision has become. */
  record Move(int revision, int set) {}

  /**
   * A process of a case to be moved, with all processes that it calls.
   *
   * @param instance the id of the outermost process
   */
  record Candidate(String instance, String caseNumber) {}

  record SetStage(int set, String diagram) {}

  /** A running process. */
  record Instance(String id, String definition, String diagram) {}

  /** A case that could not be moved, with the reason. */
  record StayingCase(String caseNumber, String reason) {}

  /**
   * The number of cases that stay for the same reason.
   *
   * @param reason empty for cases that have moved
   */
  record ReasonCount(String reason, int cases) {}

  private static final String WAITING =
      CaseSteps.EXECUTIONS
          + "join ACT_RE_PROCDEF s on s.DEPLOYMENT_ID_ = d.DEPLOYMENT_ID_ and s.KEY_ = 'nrm-case' "
          + CaseSteps.AT_A_STEP;

  private final JdbcClient jdbc;
  private final CaseClock clock;

  MoveStore(JdbcClient jdbc, CaseClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  void begin(int revision, int set) {
    jdbc.sql("insert into revision_move (revision, made_set, begun_at) values (?, ?, ?)")
        .params(revision, set, clock.timestamp())
        .update();
  }

  List<Move> unfinished() {
    return jdbc.sql(
            "select revision, made_set as \"set\" from revision_move where finished_at is null order by revision")
        .query(Move.class)
        .list();
  }

  /** Whether the revision has moved all its cases; empty if it moves none. */
  Optional<Boolean> isFinished(int revision) {
    return jdbc.sql("select finished_at is not null from revision_move where revision = ?")
        .param(revision)
        .query(Boolean.class)
        .optional();
  }

  void finish(int revision) {
    jdbc.sql("update revision_move set finished_at = ? where revision = ? and finished_at is null")
        .params(clock.timestamp(), revision)
        .update();
  }

  /** Some of the cases that a row moves and that have neither been moved nor refused yet. */
  List<Candidate> candidates(Move move, CasesUnderWay rows) {
    List<String> moving =
        rows.rows().stream()
            .flatMap(
                row ->
                    row.from().stream()
                        .filter(set -> rows.movesAtOnce(set, row.stage()))
                        .map(set -> row.stage() + " " + set))
            .distinct()
            .toList();
    if (moving.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            "select distinct r.ID_ as instance, r.BUSINESS_KEY_ as case_number "
                + WAITING
                + """

                  and concat(d.KEY_, ' ', s.VERSION_) in (:moving) and s.VERSION_ < :set
                  and not exists (
                    select 1 from case_move m where m.revision = :revision and m.instance = r.ID_)
                order by r.ID_
                fetch first %d rows only\
                """
                    .formatted(MAX_CANDIDATES))
        .param("moving", moving)
        .param("set", move.set())
        .param("revision", move.revision())
        .query(Candidate.class)
        .list();
  }

  /** The stages that a case is in now. */
  List<SetStage> stages(String instance) {
    return jdbc.sql(
            "select distinct s.VERSION_ as \"set\", d.KEY_ as diagram "
                + WAITING
                + " and r.ID_ = :instance")
        .param("instance", instance)
        .query(SetStage.class)
        .list();
  }

  /** Locks the move; false if another node has already dealt with the case. */
  boolean lockUnlessDone(Move move, Candidate candidate) {
    jdbc.sql("select revision from revision_move where revision = ? for update")
        .param(move.revision())
        .query(Integer.class)
        .single();
    return jdbc.sql("select count(*) from case_move where revision = ? and instance = ?")
            .params(move.revision(), candidate.instance())
            .query(Integer.class)
            .single()
        == 0;
  }

  void recordMove(Move move, Candidate candidate) {
    add(move, candidate, true, "");
  }

  void recordStay(Move move, Candidate candidate, String reason) {
    add(move, candidate, false, reason.length() > 1000 ? reason.substring(0, 1000) : reason);
  }

  private void add(Move move, Candidate candidate, boolean moved, String reason) {
    jdbc.sql(
            "insert into case_move (revision, instance, case_number, moved, reason, looked_at)"
                + " values (?, ?, ?, ?, ?, ?)")
        .params(
            move.revision(),
            candidate.instance(),
            candidate.caseNumber(),
            moved,
            reason,
            clock.timestamp())
        .update();
  }

  List<Instance> instances(String root) {
    return jdbc.sql(
            """
            select i.ID_ as id, i.PROC_DEF_ID_ as definition, d.KEY_ as diagram from ACT_RU_EXECUTION i
            join ACT_RE_PROCDEF d on d.ID_ = i.PROC_DEF_ID_
            where i.ROOT_PROC_INST_ID_ = ? and i.PARENT_ID_ is null order by i.ID_\
            """)
        .param(root)
        .query(Instance.class)
        .list();
  }

  /** The timers, tasks and messages of a case, as they are in this transaction. */
  CaseState state(String root) {
    return new CaseState(
        ofCase(
            root,
            """
            select j.ID_ as id, j.PROCESS_INSTANCE_ID_ as instance, j.HANDLER_TYPE_ as kind,
              j.HANDLER_CFG_ as configuration, j.DUEDATE_ as due
            from ACT_RU_JOB j join ACT_RU_EXECUTION i on i.ID_ = j.PROCESS_INSTANCE_ID_\
            """,
            CaseState.Job.class),
        ofCase(
            root,
            """
            select t.ID_ as id, t.ASSIGNEE_ as assignee, t.DUE_DATE_ as due, t.FOLLOW_UP_DATE_ as follow_up
            from ACT_RU_TASK t join ACT_RU_EXECUTION i on i.ID_ = t.PROC_INST_ID_\
            """,
            CaseState.OpenTask.class),
        ofCase(
            root,
            """
            select i.ID_ as instance, s.EVENT_TYPE_ as kind, s.EVENT_NAME_ as name, s.ACTIVITY_ID_ as element
            from ACT_RU_EVENT_SUBSCR s join ACT_RU_EXECUTION i on i.ID_ = s.PROC_INST_ID_\
            """,
            CaseState.Waiting.class));
  }

  /** Runs a query on the processes of a case, which it calls {@code i}. */
  private <T> List<T> ofCase(String root, String query, Class<T> rows) {
    return jdbc.sql(query + " where i.ROOT_PROC_INST_ID_ = ?").param(root).query(rows).list();
  }

  List<ReasonCount> countByReason(int revision) {
    return jdbc.sql(
            """
            select reason, count(distinct case_number) as cases from case_move
            where revision = ? group by reason order by cases desc, reason\
            """)
        .param(revision)
        .query(ReasonCount.class)
        .list();
  }

  /** The cases that stay, by reason and number. */
  List<StayingCase> stayingCases(int revision) {
    return jdbc.sql(
            """
            select distinct case_number, reason from case_move
            where revision = ? and moved = false order by reason, case_number\
            """)
        .param(revision)
        .query(StayingCase.class)
        .list();
  }
}
