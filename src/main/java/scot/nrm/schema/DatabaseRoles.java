package scot.nrm.schema;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.startup.StartRefused;

/**
 * The permissions of the users of a PostgreSQL database. The running program can't change or delete
 * evidence, such as decisions, letters and the access log, so neither can an attacker who has taken
 * it over. Only commands use the other two users: the owner, who changes the schema, and a third
 * one, who re-encrypts and erases.
 */
public final class DatabaseRoles {

  /** The users' names, which the operator has chosen; they are different. */
  public record Users(String runtime, String eraser) {}

  /** Tables to which the running program only adds rows, with the columns that it may change. */
  private static final Map<String, List<String>> ADDED_ONLY =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("access_alert", List.of()),
              Map.entry("access_log", List.of()),
              Map.entry("case_document", List.of()),
              Map.entry("case_erasure", List.of()),
              Map.entry("case_key", List.of()),
              Map.entry("case_move", List.of()),
              Map.entry("chain_link", List.of()),
              Map.entry("earlier_name", List.of()),
              // the approval of a repair, and its completion
              Map.entry("case_repair", List.of("decision", "decided_by", "decided_at", "done_at")),
              // the delivery of a letter, and the user who posted it
              Map.entry(
                  "letter",
                  List.of(
                      "delivery", "delivery_note", "mail_claimed_until", "posted_at", "posted_by")),
              Map.entry("master_key", List.of()),
              Map.entry("person_at_provider", List.of()),
              Map.entry("register_act", List.of()),
              Map.entry("register_council", List.of()),
              Map.entry("register_decision", List.of()),
              Map.entry("register_event", List.of()),
              Map.entry("register_link", List.of()),
              Map.entry("rehearsal", List.of()),
              Map.entry("rehearsal_night", List.of()),
              Map.entry("revision_comment", List.of("settled_by", "settled_at")),
              Map.entry("revision_event", List.of()),
              Map.entry("revision_move", List.of("finished_at"))));

  /** Tables whose rows the running program may change but not delete. */
  static final List<String> NEVER_DELETED =
      List.of("case_file", "case_register", "permission_version", "revision");

  private static final String FLYWAY = "flyway_schema_history";

  private static final String WHAT_TO_DO =
      "Create the users with config/database-roles.sql, run --nrm.migrate with NRM_DATABASE_OWNER, and set NRM_DATABASE_USER to the user that owns nothing: docs/operate/install.md.";

  private DatabaseRoles() {}

  /**
   * Gives the users exactly the permissions that they need, on all existing tables.
   *
   * @param owner connections as the owner of the tables
   */
  public static void grant(DataSource owner, Users users) {
    JdbcClient jdbc = JdbcClient.create(owner);
    String runtime = quoted(users.runtime());
    String schema = jdbc.sql("select quote_ident(current_schema())").query(String.class).single();
    new TransactionTemplate(new DataSourceTransactionManager(owner))
        .executeWithoutResult(
            status -> {
              for (String user : List.of(runtime, quoted(users.eraser()))) {
                run(jdbc, "grant usage on schema %s to %s", schema, user);
                run(
                    jdbc,
                    "grant select, insert, update, delete on all tables in schema %s to %s",
                    schema,
                    user);
                run(jdbc, "grant usage, select on all sequences in schema %s to %s", schema, user);
                run(jdbc, "revoke insert, update, delete on %s from %s", FLYWAY, user);
              }
              ADDED_ONLY.forEach(
                  (table, columns) -> {
                    run(jdbc, "revoke update, delete on %s from %s", table, runtime);
                    if (!columns.isEmpty()) {
                      run(
                          jdbc,
                          "grant update (%s) on %s to %s",
                          String.join(", ", columns),
                          table,
                          runtime);
                    }
                  });
              NEVER_DELETED.forEach(
                  table -> run(jdbc, "revoke delete on %s from %s", table, runtime));
            });
  }

  /**
   * Checks that no node is connected: an older program would continue with a newer schema.
   *
   * @param owner connections as the owner of the tables
   * @throws StartRefused if a node is connected; with its address if the owner may see it
   */
  static void checkThatNoNodeRuns(DataSource owner, String runtime) {
    List<String> nodes =
        JdbcClient.create(owner)
            .sql(
                "select distinct coalesce(host(client_addr), 'this database server')"
                    + " from pg_stat_activity where datname = current_database() and usename = ?"
                    + " order by 1")
            .param(runtime)
            .query(String.class)
            .list();
    if (!nodes.isEmpty()) {
      throw new StartRefused(
          "The program is still connected to this database as %s, from %s."
              .formatted(runtime, String.join(", ", nodes)),
          "Stop every node and run the command again. Nothing has been changed.");
    }
  }

  /**
   * Checks that the running program's user has no more and no fewer permissions.
   *
   * @param runtime connections as that user
   * @throws StartRefused if the permissions are different
   */
  static void check(DataSource runtime) {
    JdbcClient jdbc = JdbcClient.create(runtime);
    if (jdbc.sql("show transaction_read_only").query(String.class).single().equals("on")) {
      throw new StartRefused(
          "The database can only be read.",
          "If it is a standby, set NRM_DATABASE_URL to the primary. Otherwise, set default_transaction_read_only to off.");
    }
    if (isSuperuser(jdbc)) {
      throw new StartRefused(
          "The database's user is a superuser, or can make itself one. Anyone who took over this program could change decisions, letters and the access log without a trace.",
          WHAT_TO_DO);
    }
    Collection<String> excess = excessPermissions(jdbc);
    if (!excess.isEmpty()) {
      throw new StartRefused(
          "The database's user may do more than this program needs: "
              + String.join("; ", excess)
              + ". Anyone who took over this program could remove the traces of what was done.",
          WHAT_TO_DO);
    }
    List<String> missing = missingPermissions(jdbc);
    if (!missing.isEmpty()) {
      throw new StartRefused(
          "The database's user may not do all that this program needs on "
              + String.join(", ", missing)
              + ".",
          "Run --nrm.migrate, which gives the permissions to NRM_DATABASE_USER.");
    }
  }

  /** Whether the user is a superuser, or may take other roles or run programs on the server. */
  private static boolean isSuperuser(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select bool_or(rolsuper or rolcreaterole
              or rolname in ('pg_execute_server_program', 'pg_write_server_files'))
            from pg_roles where pg_has_role(current_user, oid, 'MEMBER')\
            """)
        .query(Boolean.class)
        .single();
  }

  /**
   * The tables on which the user has too many permissions: directly, on a column, as the owner, or
   * through a role that it could take.
   */
  private static Collection<String> excessPermissions(JdbcClient jdbc) {
    Collection<String> found =
        new TreeSet<>(
            jdbc.sql(
                    """
                    select lower(privilege) || ' on ' || string_agg(distinct relname::text, ', ')
                    from pg_class tables
                    cross join pg_roles roles
                    cross join unnest(array['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) privilege
                    where relnamespace = current_schema()::regnamespace
                      and (relname in (:tables) or relname in (:neverDeleted) and privilege <> 'UPDATE')
                      and pg_has_role(current_user, roles.oid, 'MEMBER')
                      and (has_table_privilege(roles.oid, tables.oid, privilege) or roles.oid = relowner)
                    group by privilege\
                    """)
                .param("tables", protectedTables())
                .param("neverDeleted", NEVER_DELETED)
                .query(String.class)
                .list());
    found.addAll(
        jdbc.sql(
                """
                select distinct 'update of ' || relname || '.' || attname
                from pg_class tables
                join pg_attribute on attrelid = tables.oid and attnum > 0 and not attisdropped
                cross join pg_roles roles
                where relnamespace = current_schema()::regnamespace and relname in (:tables)
                  and relname || '.' || attname not in (:changed)
                  and pg_has_role(current_user, roles.oid, 'MEMBER')
                  and has_column_privilege(roles.oid, tables.oid, attnum, 'UPDATE')
                  and not has_table_privilege(roles.oid, tables.oid, 'UPDATE')\
                """)
            .param("tables", protectedTables())
            .param("changed", changeableColumns())
            .query(String.class)
            .list());
    if (jdbc.sql("select has_schema_privilege(current_schema(), 'CREATE')")
        .query(Boolean.class)
        .single()) {
      found.add("create in the schema");
    }
    return found;
  }

  private static List<String> missingPermissions(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select relname from pg_class
            where relnamespace = current_schema()::regnamespace and relkind = 'r'
              and not (has_table_privilege(oid, 'SELECT')
                and (relname = :flyway or has_table_privilege(oid, 'INSERT'))
                and (relname in (:tables) or has_table_privilege(oid, 'UPDATE'))
                and (relname in (:tables) or relname in (:neverDeleted) or has_table_privilege(oid, 'DELETE'))
                and not exists (select 1 from pg_attribute
                  where attrelid = pg_class.oid and relname || '.' || attname in (:changed)
                    and not has_column_privilege(attrelid, attnum, 'UPDATE')))
            order by relname\
            """)
        .param("flyway", FLYWAY)
        .param("tables", protectedTables())
        .param("neverDeleted", NEVER_DELETED)
        .param("changed", changeableColumns())
        .query(String.class)
        .list();
  }

  /** All tables to which the running program only adds rows, or that it only reads. */
  static List<String> protectedTables() {
    return Stream.concat(ADDED_ONLY.keySet().stream(), Stream.of(FLYWAY)).toList();
  }

  private static List<String> changeableColumns() {
    return ADDED_ONLY.entrySet().stream()
        .flatMap(table -> table.getValue().stream().map(column -> table.getKey() + "." + column))
        .toList();
  }

  private static void run(JdbcClient jdbc, String statement, Object... names) {
    jdbc.sql(statement.formatted(names)).update();
  }

  private static String quoted(String user) {
    return "\"" + user.replace("\"", "\"\"") + "\"";
  }
}
