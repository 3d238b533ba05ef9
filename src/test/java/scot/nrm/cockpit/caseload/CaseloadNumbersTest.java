package scot.nrm.cockpit.caseload;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases.Database;
import scot.nrm.OnEachDatabase;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.CaseCondition;
import scot.nrm.access.PersonLock;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.CaseScopes;
import scot.nrm.cockpit.Diagrams;
import scot.nrm.cockpit.WatchedTeams;
import scot.nrm.cockpit.caseload.Caseload.Order;
import scot.nrm.cockpit.caseload.Caseload.Part;
import scot.nrm.cockpit.caseload.Caseload.Tile;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseNumber;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.letters.Organisations;
import scot.nrm.schema.EngineSchema;

/**
 * Tests each number and its list at their boundaries, and who sees which cases. It uses a database
 * without an engine.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OnEachDatabase
class CaseloadNumbersTest implements OnEachDatabase.Uses {

  /** A Wednesday in British Summer Time. */
  private static final LocalDate TODAY = LocalDate.of(2011, 6, 15);

  private static final Viewer NRM = new Viewer("nrm.manager", Set.of("nrm-manager"), Set.of());
  private static final Viewer GLASGOW =
      new Viewer("glasgow.manager", Set.of("la-manager"), Set.of("glasgow-city"));
  private static final Viewer FIFE =
      new Viewer("fife.manager", Set.of("la-manager"), Set.of("fife"));
  private static final Viewer UKHTC =
      new Viewer("ukhtc.manager", Set.of("ukhtc-manager"), Set.of());
  private static final Viewer UKBA = new Viewer("ukba.manager", Set.of("ukba-manager"), Set.of());
  private static final Organisations ORGANISATIONS =
      new Organisations(Map.of(), Map.of(), Map.of(), List.of());

  private final Diagrams diagrams = mock(Diagrams.class);
  private ConfigurableApplicationContext context;
  private JdbcClient jdbc;
  private Caseload caseload;
  private CaseScopes scopes;
  private int number;
  private int engineId;

  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    FlywayAutoConfiguration.class
  })
  @Import(EngineSchema.class)
  static class Parts {}

  @Override
  public void open(Database database) {
    context =
        new SpringApplicationBuilder(Parts.class)
            .web(WebApplicationType.NONE)
            .run(database.arguments());
    jdbc = context.getBean(JdbcClient.class);
    CaseClock clock = new CaseClock();
    CaseAccess access = mock(CaseAccess.class);
    when(access.mayReadCopies(any()))
        .thenAnswer(call -> call.<Viewer>getArgument(0).isIn("ukba-manager"));
    when(access.copies(any())).thenReturn(CaseCondition.ALL);
    WatchedTeams teams =
        new WatchedTeams(
            new Roles(
                List.of(
                    role("la-duty-social-work", CouncilsOfRole.OWN),
                        role("la-manager", CouncilsOfRole.OWN, "la-duty-social-work"),
                    role("ukhtc-case-owner", CouncilsOfRole.ALL),
                        role("ukhtc-manager", CouncilsOfRole.ALL, "ukhtc-case-owner"),
                    role("ukba-case-owner", CouncilsOfRole.ALL),
                        role("ukba-manager", CouncilsOfRole.ALL, "ukba-case-owner"))));
    caseload =
        new Caseload(
            jdbc,
            new CaseStages(diagrams),
            access,
            teams,
            ORGANISATIONS,
            clock,
            KnownAuthorities.OF_THE_FILE,
            new Caseload.Settings(28));
    scopes =
        new CaseScopes(
            new CaseAccess(jdbc, KnownAuthorities.OF_THE_FILE),
            ORGANISATIONS,
            clock,
            KnownAuthorities.OF_THE_FILE);
    definition("nrm-case:1", "nrm-case", 1);
    definition("nrm-case:2", "nrm-case", 2);
    definition("reconsideration:1", "reconsideration", 1);
    definition("route:1", "route", 1);
    definition("child-protection:1", "child-protection", 1);
  }

  private static RoleSettings role(String group, CouncilsOfRole councils, String... gives) {
    return new RoleSettings(
        group,
        group,
        councils,
        List.of(),
        List.of(),
        false,
        Set.of(gives),
        List.of(),
        false,
        Set.of());
  }

  private void definition(String id, String key, int version) {
    jdbc.sql("insert into ACT_RE_PROCDEF (ID_, KEY_, VERSION_, STARTABLE_) values (?, ?, ?, true)")
        .params(id, key, version)
        .update();
  }

  @BeforeEach
  void begin() {
    ClockUtil.setCurrentTime(Date.from(TODAY.atTime(10, 0).atZone(LocalDay.ZONE).toInstant()));
    List.of(
            "ACT_RU_INCIDENT",
            "ACT_RU_IDENTITYLINK",
            "ACT_RU_TASK",
            "ACT_HI_PROCINST",
            "register_event")
        .forEach(table -> jdbc.sql("delete from " + table).update());
    jdbc.sql("delete from ACT_RU_EXECUTION where SUPER_EXEC_ is not null").update();
    jdbc.sql("delete from ACT_RU_EXECUTION where PARENT_ID_ is not null").update();
    jdbc.sql("delete from ACT_RU_EXECUTION").update();
    jdbc.sql("delete from case_register").update();
    number = 0;
  }

  @Override
  public void close() {
    ClockUtil.reset();
    context.close();
  }

  /** An open case in Glasgow, with these additional columns of the register. */
  private String registered(Object... columns) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("case_number", "NRM-2011-%06d".formatted(++number));
    values.put("local_authority", "glasgow-city");
    values.put("opened_on", TODAY.minusDays(60));
    for (int i = 0; i < columns.length; i += 2) {
      values.put((String) columns[i], columns[i + 1]);
    }
    jdbc.sql(
            "insert into case_register ("
                + String.join(", ", values.keySet())
                + ") values ("
                + String.join(", ", values.keySet().stream().map(name -> ":" + name).toList())
                + ")")
        .params(values)
        .update();
    return (String) values.get("case_number");
  }

  /** A case with an open decision on reasonable grounds. */
  private String reasonableGrounds(LocalDate due, Object... columns) {
    return registered(
        and(
            columns,
            "referral_received_on",
            TODAY.minusDays(30),
            "rg_authority",
            "UKHTC",
            "rg_due",
            due));
  }

  /** A case with positive reasonable grounds and an open decision on conclusive grounds. */
  private String conclusiveGrounds(LocalDate target, Object... columns) {
    return registered(
        and(
            columns,
            "referral_received_on",
            TODAY.minusDays(60),
            "rg_authority",
            "UKHTC",
            "rg_due",
            TODAY.minusDays(53),
            "rg_outcome",
            "positive",
            "cg_authority",
            "UKBA",
            "cg_target",
            target,
            "reflection_end",
            target));
  }

  private static Object[] and(Object[] columns, Object... others) {
    List<Object> all = new ArrayList<>(List.of(others));
    for (int i = 0; i < columns.length; i += 2) {
      int known = all.indexOf(columns[i]);
      if (known >= 0 && known % 2 == 0) {
        all.set(known + 1, columns[i + 1]);
      } else {
        all.add(columns[i]);
        all.add(columns[i + 1]);
      }
    }
    return all.toArray();
  }

  /** A token of the case at an element of a diagram. */
  private String stands(String caseNumber, String definition, String element) {
    String instance = execution(caseNumber, definition, null, null, null);
    execution(null, definition, element, instance, instance);
    return instance;
  }

  /** The last execution has called a stage. */
  private void calls(String caseNumber, String definition) {
    String waits = "x" + engineId;
    jdbc.sql("update ACT_RU_EXECUTION set SUPER_EXEC_ = ? where ID_ = ?")
        .params(waits, execution(caseNumber, definition, null, null, null))
        .update();
  }

  private String execution(
      String caseNumber, String definition, String element, String parent, String instance) {
    String id = "x" + ++engineId;
    jdbc.sql(
            """
            insert into ACT_RU_EXECUTION (ID_, PROC_INST_ID_, BUSINESS_KEY_, PARENT_ID_, PROC_DEF_ID_, PROC_DEF_KEY_,
              ACT_ID_, SUSPENSION_STATE_) values (?, ?, ?, ?, ?, ?, ?, 1)\
            """)
        .params(
            id,
            instance == null ? id : instance,
            caseNumber,
            parent,
            definition,
            definition.split(":")[0],
            element)
        .update();
    return id;
  }

  private void task(String instance, String team, String assignee, LocalDateTime created) {
    String id = "t" + ++engineId;
    jdbc.sql(
            """
            insert into ACT_RU_TASK (ID_, PROC_INST_ID_, EXECUTION_ID_, ASSIGNEE_, CREATE_TIME_, SUSPENSION_STATE_)
            values (?, ?, ?, ?, ?, 1)\
            """)
        .params(
            id,
            instance,
            instance,
            assignee,
            Timestamp.from(created.atZone(LocalDay.ZONE).toInstant()))
        .update();
    jdbc.sql(
            "insert into ACT_RU_IDENTITYLINK (ID_, TYPE_, GROUP_ID_, TASK_ID_) values (?, 'candidate', ?, ?)")
        .params("l" + engineId, team, id)
        .update();
  }

  private Tile tile(Viewer viewer, CaseloadAlert attention) {
    return summary(viewer).attention().stream()
        .filter(one -> one.id().equals(attention.id()))
        .findFirst()
        .orElseThrow();
  }

  private Caseload.Summary summary(Viewer viewer) {
    return caseload.summary(viewer, scopes.of(viewer));
  }

  private Caseload.Page page(Viewer viewer, String... asked) {
    Map<String, String> params = new LinkedHashMap<>();
    for (int i = 0; i < asked.length; i += 2) {
      params.put(asked[i], asked[i + 1]);
    }
    return caseload.page(
        viewer,
        scopes.of(viewer),
        CaseloadFilter.of(params::get),
        Order.of(params.get("sort"), params.get("order"), params.get("page")));
  }

  private List<String> numbers(Viewer viewer, String... asked) {
    return page(viewer, asked).rows().stream().map(CaseloadRow::number).toList();
  }

  /** The list of a tile, whose length must be the tile's number. */
  private List<String> behind(Viewer viewer, CaseloadAlert attention) {
    Tile tile = tile(viewer, attention);
    List<String> numbers =
        numbers(viewer, "attention", tile.id(), "state", tile.state(), "sort", "number");
    assertThat(tile.cases()).as("the number of " + tile.label()).isEqualTo(numbers.size());
    return numbers;
  }

  private CaseloadRow row(Viewer viewer, String caseNumber) {
    return page(viewer, "number", caseNumber, "state", "all").rows().get(0);
  }

  @Test
  void d6TheNrmFormIsDueInHoursUntilItIsReceived() {
    OffsetDateTime due = OffsetDateTime.parse("2011-06-15T23:30:00Z"); // 00:30 in London
    String waits = registered("referral_due_at", due);
    String late = registered("referral_due_at", due.minusHours(17));
    String sent =
        registered("referral_due_at", due.minusHours(20), "referral_sent_at", due.minusHours(24));
    String received = reasonableGrounds(TODAY.plusDays(1), "referral_due_at", due);

    assertThat(row(NRM, waits).due())
        .isEqualTo(
            new CaseloadRow.Due(
                "NRM form to {{authority.intake.the}}",
                TODAY.plusDays(1),
                "14 hours left, until 00:30",
                false,
                false));
    assertThat(row(NRM, late).due().words()).isEqualTo("2 hours late");
    assertThat(row(NRM, sent).due().words())
        .isEqualTo("sent on 15 June 2011, 00:30; {{authority.intake.the}} has not logged it yet");
    assertThat(row(NRM, sent).due().late()).isFalse();
    assertThat(row(NRM, received).due().decision()).isEqualTo("Reasonable grounds");
    assertThat(numbers(NRM, "sort", "due")).startsWith(late, sent);
    assertThat(behind(GLASGOW, CaseloadAlert.FORM_LATE)).containsExactly(late);
  }

  @Test
  void reasonableGroundsAreDueOnTheirDeadlineAndOverdueTheNextDay() {
    reasonableGrounds(TODAY.plusDays(1));
    String today = reasonableGrounds(TODAY);
    String overdue = reasonableGrounds(TODAY.minusDays(1));

    assertThat(behind(NRM, CaseloadAlert.RG_TODAY)).containsExactly(today);
    assertThat(behind(NRM, CaseloadAlert.RG_OVERDUE)).containsExactly(overdue);
  }

  @Test
  void theCurrentDeadlineCountsAndNotTheOriginalOne() {
    reasonableGrounds(TODAY.plusDays(3), "rg_original_due", TODAY.minusDays(2)); // extended (D15)
    String hearing =
        reasonableGrounds(TODAY.minusDays(1), "rg_original_due", TODAY.plusDays(2)); // D16

    assertThat(behind(NRM, CaseloadAlert.RG_OVERDUE)).containsExactly(hearing);
    assertThat(behind(NRM, CaseloadAlert.RG_TODAY)).isEmpty();
  }

  @Test
  void nothingIsDueOrLateWhileAStageIsSuspended() {
    String rg =
        reasonableGrounds(
            TODAY.minusDays(9),
            "suspended_stage",
            "reasonable-grounds",
            "suspended_on",
            TODAY.minusDays(12));
    String onTheDay =
        reasonableGrounds(TODAY, "suspended_stage", "reasonable-grounds", "suspended_on", TODAY);
    String cg =
        conclusiveGrounds(
            TODAY.minusDays(2),
            "suspended_stage",
            "conclusive-grounds",
            "suspended_on",
            TODAY.minusDays(4));

    assertThat(behind(NRM, CaseloadAlert.RG_OVERDUE)).isEmpty();
    assertThat(behind(NRM, CaseloadAlert.RG_TODAY)).isEmpty();
    assertThat(behind(NRM, CaseloadAlert.CG_LATE)).isEmpty();
    assertThat(behind(NRM, CaseloadAlert.SUSPENDED)).containsExactly(rg, onTheDay, cg);
    assertThat(row(NRM, rg).due()).isNull();
    assertThat(row(NRM, rg).flags())
        .containsExactly("Reasonable grounds suspended since 3 June 2011");
  }

  @Test
  void aDecisionIsDueUntilMadeAndAgainWhenReconsidered() {
    reasonableGrounds(
        TODAY.minusDays(1), "rg_outcome", "negative", "case_outcome", "no-reasonable-grounds");
    reasonableGrounds(TODAY.minusDays(1), "rg_outcome", "positive");
    String rgReconsidered =
        reasonableGrounds(
            TODAY.minusDays(1),
            "rg_outcome",
            "negative",
            "reconsidered_stage",
            "reasonable-grounds");
    conclusiveGrounds(TODAY.minusDays(1), "cg_outcome", "positive");
    String cgReconsidered =
        conclusiveGrounds(
            TODAY.minusDays(1),
            "cg_outcome",
            "negative",
            "reconsidered_stage",
            "conclusive-grounds");
    reasonableGrounds(TODAY.minusDays(1), "case_outcome", "closed-other"); // entered in error (D43)

    assertThat(behind(NRM, CaseloadAlert.RG_OVERDUE)).containsExactly(rgReconsidered);
    assertThat(behind(NRM, CaseloadAlert.CG_LATE)).containsExactly(cgReconsidered);
  }

  @Test
  void aDecisionAtEitherStageIsDueWithinAWeek() {
    reasonableGrounds(TODAY.minusDays(1));
    String today = reasonableGrounds(TODAY);
    String inAWeek = conclusiveGrounds(TODAY.plusDays(7));
    conclusiveGrounds(TODAY.plusDays(8));
    conclusiveGrounds(TODAY.plusDays(3), "suspended_stage", "conclusive-grounds");
    reasonableGrounds(TODAY, "rg_outcome", "negative", "case_outcome", "no-reasonable-grounds");

    assertThat(behind(NRM, CaseloadAlert.DUE_WEEK)).containsExactly(today, inAWeek);
  }

  @Test
  void missingChildrenAreListedTheLongestFirstAndFlaggedAfterASetTime() {
    String recent = reasonableGrounds(TODAY.plusDays(2), "missing_since", TODAY.minusDays(27));
    String longest = registered("missing_since", TODAY.minusDays(400));
    String limit = registered("missing_since", TODAY.minusDays(28));

    assertThat(numbers(NRM, "attention", "missing", "state", "all"))
        .containsExactly(longest, limit, recent);
    assertThat(row(NRM, recent).flags()).containsExactly("Child missing since 19 May 2011");
    assertThat(row(NRM, limit).flags())
        .containsExactly("⚠ Child missing since 18 May 2011, for 28 days");
  }

  @Test
  void aRowSaysWhoHasTheCaseTheMostUrgentTaskFirst() {
    String number = reasonableGrounds(TODAY.plusDays(2));
    String instance = stands(number, "nrm-case:1", "Call_ReasonableGrounds");
    jdbc.sql("insert into ACT_ID_USER (ID_, FIRST_, LAST_) values ('one', 'Gwen', 'Selwood')")
        .update();
    task(instance, "ukhtc-case-owner", null, TODAY.atTime(9, 0));
    task(instance, "ukhtc-case-owner", null, TODAY.atTime(9, 1));
    task(instance, "ukhtc-case-owner", "one", TODAY.atTime(9, 30));
    task(instance, "la-duty-social-work", "gone", TODAY.atTime(9, 45));
    jdbc.sql("update ACT_RU_TASK set DUE_DATE_ = CREATE_TIME_ where ASSIGNEE_ = 'one'").update();

    assertThat(row(NRM, number).assigned())
        .isEqualTo("Gwen Selwood (one); ukhtc-case-owner: unassigned; gone");
    jdbc.sql("delete from ACT_ID_USER").update();
  }

  @Test
  void conclusiveGroundsAreLateFromTheDayAfterTheTargetDate() {
    conclusiveGrounds(TODAY.plusDays(1));
    conclusiveGrounds(TODAY);
    String late = conclusiveGrounds(TODAY.minusDays(1));

    assertThat(behind(NRM, CaseloadAlert.CG_LATE)).containsExactly(late);
    assertThat(row(NRM, late).due())
        .isEqualTo(
            new CaseloadRow.Due(
                "Conclusive grounds", TODAY.minusDays(1), "1 day late", true, false));
  }

  @Test
  void aReflectionPeriodIsEndingInItsLastEightDays() {
    conclusiveGrounds(TODAY.minusDays(1));
    String lastDay = conclusiveGrounds(TODAY);
    String inSevenDays = conclusiveGrounds(TODAY.plusDays(7));
    conclusiveGrounds(TODAY.plusDays(8));
    String suspended =
        conclusiveGrounds(
            TODAY.plusDays(3), "suspended_stage", "conclusive-grounds"); // continues (D23)
    conclusiveGrounds(
        TODAY.plusDays(3), "cg_outcome", "negative", "case_outcome", "not-recognised");

    assertThat(behind(NRM, CaseloadAlert.REFLECTION_ENDING))
        .containsExactly(lastDay, inSevenDays, suspended);
  }

  @Test
  void aMissingChildCountsOnceEvenAfterTheOutcome() {
    String open = reasonableGrounds(TODAY.plusDays(2), "missing_since", TODAY);
    String finished =
        registered("case_outcome", "no-reasonable-grounds", "missing_since", TODAY.minusDays(3));
    registered(
        "case_outcome", "closed-other", "missing_since", TODAY.minusDays(3), "merged_into", open);

    assertThat(behind(NRM, CaseloadAlert.MISSING)).containsExactly(open, finished);
  }

  @Test
  void aUkbaCopyIsUnansweredUntilTheConcernIsAcceptedOrTheFormReceived() {
    String unanswered = registered("ukba_copy_on", TODAY.minusDays(2));
    String accepted = registered("ukba_copy_on", TODAY.minusDays(2));
    jdbc.sql(
            """
            insert into register_event (id, case_number, recorded_at, kind)
            values (1, ?, current_timestamp, 'concern-accepted')\
            """)
        .param(accepted)
        .update();
    registered("ukba_copy_on", TODAY.minusDays(2), "referral_received_on", TODAY.minusDays(1));
    registered("ukba_copy_on", TODAY.minusDays(2), "case_outcome", "not-referred");
    registered();

    assertThat(behind(NRM, CaseloadAlert.COPIES)).containsExactly(unanswered);
  }

  @Test
  void aRemovalHoldCountsUntilItEndsOrTheCaseCloses() {
    String on = registered("removal_hold", "on");
    registered("removal_hold", "ended");
    registered("removal_hold", "not-needed");
    registered("removal_hold", "on", "case_outcome", "recognised");

    assertThat(behind(NRM, CaseloadAlert.REMOVAL_HOLD)).containsExactly(on);
  }

  @Test
  void unclaimedTasksAreCountedByTheLocalDateOfTheirCreation() {
    String finished = registered("case_outcome", "recognised");
    String instance = stands(finished, "child-protection:1", "Task_ProtectChild");
    task(instance, "la-duty-social-work", null, TODAY.atTime(0, 0)); // the day before in UTC
    task(instance, "la-duty-social-work", null, TODAY.minusDays(1).atTime(23, 59));
    task(instance, "la-duty-social-work", null, TODAY.minusDays(2).atStartOfDay());
    task(instance, "la-duty-social-work", null, TODAY.minusDays(3).atTime(23, 59));
    task(instance, "la-duty-social-work", null, TODAY.minusDays(7).atStartOfDay());
    task(instance, "la-duty-social-work", null, TODAY.minusDays(8).atTime(23, 59));
    task(instance, "la-duty-social-work", "glasgow.duty", TODAY.atStartOfDay());

    Map<CaseloadAlert, Long> tasks =
        Set.of(
                CaseloadAlert.UNCLAIMED_2_DAYS,
                CaseloadAlert.UNCLAIMED_WEEK,
                CaseloadAlert.UNCLAIMED_LONGER)
            .stream()
            .collect(toMap(age -> age, age -> tile(NRM, age).tasks()));
    assertThat(tasks)
        .containsEntry(CaseloadAlert.UNCLAIMED_2_DAYS, 3L)
        .containsEntry(CaseloadAlert.UNCLAIMED_WEEK, 2L)
        .containsEntry(CaseloadAlert.UNCLAIMED_LONGER, 1L);
    tasks.keySet().forEach(age -> assertThat(behind(NRM, age)).containsExactly(finished));
  }

  @Test
  void managersSeeUnclaimedTasksOfTheirTeamsAndTheNrmManagerAll() {
    String one = reasonableGrounds(TODAY.plusDays(2));
    String instance = stands(one, "nrm-case:1", "Call_ReasonableGrounds");
    task(instance, "ukhtc-case-owner", null, TODAY.atTime(9, 0));
    task(instance, "ukhtc-case-owner", null, TODAY.atTime(9, 30));
    task(instance, "la-duty-social-work", null, TODAY.atTime(9, 0));

    assertThat(tile(NRM, CaseloadAlert.UNCLAIMED_2_DAYS).tasks()).isEqualTo(3);
    assertThat(tile(UKHTC, CaseloadAlert.UNCLAIMED_2_DAYS).tasks()).isEqualTo(2);
    assertThat(tile(GLASGOW, CaseloadAlert.UNCLAIMED_2_DAYS).tasks()).isEqualTo(1);
    assertThat(tile(UKBA, CaseloadAlert.UNCLAIMED_2_DAYS).tasks()).isZero();
    assertThat(tile(FIFE, CaseloadAlert.UNCLAIMED_2_DAYS).tasks()).isZero();
    assertThat(behind(GLASGOW, CaseloadAlert.UNCLAIMED_2_DAYS)).containsExactly(one);
  }

  @Test
  void anIncidentAnywhereInTheCaseCounts() {
    String beside = registered("case_outcome", "recognised");
    String instance = stands(beside, "child-protection:1", "Task_ProtectChild");
    jdbc.sql(
            """
            insert into ACT_RU_INCIDENT (ID_, REV_, INCIDENT_TIMESTAMP_, INCIDENT_TYPE_, PROC_INST_ID_)
            values ('i1', 1, current_timestamp, 'failedJob', ?)\
            """)
        .param(instance)
        .update();
    registered();

    assertThat(behind(NRM, CaseloadAlert.INCIDENT)).containsExactly(beside);
    assertThat(row(NRM, beside).flags()).containsExactly("Incident");
  }

  @Test
  void eachManagerSeesOnlyTheirOwnCases() {
    String glasgow = registered();
    String fife = registered("local_authority", "fife");
    String received = registered("referral_received_on", TODAY, "local_authority", "fife");
    String ukhtc = reasonableGrounds(TODAY);
    String hybrid = conclusiveGrounds(TODAY.plusDays(9), "local_authority", "fife");
    String ukba = reasonableGrounds(TODAY, "rg_authority", "UKBA");

    assertThat(numbers(NRM, "sort", "number"))
        .containsExactly(glasgow, fife, received, ukhtc, hybrid, ukba);
    assertThat(numbers(GLASGOW, "sort", "number")).containsExactly(glasgow, ukhtc, ukba);
    assertThat(numbers(FIFE, "sort", "number")).containsExactly(fife, received, hybrid);
    assertThat(numbers(UKHTC, "sort", "number")).containsExactly(received, ukhtc, hybrid);
    assertThat(numbers(UKBA, "sort", "number")).containsExactly(hybrid, ukba);
    for (Viewer viewer : List.of(NRM, GLASGOW, FIFE, UKHTC, UKBA)) {
      long open = numbers(viewer).size();
      assertThat(summary(viewer).open()).isEqualTo(open);
      assertThat(sum(summary(viewer).councils())).isEqualTo(open);
      assertThat(sum(summary(viewer).authorities())).isEqualTo(open);
      assertThat(exported(viewer, "number")).hasSize((int) open);
    }
    assertThat(numbers(FIFE, "number", glasgow, "state", "all")).isEmpty();
  }

  @Test
  void d13TheManagerWhoConfirmsARouteSeesTheCase() {
    String toConfirm = registered("referral_received_on", TODAY.minusDays(30), "rg_due", TODAY);
    stands(toConfirm, "nrm-case:1", "Call_Route");
    task(
        stands(toConfirm, "route:1", "Task_ConfirmRoute"),
        "ukhtc-manager",
        null,
        TODAY.atTime(9, 0));
    reasonableGrounds(TODAY, "rg_authority", "UKBA");

    assertThat(numbers(UKHTC, "stage", "Call_Route")).containsExactly(toConfirm);
    assertThat(numbers(UKHTC)).containsExactly(toConfirm);
  }

  private static long sum(List<Part> parts) {
    return parts.stream().mapToLong(Part::cases).sum();
  }

  private List<String> exported(Viewer viewer, String sort) {
    List<String> numbers = new ArrayList<>();
    caseload.forEach(
        viewer,
        scopes.of(viewer),
        CaseloadFilter.of(name -> null),
        Order.of(sort, null, null),
        row -> numbers.add(row.number()));
    return numbers;
  }

  @Test
  void ukbaSeesOnlyNumberCouncilAndDateOfACopyInAnotherCase() {
    String copy =
        registered(
            "ukba_copy_on",
            TODAY.minusDays(2),
            "removal_hold",
            "on",
            "missing_since",
            TODAY,
            "local_authority",
            "fife");
    stands(copy, "nrm-case:1", "Call_LocalAuthorityAssessment");

    assertThat(behind(UKBA, CaseloadAlert.COPIES)).containsExactly(copy);
    assertThat(page(UKBA, "attention", "copies").rows())
        .containsExactly(CaseloadRow.copy(copy, "fife", TODAY.minusDays(2)));
    assertThat(numbers(UKBA)).isEmpty();
    assertThat(numbers(UKBA, "number", copy, "state", "all")).isEmpty();
    assertThat(numbers(UKBA, "attention", "copies", "stage", "Call_LocalAuthorityAssessment"))
        .isEmpty();
    assertThat(numbers(UKBA, "attention", "missing", "state", "all")).isEmpty();
    assertThat(page(UKBA, "attention", "copies", "sort", "stage").sort()).isEqualTo("number");
    assertThat(behind(UKHTC, CaseloadAlert.COPIES)).isEmpty();
  }

  @Test
  void aCaseCountsAtEachOfItsCurrentStages() {
    String both = conclusiveGrounds(TODAY.plusDays(20));
    String instance = stands(both, "nrm-case:1", "Call_ReflectionPeriod");
    execution(null, "nrm-case:1", "Call_ConclusiveGrounds", instance, instance);
    String finished =
        conclusiveGrounds(
            TODAY.plusDays(20), "cg_outcome", "positive", "case_outcome", "recognised");
    stands(finished, "nrm-case:1", "Call_ReflectionPeriod");

    assertThat(summary(NRM).stages())
        .contains(
            new Part("Call_ReflectionPeriod", "Reflection period", 1),
            new Part("Call_ConclusiveGrounds", "Conclusive grounds", 1),
            new Part("Call_Intake", "Intake", 0));
    assertThat(numbers(NRM, "stage", "Call_ReflectionPeriod")).containsExactly(both);
    assertThat(numbers(NRM, "stage", "Call_ReflectionPeriod", "state", "all", "sort", "number"))
        .containsExactly(both, finished);
    assertThat(row(NRM, both).stage()).isEqualTo("Conclusive grounds · Reflection period");
    assertThat(row(NRM, finished).stage()).isEqualTo("Recognised as a victim · Reflection period");
  }

  @Test
  void d20ACaseWhoseReflectionPeriodIsOverIsAtItsReview() {
    String over = conclusiveGrounds(TODAY.plusDays(20), "reflection_end", TODAY.minusDays(1));
    stands(over, "nrm-case:1", "Call_ReflectionPeriod");

    assertThat(row(NRM, over).stage()).isEqualTo("Review of the reflection period");
    assertThat(numbers(NRM, "stage", "Call_ReflectionPeriod")).containsExactly(over);
  }

  @Test
  void aReconsideredDecisionCountsAtItsStageButARequestDoesNot() {
    String reconsidered =
        reasonableGrounds(
            TODAY, "rg_outcome", "negative", "reconsidered_stage", "reasonable-grounds");
    stands(reconsidered, "reconsideration:1", "Call_ReasonableGrounds");
    calls(reconsidered, "child-protection:1");
    String requested = registered("case_outcome", "no-reasonable-grounds");
    stands(requested, "reconsideration:1", "CallTheApplicant");

    assertThat(numbers(NRM, "stage", "Call_ReasonableGrounds")).containsExactly(reconsidered);
    assertThat(row(NRM, reconsidered).stage()).isEqualTo("Reasonable grounds, reconsidered");
    assertThat(row(NRM, requested).stage()).isEqualTo("No reasonable grounds");
  }

  @Test
  void anUnknownStepHasTheNameInItsVersionOfTheDiagram() {
    when(diagrams.of("nrm-case:2"))
        .thenReturn(
            Optional.of(
                new Diagrams.Diagram(
                    "", Map.of("Task_AskGuardian", "Ask the guardian"), List.of(), Map.of())));
    String revised = registered();
    stands(revised, "nrm-case:2", "Task_AskGuardian");
    String nameless = registered();
    stands(nameless, "nrm-case:2", "Task_Nameless");
    String older = reasonableGrounds(TODAY);
    stands(older, "nrm-case:1", "Call_ReasonableGrounds");

    assertThat(row(NRM, revised).stage()).isEqualTo("Ask the guardian");
    assertThat(row(NRM, nameless).stage()).isEqualTo("Unnamed step");
    assertThat(summary(NRM).stages()).contains(new Part("Task_AskGuardian", "Ask the guardian", 1));
    assertThat(numbers(NRM, "stage", "Task_AskGuardian")).containsExactly(revised);
    assertThat(numbers(NRM, "sort", "stage").get(0)).isEqualTo(older);
  }

  @Test
  void theVersionIsThatOfTheLatestPathEvenForAFinishedCase() {
    String finished = registered("case_outcome", "recognised");
    path(finished, "nrm-case:1");
    path(finished, "nrm-case:2");
    path(finished, "child-protection:1");
    String forgotten = registered("case_outcome", "recognised");

    assertThat(row(NRM, finished).version()).isEqualTo(2);
    assertThat(row(NRM, forgotten).version()).isNull();
  }

  private void path(String caseNumber, String definition) {
    String id = "h" + ++engineId;
    jdbc.sql(
            """
            insert into ACT_HI_PROCINST (ID_, PROC_INST_ID_, BUSINESS_KEY_, PROC_DEF_ID_, PROC_DEF_KEY_, START_TIME_)
            values (?, ?, ?, ?, ?, current_timestamp)\
            """)
        .params(id, id, caseNumber, definition, definition.split(":")[0])
        .update();
  }

  @Test
  void theAuthorityIsTheOneThatDecides() {
    String none = registered();
    String rg = reasonableGrounds(TODAY);
    String hybrid = conclusiveGrounds(TODAY.plusDays(9));

    assertThat(summary(NRM).authorities())
        .containsExactly(
            new Part("UKHTC", "UKHTC", 1),
            new Part("UKBA", "UKBA", 1),
            new Part("none", "Not yet allocated", 1));
    assertThat(numbers(NRM, "authority", "UKHTC")).containsExactly(rg);
    assertThat(numbers(NRM, "authority", "UKBA")).containsExactly(hybrid);
    assertThat(numbers(NRM, "authority", "none")).containsExactly(none);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NRM-2009-7Q4X-8KD9",
        "nrm-2009-7q4x-8kd9",
        " nrm 2009 7q4x 8kd9 ",
        "NRM–2009–7Q4X–8KD9",
        "nrm20097q4x8kd9",
        "20097q4x8kd9",
        "2009-7Q4X-8KD9",
        "7q4x-8kd9",
        "8kd9"
      })
  void aCaseIsFoundHoweverItsNumberIsTyped(String typed) {
    registered();
    String wanted = registered("case_number", CaseNumber.EXAMPLE);
    registered();

    assertThat(numbers(NRM, "number", typed)).containsExactly(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "number, Nguyen",
    "number, %",
    "number, 2009_7Q4X",
    "number, NRM-2009-7Q4X-8KD9-1",
    "state, closed",
    "stage, 'x'' or 1=1'",
    "authority, 'a b'",
    "council, 'glasgow;'",
    "attention, nothing",
    "stage, Call_Unknown",
    "authority, SCA",
    "council, atlantis",
    "from, 14/04/2009",
    "to, 2009-02-30",
    "sort, rg_due",
    "page, 0",
    "page, two"
  })
  void aMalformedRequestIsRefusedWithASentence(String name, String value) {
    assertThatThrownBy(() -> page(NRM, name, value))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageEndingWith(".")
        .hasMessageMatching("[A-Z].{20,}");
  }

  @Test
  void theListIsFilteredByInclusiveDatesOfReceipt() {
    String first = reasonableGrounds(TODAY, "referral_received_on", TODAY.minusDays(10));
    String last = reasonableGrounds(TODAY, "referral_received_on", TODAY.minusDays(5));
    reasonableGrounds(TODAY, "referral_received_on", TODAY.minusDays(11));
    reasonableGrounds(TODAY, "referral_received_on", TODAY.minusDays(4));
    registered();

    assertThat(numbers(NRM, "from", "2011-06-05", "to", "2011-06-10", "sort", "number"))
        .containsExactly(first, last);
    assertThatThrownBy(() -> page(NRM, "from", "2011-06-05", "to", "2011-06-04"))
        .hasMessage("The first date of receipt is after the last. Change one of them.");
  }

  @Test
  void theListIsSortedOnTheServerWithMissingValuesLast() {
    String late = reasonableGrounds(TODAY.minusDays(1), "referral_received_on", TODAY.minusDays(8));
    String early = conclusiveGrounds(TODAY.plusDays(5), "local_authority", "angus");
    String none = registered("local_authority", "fife");
    stands(late, "nrm-case:1", "Call_ReasonableGrounds");
    stands(early, "nrm-case:1", "Call_ConclusiveGrounds");

    assertThat(numbers(NRM)).containsExactly(late, early, none);
    assertThat(numbers(NRM, "sort", "due", "order", "desc")).containsExactly(early, late, none);
    assertThat(numbers(NRM, "sort", "council")).containsExactly(early, none, late);
    assertThat(numbers(NRM, "sort", "stage")).containsExactly(late, early, none);
    assertThat(numbers(NRM, "sort", "authority")).containsExactly(early, late, none);
    assertThat(numbers(NRM, "sort", "received")).containsExactly(early, late, none);
    assertThat(numbers(NRM, "sort", "number", "order", "desc")).containsExactly(none, early, late);
    assertThat(exported(NRM, "stage")).containsExactly(late, early, none);
    assertThat(exported(NRM, "due")).isEqualTo(numbers(NRM));
  }

  @Test
  void thePageSizeIs25AndThePageAfterTheLastIsTheLast() {
    for (int i = 0; i < 26; i++) {
      registered();
    }

    assertThat(numbers(NRM, "sort", "number")).hasSize(25).startsWith("NRM-2011-000001");
    assertThat(numbers(NRM, "sort", "number", "page", "2")).containsExactly("NRM-2011-000026");
    assertThat(page(NRM, "sort", "number", "page", "900").page()).isEqualTo(2);
  }

  @Test
  void everyCaseIsExportedEvenBeyondOneFetch() {
    for (int i = 0; i < 1001; i++) {
      registered();
    }

    assertThat(exported(NRM, "number")).hasSize(1001).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aCaseWithOnlyANumberIsListed() {
    String bare = registered();

    CaseloadRow row = row(NRM, bare);

    assertThat(row.stage()).isEqualTo("No current step");
    assertThat(row.flags()).isEmpty();
    assertThat(row.due()).isNull();
  }

  @Test
  void withoutCasesEveryNumberIsZero() {
    assertThat(summary(NRM).open()).isZero();
    assertThat(summary(NRM).attention())
        .hasSize(CaseloadAlert.values().length)
        .allMatch(tile -> tile.cases() == 0);
    assertThat(page(NRM).rows()).isEmpty();
    assertThat(page(NRM).page()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, due today",
    "1, 1 day left",
    "2, 2 days left",
    "-1, 1 day late",
    "-2, 2 days late",
    "-1765, '1,765 days late'"
  })
  void theDeadlineIsInWords(int days, String words) {
    assertThat(CaseloadRow.Due.of("reasonable-grounds", TODAY.plusDays(days), TODAY).words())
        .isEqualTo(words);
  }

  @Test
  void aPersonIsAnAdultFromTheirEighteenthBirthday() {
    assertThat(row(NRM, registered("adult_from", TODAY)).flags())
        .containsExactly("Adult since 15 June 2011");
    assertThat(row(NRM, registered("adult_from", TODAY.plusDays(1))).flags()).isEmpty();
  }

  @Test
  void d32AnOpenCaseSaysThatRemovalIsOnHold() {
    assertThat(row(NRM, registered("removal_hold", "on")).flags())
        .containsExactly("Removal on hold");
    assertThat(row(NRM, registered("removal_hold", "ended")).flags()).isEmpty();
  }

  @Test
  void aManagersViewsAreTheirOwnAndKeepNoCaseNumber() {
    PersonLock lock = mock(PersonLock.class);
    SavedViews views = new SavedViews(jdbc, lock);

    views.save("glasgow.manager", " Missing  in\tGlasgow ", Map.of("attention", "missing"));
    verify(lock).lock("glasgow.manager");
    views.save("fife.manager", "All", Map.of("state", "all", "number", "8KD9", "sort", "council"));

    assertThat(views.of("glasgow.manager").views())
        .containsExactly(new SavedViews.SavedView("Missing in Glasgow", "attention=missing"));
    assertThat(views.of("fife.manager").views())
        .containsExactly(new SavedViews.SavedView("All", "state=all&sort=council"));
    assertThat(views.save("fife.manager", "All", Map.of("council", "fife")).views())
        .containsExactly(new SavedViews.SavedView("All", "council=fife"));
    assertThat(views.save("fife.manager", "All", Map.of()).views()).isEmpty();
    assertThat(views.of("glasgow.manager").views()).hasSize(1);
  }

  @Test
  void aViewNeedsANameAndAFilterAndThereIsALimit() {
    SavedViews views = new SavedViews(jdbc, mock(PersonLock.class));
    Map<String, String> missing = Map.of("attention", "missing");

    for (String name : new String[] {null, " ", "x".repeat(41), "a\u200Bb"}) {
      assertThatThrownBy(() -> views.save("ukhtc.manager", name, missing))
          .hasMessage("Enter a name for the view, of up to 40 characters.");
    }
    assertThatThrownBy(() -> views.save("ukhtc.manager", "One", Map.of("number", "8KD9")))
        .hasMessageContaining("A case number is not saved with a view.");
    assertThatThrownBy(() -> views.save("ukhtc.manager", "One", Map.of("stage", "a b")))
        .isInstanceOf(InvalidRequestException.class);
    for (int i = 0; i < SavedViews.MAX_VIEWS; i++) {
      views.save("ukhtc.manager", "View " + i, missing);
    }
    assertThatThrownBy(() -> views.save("ukhtc.manager", "One more", missing))
        .hasMessage("You have 20 saved views. Remove one to save another.");
    views.save("ukhtc.manager", "View 3", Map.of("state", "all"));
  }
}
