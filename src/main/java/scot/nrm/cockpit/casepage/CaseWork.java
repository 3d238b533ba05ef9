package scot.nrm.cockpit.casepage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.Columns;
import scot.nrm.engine.CaseNumberInTaskName;

/**
 * The engine's history of a case, by its number: instances, tasks and failures. It takes a few
 * statements, however many diagrams the case has followed. It checks no permissions: the caller
 * has.
 */
@Component
public class CaseWork {

  /**
   * More than any case has. It stops an endless loop in a faulty diagram from filling the memory.
   */
  private static final int MAX_INSTANCES = 500;

  public static final int MAX_TASKS = 2000;
  private static final int MAX_STEPS = 10_000;

  /** The engine's code for a cancelled activity. */
  private static final int CANCELLED = 2;

  private static final String OF_CASE =
      "(select p.PROC_INST_ID_ from ACT_HI_PROCINST p where p.BUSINESS_KEY_ = :number)";

  private final JdbcClient jdbc;

  CaseWork(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An instance of a diagram, running or ended, for a case.
   *
   * @param key the diagram's id, such as {@code reasonable-grounds}
   * @param name the diagram's name, or its key if the diagram no longer exists
   * @param version {@code null} where the diagram no longer exists
   * @param tag {@code null} if the diagram has none
   * @param called whether another diagram called it, as the path calls its stages
   */
  public record Instance(
      String id,
      String definition,
      String key,
      String name,
      Integer version,
      String tag,
      boolean called,
      Instant from,
      Instant until) {

    public boolean isOpen() {
      return until == null;
    }
  }

  /**
   * A task, open or completed.
   *
   * @param name without the case number
   * @param council the local authority to which it belongs: not that of the case while another is
   *     asked to take it over (D41); {@code null} if it has none
   * @param claimedAt when it was claimed; {@code null} if it was not
   * @param completed whether it was completed; false while it is open, and if it was cancelled
   */
  record CaseTask(
      String id,
      String instance,
      String key,
      String name,
      List<String> groups,
      String council,
      String assignee,
      Instant from,
      Instant claimedAt,
      Instant until,
      boolean completed,
      LocalDate due) {

    public boolean isOpen() {
      return until == null;
    }
  }

  /** A technical failure; its end is {@code null} while it lasts. */
  record Failure(String instance, String definition, String activity, Instant from, Instant until) {

    boolean isAtSameStep(Failure other) {
      return instance.equals(other.instance) && Objects.equals(activity, other.activity);
    }
  }

  /**
   * One pass through an element of a diagram.
   *
   * @param parent the enclosing activity, which distinguishes the passes of one round from those of
   *     another
   * @param order the order of passes that have the same time
   */
  record Step(
      String id,
      String parent,
      String instance,
      String definition,
      String activity,
      String name,
      String type,
      Instant from,
      Instant until,
      boolean cancelled,
      long order) {}

  /** The instances with a case number, the earliest first. */
  public List<Instance> instances(String caseNumber) {
    return instances(List.of(caseNumber)).getOrDefault(caseNumber, List.of());
  }

  /** The same for several cases in one statement, by case number. */
  Map<String, List<Instance>> instances(Collection<String> caseNumbers) {
    if (caseNumbers.isEmpty()) {
      return Map.of();
    }
    Map<String, List<Instance>> instances = new HashMap<>();
    RowMapper<Instance> instance = new SimplePropertyRowMapper<>(Instance.class);
    jdbc.sql(
            """
            select p.BUSINESS_KEY_ as case_number, p.PROC_INST_ID_ as id, p.PROC_DEF_ID_ as definition, p.PROC_DEF_KEY_ as "key",
              coalesce(d.NAME_, p.PROC_DEF_KEY_) as name, d.VERSION_ as version, d.VERSION_TAG_ as tag,
              p.SUPER_PROCESS_INSTANCE_ID_ is not null as called, p.START_TIME_ as "from", p.END_TIME_ as until
            from ACT_HI_PROCINST p left join ACT_RE_PROCDEF d on d.ID_ = p.PROC_DEF_ID_
            where p.BUSINESS_KEY_ in (:numbers) order by p.START_TIME_, p.PROC_INST_ID_ limit :most\
            """)
        .param("numbers", caseNumbers)
        .param("most", caseNumbers.size() * MAX_INSTANCES)
        .query(
            row -> {
              instances
                  .computeIfAbsent(row.getString("case_number"), one -> new ArrayList<>())
                  .add(instance.mapRow(row, 0));
            });
    return instances;
  }

  /** The case number of an instance; empty if the instance doesn't exist or has no case. */
  public Optional<String> caseOf(String instance) {
    return jdbc.sql(
            """
            select coalesce(p.BUSINESS_KEY_, root.BUSINESS_KEY_) from ACT_HI_PROCINST p
            left join ACT_HI_PROCINST root on root.PROC_INST_ID_ = p.ROOT_PROC_INST_ID_
            where p.PROC_INST_ID_ = :instance and coalesce(p.BUSINESS_KEY_, root.BUSINESS_KEY_) is not null\
            """)
        .param("instance", instance)
        .query(String.class)
        .optional();
  }

  boolean exists(String instance) {
    return jdbc.sql("select count(*) from ACT_HI_PROCINST where PROC_INST_ID_ = :instance")
            .param("instance", instance)
            .query(Long.class)
            .single()
        > 0;
  }

  List<CaseTask> tasks(String caseNumber) {
    Map<String, Links> links = links(caseNumber);
    return jdbc.sql(
            """
            select t.ID_, t.PROC_INST_ID_, t.TASK_DEF_KEY_, t.NAME_, t.ASSIGNEE_, t.START_TIME_, t.END_TIME_,
              t.DELETE_REASON_, t.DUE_DATE_, t.TENANT_ID_
            from ACT_HI_TASKINST t where t.PROC_INST_ID_ in %s order by t.START_TIME_, t.ID_ limit :most\
            """
                .formatted(OF_CASE))
        .param("number", caseNumber)
        .param("most", MAX_TASKS)
        .query(
            (row, number) -> {
              Links own = links.getOrDefault(row.getString("ID_"), new Links());
              String assignee = row.getString("ASSIGNEE_");
              Instant due = Columns.instant(row, "DUE_DATE_");
              String name = row.getString("NAME_");
              return new CaseTask(
                  row.getString("ID_"),
                  row.getString("PROC_INST_ID_"),
                  row.getString("TASK_DEF_KEY_"),
                  name == null ? "Unnamed task" : CaseNumberInTaskName.without(name, caseNumber),
                  own.groups(),
                  row.getString("TENANT_ID_"),
                  assignee,
                  Columns.instant(row, "START_TIME_"),
                  assignee == null ? null : own.claimedAt.get(assignee),
                  Columns.instant(row, "END_TIME_"),
                  "completed".equals(row.getString("DELETE_REASON_")),
                  due == null ? null : LocalDay.of(due));
            })
        .list();
  }

  /** The team of a task, and who claimed it and when. */
  private static final class Links {

    private final List<String> current = new ArrayList<>();
    private final Map<String, Instant> claimedAt = new HashMap<>();
    private String last;

    void add(String type, String group, String user, boolean added, Instant at) {
      if ("candidate".equals(type) && group != null) {
        last = group;
        current.remove(group);
        if (added) {
          current.add(group);
        }
      } else if ("assignee".equals(type) && user != null && added) {
        claimedAt.put(user, at);
      }
    }

    List<String> groups() {
      return current.isEmpty() && last != null ? List.of(last) : List.copyOf(current);
    }
  }

  private Map<String, Links> links(String caseNumber) {
    Map<String, Links> links = new HashMap<>();
    jdbc.sql(
            """
            select l.TASK_ID_, l.TYPE_, l.GROUP_ID_, l.USER_ID_, l.OPERATION_TYPE_, l.TIMESTAMP_
            from ACT_HI_IDENTITYLINK l
            where l.TASK_ID_ in (select t.ID_ from ACT_HI_TASKINST t where t.PROC_INST_ID_ in %s)
            order by l.TIMESTAMP_, l.OPERATION_TYPE_ desc limit :most\
            """
                .formatted(OF_CASE))
        .param("number", caseNumber)
        .param("most", 10 * MAX_TASKS)
        .query(
            row -> {
              links
                  .computeIfAbsent(row.getString("TASK_ID_"), id -> new Links())
                  .add(
                      row.getString("TYPE_"),
                      row.getString("GROUP_ID_"),
                      row.getString("USER_ID_"),
                      "add".equals(row.getString("OPERATION_TYPE_")),
                      Columns.instant(row, "TIMESTAMP_"));
            });
    return links;
  }

  /** The failures, the earliest first, each once and not again in the calling diagrams. */
  List<Failure> failures(String caseNumber) {
    return jdbc.sql(
            """
            select i.PROC_INST_ID_ as instance, i.PROC_DEF_ID_ as definition, i.ACTIVITY_ID_ as activity,
              i.CREATE_TIME_ as "from", i.END_TIME_ as until
            from ACT_HI_INCIDENT i
            where i.PROC_INST_ID_ in %s and i.CAUSE_INCIDENT_ID_ = i.ID_ order by i.CREATE_TIME_, i.ID_ limit :most\
            """
                .formatted(OF_CASE))
        .param("number", caseNumber)
        .param("most", MAX_TASKS)
        .query(Failure.class)
        .list();
  }

  /** All passes in the diagrams of a case, the earliest first. */
  List<Step> steps(String caseNumber) {
    return jdbc.sql(
            """
            select a.ID_ as id, a.PARENT_ACT_INST_ID_ as parent, a.PROC_INST_ID_ as instance, a.PROC_DEF_ID_ as definition,
              a.ACT_ID_ as activity, a.ACT_NAME_ as name, a.ACT_TYPE_ as type, a.START_TIME_ as "from", a.END_TIME_ as until,
              a.ACT_INST_STATE_ = :cancelled as cancelled, a.SEQUENCE_COUNTER_ as "order"
            from ACT_HI_ACTINST a where a.PROC_INST_ID_ in %s
            order by a.START_TIME_, a.SEQUENCE_COUNTER_, a.ID_ limit :most\
            """
                .formatted(OF_CASE))
        .param("number", caseNumber)
        .param("most", MAX_STEPS)
        .param("cancelled", CANCELLED)
        .query(Step.class)
        .list();
  }
}
