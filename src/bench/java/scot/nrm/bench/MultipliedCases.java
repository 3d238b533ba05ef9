package scot.nrm.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scot.nrm.Databases.Database;

/**
 * Multiplies some thousands of cases that have gone through the diagrams and forms by copying their
 * rows in PostgreSQL. A copy has its own case number and engine ids, and the dates of its original;
 * its letters have been posted.
 *
 * <p>Copied are the running instances with their tasks, variables, jobs and subscriptions, the
 * history of instances, activities, tasks, variables and who was involved, and the register with
 * its events, decisions and list of letters. Not copied are encrypted texts (the child's file,
 * reasons, the letters themselves), since each can only be decrypted for its own case, and
 * histories that no manager's page reads (single values, decision tables, operations, jobs).
 *
 * <p>The histories of activities, tasks, variables and who was involved are seven eighths of the
 * database, and read for one case or at night. {@code -Dnrm.bench.history=false} leaves them out.
 */
final class MultipliedCases {

  private static final Logger LOG = LoggerFactory.getLogger(MultipliedCases.class);

  private static final boolean WITH_HISTORY =
      Boolean.parseBoolean(System.getProperty("nrm.bench.history", "true"));

  /** Columns with the id of an instance, not of a definition. */
  private static final Set<String> IDS =
      Set.of(
          new String[] {
            "id_", "execution_id_", "proc_inst_id_", "process_instance_id_", "root_proc_inst_id_",
            "parent_id_", "super_exec_", "super_process_instance_id_", "task_id_", "act_inst_id_",
            "parent_act_inst_id_", "call_proc_inst_id_", "var_scope_", "parent_task_id_"
          });

  /** Tables with rows of an instance, by the column with its id. */
  private static final Map<String, String> ENGINE = new LinkedHashMap<>();

  /** Tables with rows of a case number. */
  private static final List<String> REGISTER =
      List.of(
          "case_register", "register_nationality",
          "register_event", "register_act",
          "register_decision", "register_council",
          "letter", "case_police_force");

  static {
    ENGINE.put("act_ru_execution", "proc_inst_id_");
    ENGINE.put("act_ru_task", "proc_inst_id_");
    ENGINE.put("act_ru_variable", "proc_inst_id_");
    ENGINE.put("act_ru_job", "process_instance_id_");
    ENGINE.put("act_ru_event_subscr", "proc_inst_id_");
    ENGINE.put("act_hi_procinst", "proc_inst_id_");
    if (WITH_HISTORY) {
      ENGINE.put("act_hi_actinst", "proc_inst_id_");
      ENGINE.put("act_hi_taskinst", "proc_inst_id_");
      ENGINE.put("act_hi_varinst", "proc_inst_id_");
    }
  }

  private final Database database;

  MultipliedCases(Database database) {
    this.database = database;
  }

  /**
   * Copies until there are these numbers of open and finished cases; open cases have no outcome.
   */
  void multiply(int open, int finished) throws SQLException {
    // Only a superuser may leave out the checks.
    try (Connection connection = DriverManager.getConnection(database.url(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "set session_replication_role = replica"); // skips the check of foreign keys for each row
      statement.execute("set synchronous_commit = off");
      statement.execute("set maintenance_work_mem = '512MB'");
      statement.execute("set work_mem = '128MB'");
      List<String> toRebuild = dropIndexes(statement);
      plan(statement, open, finished);
      for (Map.Entry<String, String> table : ENGINE.entrySet()) {
        copy(
            statement,
            table.getKey(),
            "join copied_instance i on i.instance = s."
                + table.getValue()
                + " join copy c on c.case_number = i.case_number");
      }
      copy(
          statement,
          "act_ru_identitylink",
          "join act_ru_task t on t.id_ = s.task_id_ join copied_instance i on i.instance = t.proc_inst_id_ join copy c on c.case_number = i.case_number");
      if (WITH_HISTORY) {
        copy(
            statement,
            "act_hi_identitylink",
            "join act_hi_taskinst t on t.id_ = s.task_id_ join copied_instance i on i.instance = t.proc_inst_id_ join copy c on c.case_number = i.case_number");
      }
      for (String table : REGISTER) {
        copy(statement, table, "join copy c on c.case_number = s.case_number");
      }
      // The triggers that keep it don't fire for copies.
      statement.execute("delete from team_task");
      statement.execute("insert into team_task select * from team_task_of_engine");
      for (String index : toRebuild) {
        statement.execute(index);
      }
      LOG.info("{} indexes are there again", toRebuild.size());
      statement.execute("vacuum analyze");
    }
  }

  /**
   * Plans how often each case is copied; the first cases are copied once more if the numbers do not
   * divide evenly.
   */
  private static void plan(Statement statement, int open, int finished) throws SQLException {
    statement.execute(
        """
        create temp table copied_instance as
          select proc_inst_id_ as instance, business_key_ as case_number from act_hi_procinst
          where business_key_ in (select case_number from case_register)\
        """);
    statement.execute("create index on copied_instance (instance)");
    statement.execute(
        """
        create temp table copy as
        select case_number, ordinal, left(case_number, 9) || lpad((200000 + row_number() over (partition by left(case_number, 9)))::text, 6, '0')
          as copy_number
        from (
          select case_number, open, all_of_them, ordinal, row_number() over (partition by open order by ordinal,
            case_number) as place
          from (select case_number, case_outcome is null as open,
              count(*) over (partition by case_outcome is null) as all_of_them
            from case_register) known, generate_series(1, 20000) ordinal
          where ordinal <= (case when open then %d else %d end) / all_of_them + 1) wanted
        where place <= (case when open then %d else %d end) - all_of_them\
        """
            .formatted(open, finished, open, finished));
    statement.execute("create index on copy (case_number)");
    statement.execute("analyze copy");
    statement.execute("analyze copied_instance");
  }

  private static void copy(Statement statement, String table, String which) throws SQLException {
    long begun = System.nanoTime();
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    boolean engine = table.startsWith("act_");
    try (ResultSet column =
        statement.executeQuery(
            "select column_name, data_type, is_nullable from information_schema.columns where table_schema = 'public' and table_name = '"
                + table
                + "' order by ordinal_position")) {
      while (column.next()) {
        columns.add(column.getString(1));
        values.add(
            value(
                table,
                engine,
                column.getString(1),
                column.getString(2),
                column.getString(3).equals("YES")));
      }
    }
    int rows =
        statement.executeUpdate(
            "insert into %s (%s) select %s from %s s %s"
                .formatted(
                    table, String.join(", ", columns), String.join(", ", values), table, which));
    LOG.info(
        "{}: {} rows copied in {} s", table, rows, (System.nanoTime() - begun) / 1_000_000_000);
  }

  private static String value(
      String table, boolean engine, String column, String type, boolean mayBeNull) {
    if (engine && IDS.contains(column) || table.equals("letter") && column.equals("id")) {
      return "md5(s.%s || '/' || c.ordinal)".formatted(column);
    } else if (column.equals("case_number") || column.equals("business_key_")) {
      return column.equals("case_number")
          ? "c.copy_number"
          : "case when s.business_key_ is null then null else c.copy_number end";
    } else if (engine && column.equals("name_") && table.endsWith("task")) {
      return "replace(s.name_, c.case_number, c.copy_number)"; // task names contain the case number
    } else if (table.equals("letter") && column.equals("delivery")) {
      return "'printed'"; // as in an office, where few letters wait
    } else if (column.equals("merged_into")) {
      return "null";
    } else if (type.equals("bytea")) {
      return mayBeNull ? "null" : "''::bytea";
    } else if (!engine && column.equals("id")) {
      return "nextval('register_seq')";
    } else if (column.equals("opened_order")) {
      return "nextval('case_number_seq')";
    }
    return "s." + column;
  }

  /**
   * Drops all indexes except keys, because they make filling a table many times slower, and returns
   * the statements that recreate them.
   */
  private static List<String> dropIndexes(Statement statement) throws SQLException {
    List<String> toRebuild = new ArrayList<>();
    List<String> drop = new ArrayList<>();
    try (ResultSet index =
        statement.executeQuery(
            """
            select indexname, indexdef from pg_indexes where schemaname = 'public'
              and (tablename like 'act_hi_%' or tablename like 'act_ru_%' or tablename like 'register_%'
                or tablename in ('case_register', 'letter', 'team_task'))
              and indexname not in (select conname from pg_constraint)\
            """)) {
      while (index.next()) {
        drop.add("drop index " + index.getString(1));
        toRebuild.add(index.getString(2));
      }
    }
    for (String one : drop) {
      statement.execute(one);
    }
    return toRebuild;
  }
}
