package scot.nrm.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseNumber;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.forms.DeployedForms;
import scot.nrm.forms.check.FormField;
import scot.nrm.register.Links;
import scot.nrm.register.Stage;

/**
 * Reads the actions of past cases from the register, the engine's history and the case files. It
 * changes nothing, and leaves out all text about a child.
 */
@Component
class PastCases {

  /** The longest time between a form and its entries in the register, which are one transaction. */
  private static final Duration SAME_MOMENT = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private final CaseFile files;
  private final RepositoryService repository;
  private final DefinitionSets sets;
  private final DeployedForms forms;
  private final Links links;
  private final Map<String, Boolean> startedByForm = new ConcurrentHashMap<>();

  PastCases(
      JdbcClient jdbc,
      CaseFile files,
      RepositoryService repository,
      DefinitionSets sets,
      DeployedForms forms,
      Links links) {
    this.jdbc = jdbc;
    this.files = files;
    this.repository = repository;
    this.sets = sets;
    this.forms = forms;
    this.links = links;
  }

  /** The latest cases that were opened, without erased ones; the oldest of them first. */
  List<String> latest(int limit) {
    return jdbc.sql(
            """
            select case_number from (
              select case_number, opened_order from case_register where erased is null
              order by opened_order desc limit ?) latest
            order by opened_order\
            """)
        .param(limit)
        .query(String.class)
        .list();
  }

  /** The latest open cases that run entirely under this set, the latest first. */
  List<String> open(int set, int limit) {
    return jdbc.sql(
            """
            select c.case_number from case_register c
            join ACT_RU_EXECUTION i on i.BUSINESS_KEY_ = c.case_number and i.PARENT_ID_ is null
            join ACT_RE_PROCDEF d on d.ID_ = i.PROC_DEF_ID_
            left join ACT_RE_PROCDEF s on s.DEPLOYMENT_ID_ = d.DEPLOYMENT_ID_ and s.KEY_ = ?
            where c.erased is null
            group by c.case_number, c.opened_order
            having min(coalesce(s.VERSION_, 0)) = ? and max(s.VERSION_) = ?
            order by c.opened_order desc limit ?\
            """)
        .params(DefinitionSets.CASE, set, set, limit)
        .query(String.class)
        .list();
  }

  /** The latest cases with an entry in the register since a moment, the latest first. */
  List<String> changedSince(Instant since, int limit) {
    return jdbc.sql(
            """
            select case_number from case_register c where erased is null and exists (
              select 1 from register_event e where e.case_number = c.case_number and e.recorded_at >= ?)
            order by opened_order desc limit ?\
            """)
        .params(since.atOffset(ZoneOffset.UTC), limit)
        .query(String.class)
        .list();
  }

  /** What a case waits for now. */
  CaseCourse waiting(String caseNumber) {
    return CaseCourse.waiting(jdbc, caseNumber);
  }

  /** The people, without their names, and the groups and councils that they are in now. */
  RehearsalPeople.Memberships people() {
    return new RehearsalPeople.Memberships(
        byPerson("select USER_ID_, GROUP_ID_ from ACT_ID_MEMBERSHIP"),
        byPerson(
            "select USER_ID_, TENANT_ID_ from ACT_ID_TENANT_MEMBER where USER_ID_ is not null"));
  }

  private Map<String, Set<String>> byPerson(String sql) {
    Map<String, Set<String>> found = new HashMap<>();
    jdbc.sql(sql)
        .query(
            row -> {
              found
                  .computeIfAbsent(row.getString(1), person -> new HashSet<>())
                  .add(row.getString(2));
            });
    return found;
  }

  PastCase read(String caseNumber) {
    List<PastCase.Act> acts = new ArrayList<>();
    Map<String, Map<String, Object>> variables = variables(caseNumber);
    List<OfficerAct> officerActs = officerActs(caseNumber);
    jdbc.sql(
            """
            select ID_, PROC_DEF_ID_, PROC_DEF_KEY_, START_ACT_ID_, START_USER_ID_, START_TIME_ from ACT_HI_PROCINST
            where BUSINESS_KEY_ = ? and SUPER_PROCESS_INSTANCE_ID_ is null and START_USER_ID_ is not null\
            """)
        .param(caseNumber)
        .query(
            row -> {
              if (isStartedByForm(row.getString(2), row.getString(4))) {
                acts.add(
                    new PastCase.Act(
                        toLocal(row.getTimestamp(6)),
                        true,
                        row.getString(3),
                        row.getString(5),
                        variables.getOrDefault(row.getString(1), Map.of())));
              }
            });
    Set<String> tasks = new HashSet<>();
    jdbc.sql(
            """
            select t.PROC_INST_ID_, t.TASK_DEF_KEY_, t.ASSIGNEE_, t.END_TIME_, t.DELETE_REASON_
            from ACT_HI_PROCINST p join ACT_HI_TASKINST t on t.PROC_INST_ID_ = p.ID_
            where p.BUSINESS_KEY_ = ?\
            """)
        .param(caseNumber)
        .query(
            row -> {
              tasks.add(row.getString(2));
              if ("completed".equals(row.getString(5))) {
                Timestamp at = row.getTimestamp(4);
                String officer = row.getString(3);
                Map<String, Object> values =
                    new HashMap<>(variables.getOrDefault(row.getString(1), Map.of()));
                officerActs.stream()
                    .filter(one -> one.matches(officer, at.toInstant()))
                    .forEach(one -> values.putAll(one.values()));
                acts.add(new PastCase.Act(toLocal(at), false, row.getString(2), officer, values));
              }
            });
    acts.sort(Comparator.comparing(PastCase.Act::at));
    Map<String, JsonNode> file = new HashMap<>();
    Set<String> written = new HashSet<>();
    Map<String, FormField> fields = forms.newestFields();
    files
        .read(caseNumber)
        .fields()
        .properties()
        .forEach(
            field -> {
              FormField known = fields.get(field.getKey());
              String number = CaseNumber.of(field.getValue().asText());
              if (known == null || known.isText()) {
                written.add(field.getKey());
              } else {
                file.put(field.getKey(), field.getValue());
              }
              if (PastCase.NUMBERS.contains(field.getKey()) && CaseNumber.isValid(number)) {
                file.put(field.getKey(), TextNode.valueOf(number));
              }
            });
    Map<String, Boolean> linked = new TreeMap<>();
    links
        .of(caseNumber)
        .forEach(
            link ->
                linked.merge(
                    link.caseNumber(), link.why() != Links.Why.SIBLING, Boolean::logicalOr));
    return new PastCase(
        caseNumber, acts, file, written, tasks, CaseCourse.read(jdbc, caseNumber), linked);
  }

  /** The cases to which a case is linked, without erased ones. */
  List<PastCase> linkedTo(PastCase one) {
    return one.linked().keySet().stream()
        .map(this::read)
        .filter(other -> !other.acts().isEmpty())
        .toList();
  }

  private boolean isStartedByForm(String definition, String event) {
    return startedByForm.computeIfAbsent(
        definition + " " + event,
        any ->
            sets.withoutAuthorization(
                () ->
                    repository.getBpmnModelInstance(definition).getModelElementById(event)
                            instanceof StartEvent start
                        && start.getCamundaFormRef() != null));
  }

  /** The last values of the variables of a case, by process instance. */
  private Map<String, Map<String, Object>> variables(String caseNumber) {
    Map<String, Map<String, Object>> variables = new HashMap<>();
    jdbc.sql(
            """
            select v.PROC_INST_ID_, v.NAME_, v.VAR_TYPE_, v.TEXT_, v.LONG_, v.DOUBLE_
            from ACT_HI_PROCINST p join ACT_HI_VARINST v on v.PROC_INST_ID_ = p.ID_
            where p.BUSINESS_KEY_ = ? and v.VAR_TYPE_ in ('string', 'boolean', 'integer', 'long', 'double')\
            """)
        .param(caseNumber)
        .query(
            row -> {
              Object value = value(row);
              if (value != null) {
                variables
                    .computeIfAbsent(row.getString(1), process -> new HashMap<>())
                    .put(row.getString(2), value);
              }
            });
    return variables;
  }

  private static Object value(ResultSet row) throws SQLException {
    return switch (row.getString(3)) {
      case "string" -> row.getString(4);
      case "boolean" -> row.getLong(5) == 1;
      case "integer" -> row.getObject(5) == null ? null : (int) row.getLong(5);
      case "long" -> row.getObject(5) == null ? null : row.getLong(5);
      default -> row.getObject(6) == null ? null : row.getDouble(6);
    };
  }

  /** An officer's proposal or decision at a moment, as values by the keys of form fields. */
  private record OfficerAct(String officer, Instant at, Map<String, Object> values) {

    boolean matches(String person, Instant moment) {
      return officer.equals(person)
          && Duration.between(at, moment).abs().compareTo(SAME_MOMENT) <= 0;
    }
  }

  private List<OfficerAct> officerActs(String caseNumber) {
    List<OfficerAct> all = new ArrayList<>();
    jdbc.sql(
            """
            select a.officer, a.recorded_at, a.stage, a.act, a.outcome,
              (select max(d.decided_on) from register_decision d where d.case_number = a.case_number
                and d.stage = a.stage and d.second_officer = a.officer and d.recorded_at >= a.recorded_at
                and d.recorded_at <= a.recorded_at + interval '10' second)
            from register_act a where a.case_number = ? order by a.id\
            """)
        .param(caseNumber)
        .query(
            row -> {
              for (Stage stage : Stage.values()) {
                if (stage.id().equals(row.getString(3))) {
                  Map<String, Object> values = new HashMap<>();
                  switch (row.getString(4)) {
                    case "proposed" -> values.put(stage.prefix() + "Proposal", row.getString(5));
                    case "sent-back" -> values.put(stage.prefix() + "Confirmation", "send-back");
                    default -> values.put(stage.prefix() + "Confirmation", "confirm");
                  }
                  LocalDate decided = row.getObject(6, LocalDate.class);
                  if (decided != null) {
                    values.put(stage.prefix() + "DecisionDate", decided.toString());
                  }
                  all.add(
                      new OfficerAct(
                          row.getString(1),
                          row.getObject(2, OffsetDateTime.class).toInstant(),
                          values));
                }
              }
            });
    return all;
  }

  private static LocalDateTime toLocal(Timestamp moment) {
    return LocalDateTime.ofInstant(moment.toInstant(), LocalDay.ZONE);
  }
}
