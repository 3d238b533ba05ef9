package scot.nrm.journeys;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people, letters and timers go by in a case, as the rows of the database, for comparison. */
public final class CaseRows {

  private static final String OF_CASE = " where e.BUSINESS_KEY_ = ? order by ";

  private static final Map<String, String> IN_THE_ENGINE =
      Map.of(
          "tasks and who may do them",
          """
          select t.ID_, t.TASK_DEF_KEY_, t.NAME_, t.ASSIGNEE_, t.DUE_DATE_, t.FOLLOW_UP_DATE_, l.GROUP_ID_
          from ACT_RU_TASK t join ACT_RU_EXECUTION e on e.ID_ = t.PROC_INST_ID_
          left join ACT_RU_IDENTITYLINK l on l.TASK_ID_ = t.ID_\
          """
              + OF_CASE
              + "1, 7",
          "timers",
          """
          select j.HANDLER_CFG_, j.DUEDATE_ from ACT_RU_JOB j
          join ACT_RU_EXECUTION e on e.ID_ = j.PROCESS_INSTANCE_ID_\
          """
              + OF_CASE
              + "1, 2",
          "messages",
          """
          select s.EVENT_NAME_, s.ACTIVITY_ID_ from ACT_RU_EVENT_SUBSCR s
          join ACT_RU_EXECUTION e on e.ID_ = s.PROC_INST_ID_\
          """
              + OF_CASE
              + "1, 2",
          "values",
          """
          select v.NAME_, v.TEXT_, v.LONG_ from ACT_RU_VARIABLE v
          join ACT_RU_EXECUTION e on e.ID_ = v.PROC_INST_ID_\
          """
              + OF_CASE
              + "1, 2, 3");

  private static final Map<String, String> IN_THE_REGISTER =
      Map.of(
          "register",
          "select * from case_register where case_number = ?",
          "entries",
          "select kind, count(*) from register_event where case_number = ? group by kind order by kind",
          "letters",
          "select occasion, addressee, dated from letter where case_number = ? order by 1, 2, 3");

  private CaseRows() {}

  /** What it waits for, and its values. */
  public static Map<String, List<String>> inTheEngine(JdbcClient jdbc, Journey child) {
    return rows(jdbc, child, IN_THE_ENGINE);
  }

  /** The same with its register, entries and letters. */
  public static Map<String, List<String>> all(JdbcClient jdbc, Journey child) {
    Map<String, List<String>> rows = inTheEngine(jdbc, child);
    rows.putAll(rows(jdbc, child, IN_THE_REGISTER));
    return rows;
  }

  private static Map<String, List<String>> rows(
      JdbcClient jdbc, Journey child, Map<String, String> queries) {
    Map<String, List<String>> rows = new TreeMap<>();
    queries.forEach(
        (what, query) ->
            rows.put(
                what,
                jdbc.sql(query).param(child.caseNumber()).query().listOfRows().stream()
                    .map(Map::toString)
                    .toList()));
    return rows;
  }
}
