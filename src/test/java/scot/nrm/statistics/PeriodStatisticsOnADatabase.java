package scot.nrm.statistics;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.StringWriter;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import scot.nrm.ConfigFile;
import scot.nrm.Databases.Database;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.cockpit.CaseScopes;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.letters.Organisations;
import scot.nrm.record.CodeNames;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Outcome;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterRows;
import scot.nrm.register.RegisterRows.CaseRow;
import scot.nrm.register.Stage;
import scot.nrm.retention.ErasedForTests;
import scot.nrm.startup.StartRefused;
import scot.nrm.statistics.StatisticsTable.Column;
import scot.nrm.statistics.StatisticsTable.Row;

/** Compares a database's counts with the definitions, case by case. */
abstract class PeriodStatisticsOnADatabase {

  private static final Period PERIOD = new Period(YearMonth.of(2009, 4), YearMonth.of(2010, 11));
  private static final Set<String> EVERYWHERE = Set.of("glasgow-city", "fife");
  private static final LocalDate TODAY = LocalDate.of(2011, 6, 15);

  /** A database with invented cases, for all tests of a class. */
  record Filled(
      ReferralCounter counter,
      RegisterRows rows,
      JdbcClient jdbc,
      DataSourceTransactionManager transactions) {

    static Filled with500Cases(Database database) {
      DataSource dataSource = database.pool();
      JdbcClient jdbc = JdbcClient.create(dataSource);
      invent(jdbc, 500, new Random(20090401));
      var transactions = new DataSourceTransactionManager(dataSource);
      return new Filled(
          new ReferralCounter(dataSource, transactions, database.url()),
          new RegisterRows(jdbc, transactions),
          jdbc,
          transactions);
    }
  }

  private final Filled database;

  PeriodStatisticsOnADatabase(Filled database) {
    this.database = database;
  }

  @Test
  void d38TheDatabaseCountsMatchTheDefinitionsCaseByCase() {
    for (String authority : List.of("", "UKHTC", "UKBA")) {
      assertThat(numbers(tables(database, authority, EVERYWHERE)))
          .isEqualTo(oneByOne(database, authority, EVERYWHERE))
          .hasSizeGreaterThan(200);
    }
  }

  @Test
  void eachMonthAndQuarterCountsItsOwnEvents() {
    for (String authority : List.of("", "UKHTC", "UKBA")) {
      Map<String, Long> shown = numbers(trends(authority));
      shown.keySet().removeIf(number -> number.endsWith("cg-median-days"));
      assertThat(shown).isEqualTo(trendsOneByOne(authority)).hasSizeGreaterThan(100);
    }
  }

  @Test
  void aQuartersWaitIsTheMedianOfItsDecisions() {
    List<Long> days = new ArrayList<>();
    database
        .rows()
        .forEach(
            row -> {
              LocalDate decided = row.nrmCase().conclusiveGrounds().decidedOn();
              if (counts(row)
                  && decided != null
                  && Period.quarter(decided).equals("2010-Q1")
                  && row.nrmCase().conclusiveGrounds().outcome() != null) {
                days.add(ChronoUnit.DAYS.between(row.nrmCase().referralReceivedOn(), decided));
              }
            });
    days.sort(null);

    Row quarter =
        table(trends(""), TrendStatistics.BY_QUARTER).rows().stream()
            .filter(row -> row.code().equals("2010-Q1"))
            .findFirst()
            .orElseThrow();
    assertThat(quarter.name()).isEqualTo("January to March 2010");
    assertThat(quarter.numbers().get(7)).isEqualTo(days.get((days.size() - 1) / 2).intValue());
  }

  private List<StatisticsTable> trends(String authority) {
    return new TrendStatistics(database.counter()).tables(PERIOD, authority, "1 = 1", Map.of());
  }

  private Map<String, Long> trendsOneByOne(String authority) {
    Map<String, Long> numbers = new TreeMap<>();
    database
        .rows()
        .forEach(
            row -> {
              RegisterCase nrmCase = row.nrmCase();
              boolean rg =
                  authority.isEmpty() || authority.equals(StoredCode.id(nrmCase.rgAuthority()));
              boolean cg =
                  authority.isEmpty() || authority.equals(StoredCode.id(nrmCase.cgAuthority()));
              if (rg || cg) {
                openAtTheEnd(nrmCase, numbers);
              }
              if (!counts(row)) {
                return;
              }
              if (rg || cg) {
                inItsMonth(nrmCase.referralReceivedOn(), "referrals", numbers);
              }
              for (Stage stage : Stage.values()) {
                RegisterCase.StageState at = nrmCase.at(stage);
                String name = stage == Stage.REASONABLE_GROUNDS ? "rg" : "cg";
                if ((stage == Stage.REASONABLE_GROUNDS ? rg : cg)
                    && at.outcome() != null
                    && at.decidedOn() != null
                    && nrmCase.now().reconsideredStage() != stage) {
                  inItsMonth(at.decidedOn(), name + "-decided", numbers);
                  if (Boolean.FALSE.equals(at.late())) {
                    inItsMonth(at.decidedOn(), name + "-on-time", numbers);
                  }
                }
              }
            });
    return numbers;
  }

  private static void inItsMonth(LocalDate day, String column, Map<String, Long> numbers) {
    if (PERIOD.months().contains(YearMonth.from(day))) {
      for (String row :
          List.of(
              TrendStatistics.BY_MONTH + "/" + YearMonth.from(day),
              TrendStatistics.BY_QUARTER + "/" + Period.quarter(day))) {
        numbers.merge(row + "/" + column, 1L, Long::sum);
      }
    }
  }

  /**
   * Counts a case if it is open at the end of a month; for a quarter, its last month in the period
   * counts.
   */
  private static void openAtTheEnd(RegisterCase nrmCase, Map<String, Long> numbers) {
    for (YearMonth month : PERIOD.months()) {
      boolean open =
          !nrmCase.openedOn().isAfter(month.atEndOfMonth())
              && (nrmCase.caseOutcome() == null
                  || nrmCase.closedOn().isAfter(month.atEndOfMonth()));
      if (open) {
        numbers.merge(TrendStatistics.BY_MONTH + "/" + month + "/open", 1L, Long::sum);
        if (month.getMonthValue() % 3 == 0 || month.equals(PERIOD.to())) {
          numbers.merge(
              TrendStatistics.BY_QUARTER + "/" + Period.quarter(month.atDay(1)) + "/open",
              1L,
              Long::sum);
        }
      }
    }
  }

  /** The other tests continue with the remaining cases, and get the same counts. */
  @Test
  void erasingCasesKeepsTheFiguresOfPastPeriods() {
    database
        .jdbc()
        .sql(
            """
            update case_register set closed_on = opened_on
            where case_outcome is not null and case_number < 'NRM-2009-000050'\
            """)
        .update();
    List<Map<String, Long>> figures = figures();
    assertThat(figures).doesNotContain(Map.of());
    List<Map<String, String>> table = rowsOfTheTable(database);

    int cases = ErasedForTests.everyClosedCase(database.jdbc(), database.transactions());

    assertThat(cases).isGreaterThan(20);
    assertThat(
            database
                .jdbc()
                .sql("select count(*) from case_register where case_number like 'ERASED-%'")
                .query(Integer.class)
                .single())
        .isGreaterThanOrEqualTo(cases);
    assertThat(figures()).isEqualTo(figures);
    assertThat(rowsOfTheTable(database)).containsExactlyInAnyOrderElementsOf(table);
  }

  /** The figures for different viewers, as Cockpit shows them. */
  private List<Map<String, Long>> figures() {
    CaseScopes scopes =
        new CaseScopes(
            new CaseAccess(database.jdbc(), KnownAuthorities.OF_THE_FILE),
            new Organisations(Map.of(), Map.of(), Map.of(), List.of()),
            new CaseClock(),
            KnownAuthorities.OF_THE_FILE);
    return Stream.of(
            viewer("nrm-manager"),
            viewer("la-manager"),
            viewer("ukhtc-manager"),
            viewer("ukba-manager"))
        .map(scopes::ofFigures)
        .flatMap(
            scope ->
                Stream.of("", "UKHTC", "UKBA")
                    .map(authority -> tables(database, authority, scope.sql(), scope.params())))
        .map(PeriodStatisticsOnADatabase::numbers)
        .toList();
  }

  private static Viewer viewer(String group) {
    return new Viewer("a.manager", Set.of(group), Set.of("glasgow-city"));
  }

  /** The register as a table, without the columns that identify a child. */
  private static List<Map<String, String>> rowsOfTheTable(Filled of) {
    StringWriter csv = new StringWriter();
    new RegisterCsv(of.jdbc()).write(csv);
    return RegisterCsvTest.parsed(csv.toString()).stream()
        .map(
            line -> {
              Map<String, String> row = new TreeMap<>(line.toMap());
              row.keySet().removeAll(Set.of("case_number", "merged_into", "adult_from"));
              return row;
            })
        .toList();
  }

  @Test
  void aScopeCountsOnlyItsOwnCases() {
    assertThat(numbers(tables(database, "", Set.of("fife"))))
        .isEqualTo(oneByOne(database, "", Set.of("fife")))
        .isNotEqualTo(oneByOne(database, "", EVERYWHERE));
  }

  @Test
  void theAnnualFiguresMatchThoseOfThePeriod() {
    StringWriter csv = new StringWriter();
    new AnnualStatistics(database.counter(), names(), KnownAuthorities.OF_THE_FILE)
        .write(2009, csv);
    Period year = new Period(YearMonth.of(2009, 1), YearMonth.of(2009, 12));
    Map<String, Long> ours =
        numbers(
            new PeriodStatistics(
                    database.counter(), nothingPublished(), names(), KnownAuthorities.OF_THE_FILE)
                .tables(year, "", "1 = 1", Map.of()));

    for (CSVRecord line : RegisterCsvTest.parsed(csv.toString())) {
      long total = Long.parseLong(line.get("total"));
      String there =
          switch (line.get("table")) {
            case "referrals" -> "referrals-by-year/2009/referrals";
            case "rg-outcome" -> "rg-by-authority/total/" + column(line.get("code"));
            case "cg-outcome" -> "cg-by-authority/total/" + column(line.get("code"));
            case "rg-authority" -> "rg-by-authority/" + line.get("code") + "/all";
            case "cg-authority" -> "cg-by-authority/" + line.get("code") + "/all";
            case "nationality" -> "nationalities/" + line.get("code") + "/referrals";
            default ->
                "referrals-by-month/total/"
                    + (line.get("code").equals("total") ? "referrals" : line.get("code"));
          };
      assertThat(ours.getOrDefault(there, 0L)).as(there).isEqualTo(total);
    }
  }

  private static String column(String code) {
    return code.equals("total") ? "all" : code;
  }

  /** Every heading and name of the tables, in their order. */
  @Test
  void tablesColumnsAndRowsAreNamedInWords() {
    StringBuilder names = new StringBuilder();
    for (StatisticsTable table : tables(database, "", EVERYWHERE)) {
      names.append(table.id()).append(": ").append(table.rowHead()).append("\n  ");
      names.append(table.columns().stream().map(Column::label).collect(joining(" | ")));
      names.append("\n  ");
      names.append(table.rows().stream().map(Row::name).collect(joining(" | ")));
      names.append(table.total() == null ? "" : " = " + table.total().name()).append("\n");
    }

    assertThat(names.toString())
        .isEqualTo(
            """
        referrals-by-year: Year
          Referrals
          2009 | 2010 = Total
        referrals-by-month: Month
          firstResponderAgency ukba | firstResponderAgency police | firstResponderAgency local-authority | firstResponderAgency health | firstResponderAgency zeppelin | Not known | Referrals
          April 2009 | May 2009 | June 2009 | July 2009 | August 2009 | September 2009 | October 2009 | November 2009 | December 2009 | January 2010 | February 2010 | March 2010 | April 2010 | May 2010 | June 2010 | July 2010 | August 2010 | September 2010 | October 2010 | November 2010 = Total
        agencies: Agency
          Referrals | Share
          firstResponderAgency ukba | firstResponderAgency police | firstResponderAgency local-authority | All others | Not known = Total
        nationalities: Nationality
          Referrals | Share
          childNationalities VN | Not known | childNationalities ZZ | childNationalities GB | childNationalities NG = Children
        rg-in-time: Quarter of referral
          Decided | By the original deadline | Share by the original deadline | By the current deadline | Share by the current deadline | Being reconsidered | Date not known | Not decided
          2009 April to June | 2009 July to September | 2009 October to December | 2010 January to March | 2010 April to June | 2010 July to September | 2010 October to December = Total
        cg-waits: From the referral to the decision
          Decisions | Share
          Within 7 days | 8 to 45 days | Up to 3 months | Up to 6 months | Longer | Not known = Total
        rg-by-authority: Authority
          Positive | Negative | Suspended | Pending | Closed undecided | All | Share positive of decisions
          UKHTC on 2010-11-30 | UKBA on 2010-11-30 | Not yet known = Total
        rg-by-nationality: Nationality
          Positive | Negative | Suspended | Pending | Closed undecided | All | Share positive of decisions
          childNationalities VN | Not known | childNationalities ZZ | childNationalities GB | childNationalities NG = Children
        rg-by-age: Age on the day of receipt
          Positive | Negative | Suspended | Pending | Closed undecided | All | Share positive of decisions
          Under 12 | 12 to 15 | 16 and 17 | 18 or over | Not known = Total
        cg-by-authority: Authority
          Positive | Negative | Suspended | Pending | Closed undecided | Not reached | All | Share positive of decisions
          UKHTC on 2010-11-30 | UKBA on 2010-11-30 | Not yet known = Total
        cg-by-nationality: Nationality
          Positive | Negative | Suspended | Pending | Closed undecided | Not reached | All | Share positive of decisions
          childNationalities VN | Not known | childNationalities ZZ | childNationalities GB | childNationalities NG = Children
        cg-by-age: Age on the day of receipt
          Positive | Negative | Suspended | Pending | Closed undecided | Not reached | All | Share positive of decisions
          Under 12 | 12 to 15 | 16 and 17 | 18 or over | Not known = Total
        leave-by-authority: Authority
          Granted | Refused | No leave to be granted | None recorded | All | Share granted of decisions
          UKHTC on 2010-11-30 | UKBA on 2010-11-30 | Not yet known = Total
        leave-by-nationality: Nationality
          Granted | Refused | No leave to be granted | None recorded | All | Share granted of decisions
          Not known | childNationalities VN | childNationalities GB | childNationalities NG | childNationalities ZZ = Children
        leave-by-age: Age on the day of receipt
          Granted | Refused | No leave to be granted | None recorded | All | Share granted of decisions
          Under 12 | 12 to 15 | 16 and 17 | 18 or over | Not known = Total
        suspended: Stage
          Referrals | Ever suspended | Share ever suspended | Suspended now | Share suspended now
          Before reasonable grounds | Before conclusive grounds
        """);
  }

  @Test
  void aMonthWithoutReferralsShowsZero() {
    StatisticsTable months =
        table(tables(database, "", Set.of("no-such-council")), "referrals-by-month");

    assertThat(months.rows()).hasSize(20).first().extracting(Row::name).isEqualTo("April 2009");
    assertThat(months.rows()).allSatisfy(row -> assertThat(row.numbers()).containsOnly(0L));
  }

  @Test
  void withoutCasesNoSharesAreShown() {
    List<StatisticsTable> tables = tables(database, "", Set.of("no-such-council"));

    assertThat(tables)
        .extracting(StatisticsTable::id)
        .containsExactlyElementsOf(PeriodStatistics.TABLES);
    assertThat(numbers(tables)).isEmpty();
    assertThat(table(tables, "rg-in-time").total().numbers().get(2)).isNull();
  }

  @Test
  void sharesMatchTheirCounts() {
    StatisticsTable inTime = table(tables(database, "", EVERYWHERE), "rg-in-time");

    List<Number> total = inTime.total().numbers();
    assertThat(total.get(0).longValue()).isGreaterThan(20);
    assertThat(total.get(2).doubleValue())
        .isCloseTo(total.get(1).doubleValue() / total.get(0).doubleValue(), within(1e-9));
    assertThat(total.get(4).doubleValue())
        .isCloseTo(total.get(3).doubleValue() / total.get(0).doubleValue(), within(1e-9));
  }

  @Test
  void publishedFiguresHaveTheirOwnColumnAndAreNeverCounted() {
    List<StatisticsTable> tables =
        new PeriodStatistics(
                database.counter(), published(""), names(), KnownAuthorities.OF_THE_FILE)
            .tables(PERIOD, "", "1 = 1", Map.of());

    StatisticsTable years = table(tables, "referrals-by-year");
    assertThat(years.columns())
        .extracting(Column::id)
        .containsExactly("referrals", "published-uk", "published-scotland");
    assertThat(years.rows())
        .extracting(row -> row.code() + " " + row.numbers().get(1) + " " + row.numbers().get(2))
        .containsExactly("2009 149 null", "2010 187 null");
    assertThat(years.total().numbers().subList(1, 3)).containsOnlyNulls();
    assertThat(years.published())
        .extracting(StatisticsTable.Publication::covers)
        .containsExactly(
            "Children referred in the whole United Kingdom.", "Children referred in Scotland.");
    assertThat(table(tables, "cg-waits").rows())
        .extracting(row -> row.numbers().get(2))
        .startsWith(0.0, 0.18, 0.49, 0.3, 0.03);
    assertThat(table(tables, "rg-by-authority").total().numbers()).endsWith(0.88);
    assertThat(table(tables, "suspended").rows())
        .extracting(row -> row.numbers().get(5))
        .containsExactly(0.023, 0.06);
    assertThat(table(tables, "nationalities").rows())
        .as("a nationality that was published and that we have not")
        .anySatisfy(
            row -> {
              assertThat(row.code()).isEqualTo("SK");
              assertThat(row.numbers()).containsExactly(0L, 0.0, 0.08);
            });
  }

  @Test
  void aDownloadedTableNamesItsPeriodAndCases() {
    StatisticsTable waits = table(tables(database, "UKBA", EVERYWHERE), "cg-waits");
    StringWriter csv = new StringWriter();

    waits.write(csv, PERIOD, "UKBA", "All cases");

    List<CSVRecord> lines = RegisterCsvTest.parsed(csv.toString());
    assertThat(lines.get(0).toMap())
        .containsEntry("table", "cg-waits")
        .containsEntry("from", "2009-04")
        .containsEntry("to", "2010-11")
        .containsEntry("authority", "UKBA")
        .containsEntry("cases", "All cases")
        .containsEntry("code", "within-7-days")
        .containsKeys("name", "decisions", "share");
    assertThat(lines.get(lines.size() - 1).get("share")).isEqualTo("1.0");
  }

  @Test
  void anInvalidPeriodIsRefusedInASentence() {
    assertThat(Period.parse("", null, TODAY))
        .isEqualTo(new Period(Period.FIRST, YearMonth.of(2011, 6)));
    assertThat(Period.parse("", "2015-02", LocalDate.of(2016, 1, 1)).from())
        .isEqualTo(YearMonth.of(2010, 1));
    assertThat(Period.parse("2011-01", "2011-06", TODAY).months())
        .hasSize(6)
        .startsWith(YearMonth.of(2011, 1))
        .endsWith(YearMonth.of(2011, 6));
    assertThat(Period.parse(" ", "", LocalDate.of(2009, 1, 1)))
        .isEqualTo(new Period(Period.FIRST, Period.FIRST));
    assertThat(Period.parse("2010-02", "2010-02", TODAY).months())
        .containsExactly(YearMonth.of(2010, 2));
    assertThatThrownBy(() -> Period.parse("2011-02", "2010-03", TODAY))
        .hasMessage(
            "The first month, February 2011, is after the last one, March 2010. Choose them the other way round.");
    for (String absurd :
        List.of(
            "2009-03", "2011-07", "2010-13", "2010", "10-02", "nonsense", "99999-01", "-001-01")) {
      assertThatThrownBy(() -> Period.parse("2009-04", absurd, TODAY))
          .as(absurd)
          .hasMessage("Choose months from April 2009 to June 2011, in the form 2009-04.");
    }
  }

  @Test
  void anInvalidPublishedFigurePreventsTheStart() {
    assertThat(published("").series()).hasSize(8);
    String file =
        """
        nrm.published-figures:
          series:
            - {id: published-x, table: rg-by-month, label: A, unit: percent, covers: B, source: C,
               values: [{code: a, number: 101}, {code: b, number: 100}, {code: c, number: 0},
                 {code: d, number: -1}, {code: e, number: 0.5}]}
            - {id: 2010, table: cg-waits, label: A, unit: people, covers: B, source: "", values: [{code: longer}]}
            - {id: published-y, table: cg-waits, label: "", unit: children, covers: B, source: C,
               values: [{code: a, number: 1000000}, {code: b, number: 1000001}, {code: c, number: 2.0},
                 {code: d, number: 2.5}, {code: "", number: 3}]}
            - {id: published-y, table: cg-waits, label: A, unit: children, covers: "", source: C, values: []}
        """;

    assertThatThrownBy(() -> published(file))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(
            """
            The file config/published-figures.yaml cannot be used:
            There is no table rg-by-month for the series published-x. There is: %s.
            The number of a in published-x must be a share from 0 to 100.
            The number of d in published-x must be a share from 0 to 100.
            The id of a series must begin with published- and be words in small letters with hyphens, \
            such as published-uk. 2010 is not.
            The unit of 2010 must be children or percent.
            The series 2010 must say by label, covers and source what it is.
            Each value of 2010 must have a code and a number.
            The series published-y must say by label, covers and source what it is.
            The number of b in published-y must be a whole number.
            The number of d in published-y must be a whole number.
            Each value of published-y must have a code and a number.
            The series published-y is there twice for the table cg-waits.
            The series published-y must say by label, covers and source what it is.\
            """
                .formatted(String.join(", ", PeriodStatistics.TABLES)));
    assertThatThrownBy(
            () -> published("nrm.published-figures.series: [{id: published-x, years: 3}]"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("an unknown key");
  }

  // ---- the same by another way

  /** Every number other than 0, by table, row and column, without the published ones. */
  private static Map<String, Long> numbers(List<StatisticsTable> tables) {
    Map<String, Long> numbers = new TreeMap<>();
    for (StatisticsTable table : tables) {
      List<Row> rows = new ArrayList<>(table.rows());
      rows.addAll(table.total() == null ? List.of() : List.of(table.total()));
      for (Row row : rows) {
        assertThat(row.numbers()).hasSameSizeAs(table.columns());
        for (int i = 0; i < table.columns().size(); i++) {
          Column column = table.columns().get(i);
          if (!column.share()
              && row.numbers().get(i) != null
              && row.numbers().get(i).longValue() > 0) {
            numbers.put(
                table.id() + "/" + row.code() + "/" + column.id(),
                row.numbers().get(i).longValue());
          }
        }
      }
    }
    return numbers;
  }

  private static Map<String, Long> oneByOne(
      Filled database, String authority, Set<String> councils) {
    Map<String, Long> numbers = new TreeMap<>();
    database
        .rows()
        .forEach(
            row -> {
              RegisterCase nrmCase = row.nrmCase();
              LocalDate received = nrmCase.referralReceivedOn();
              if (!counts(row)
                  || !councils.contains(nrmCase.localAuthority())
                  || received.isBefore(PERIOD.from().atDay(1))
                  || received.isAfter(PERIOD.to().atEndOfMonth())) {
                return;
              }
              boolean rg =
                  authority.isEmpty() || authority.equals(StoredCode.id(nrmCase.rgAuthority()));
              boolean cg =
                  authority.isEmpty() || authority.equals(StoredCode.id(nrmCase.cgAuthority()));
              if (rg || cg) {
                referral(row, numbers);
              }
              if (rg) {
                inTime(nrmCase, numbers);
                outcome(
                    "rg",
                    code(StoredCode.id(nrmCase.rgAuthority())),
                    outcome(nrmCase, Stage.REASONABLE_GROUNDS),
                    row,
                    numbers);
              }
              if (cg) {
                String outcome = outcome(nrmCase, Stage.CONCLUSIVE_GROUNDS);
                if (nrmCase.conclusiveGrounds().outcome() != null) {
                  add(
                      numbers,
                      "cg-waits",
                      wait(received, nrmCase.conclusiveGrounds().decidedOn()),
                      "decisions");
                }
                outcome("cg", code(StoredCode.id(nrmCase.cgAuthority())), outcome, row, numbers);
                if (outcome.equals("positive")) {
                  outcome(
                      "leave",
                      code(StoredCode.id(nrmCase.cgAuthority())),
                      code(nrmCase.leaveOutcome()),
                      row,
                      numbers);
                }
              }
            });
    return numbers;
  }

  private static boolean counts(CaseRow row) {
    RegisterCase nrmCase = row.nrmCase();
    boolean inError =
        row.times("error-closed") > 0 && nrmCase.caseOutcome() == CaseOutcome.CLOSED_OTHER;
    return nrmCase.referralReceivedOn() != null && nrmCase.now().mergedInto() == null && !inError;
  }

  private static String outcome(RegisterCase nrmCase, Stage stage) {
    if (nrmCase.at(stage).outcome() != null) {
      return nrmCase.at(stage).outcome().id();
    }
    if (stage == Stage.CONCLUSIVE_GROUNDS
        && nrmCase.reasonableGrounds().outcome() != Outcome.POSITIVE) {
      return "not-reached";
    }
    return nrmCase.now().suspendedStage() == stage
        ? "suspended"
        : nrmCase.caseOutcome() == null ? "pending" : "closed-undecided";
  }

  private static void referral(CaseRow counted, Map<String, Long> numbers) {
    RegisterCase nrmCase = counted.nrmCase();
    String agency = code(nrmCase.firstResponderAgency());
    YearMonth month = YearMonth.from(nrmCase.referralReceivedOn());
    add(numbers, "referrals-by-year", String.valueOf(month.getYear()), "referrals");
    add(numbers, "referrals-by-month", month.toString(), "referrals");
    add(numbers, "referrals-by-month", month.toString(), agency);
    add(
        numbers,
        "agencies",
        Set.of("ukba", "police", "local-authority", "unknown").contains(agency) ? agency : "others",
        "referrals");
    nationalities(nrmCase)
        .forEach(code -> numbers.merge("nationalities/" + code + "/referrals", 1L, Long::sum));
    numbers.merge("nationalities/total/referrals", 1L, Long::sum);
    for (Stage stage : Stage.values()) {
      String row = "suspended/" + stage.id() + "/";
      numbers.merge(row + "referrals", 1L, Long::sum);
      if (counted.times("suspended", stage) > 0) {
        numbers.merge(row + "ever", 1L, Long::sum);
      }
      if (nrmCase.now().suspendedStage() == stage) {
        numbers.merge(row + "now", 1L, Long::sum);
      }
    }
  }

  private static void inTime(RegisterCase nrmCase, Map<String, Long> numbers) {
    LocalDate received = nrmCase.referralReceivedOn();
    String quarter = received.getYear() + "-Q" + ((received.getMonthValue() - 1) / 3 + 1);
    RegisterCase.StageState at = nrmCase.reasonableGrounds();
    if (at.outcome() == null) {
      add(numbers, "rg-in-time", quarter, "undecided");
    } else if (nrmCase.now().reconsideredStage() == Stage.REASONABLE_GROUNDS) {
      add(numbers, "rg-in-time", quarter, "being-reconsidered");
    } else if (at.decidedOn() == null || at.originalDue() == null || at.due() == null) {
      add(numbers, "rg-in-time", quarter, "unknown");
    } else {
      add(numbers, "rg-in-time", quarter, "decided");
      if (!at.decidedOn().isAfter(at.originalDue())) {
        add(numbers, "rg-in-time", quarter, "by-original");
      }
      if (!at.decidedOn().isAfter(at.due())) {
        add(numbers, "rg-in-time", quarter, "by-target");
      }
    }
  }

  private static String wait(LocalDate received, LocalDate decided) {
    if (decided == null) {
      return "unknown";
    }
    return !decided.isAfter(received.plusDays(7))
        ? "within-7-days"
        : !decided.isAfter(received.plusDays(45))
            ? "8-to-45-days"
            : !decided.isAfter(received.plusMonths(3))
                ? "to-3-months"
                : !decided.isAfter(received.plusMonths(6)) ? "to-6-months" : "longer";
  }

  private static void outcome(
      String prefix, String authority, String outcome, CaseRow counted, Map<String, Long> numbers) {
    Integer age = counted.nrmCase().age();
    String band =
        age == null || age < 0
            ? "unknown"
            : age < 12 ? "under-12" : age < 16 ? "12-to-15" : age < 18 ? "16-to-17" : "18-or-over";
    for (String column : List.of(outcome, "all")) {
      add(numbers, prefix + "-by-authority", authority, column);
      add(numbers, prefix + "-by-age", band, column);
      nationalities(counted.nrmCase())
          .forEach(
              code ->
                  numbers.merge(prefix + "-by-nationality/" + code + "/" + column, 1L, Long::sum));
      numbers.merge(prefix + "-by-nationality/total/" + column, 1L, Long::sum);
    }
  }

  private static void add(Map<String, Long> numbers, String table, String row, String column) {
    numbers.merge(table + "/" + row + "/" + column, 1L, Long::sum);
    numbers.merge(table + "/total/" + column, 1L, Long::sum);
  }

  private static List<String> nationalities(RegisterCase nrmCase) {
    return nrmCase.nationalities().isEmpty() ? List.of("unknown") : nrmCase.nationalities();
  }

  private static String code(String code) {
    return code == null || code.isBlank() ? "unknown" : code;
  }

  // ---- invented cases

  /**
   * Valid values and some invalid ones: unknown codes, empty columns, and days at the boundaries.
   */
  private static void invent(JdbcClient jdbc, int cases, Random random) {
    for (int i = 1; i <= cases; i++) {
      String number = "NRM-2009-%06d".formatted(i);
      LocalDate received =
          oneOf(
              random,
              LocalDate.of(2009, 11, 30),
              LocalDate.of(2009, 8, 31),
              LocalDate.of(2010, 3, 31),
              LocalDate.of(2009, 3, 15).plusDays(random.nextInt(650)),
              LocalDate.of(2009, 4, 1).plusDays(random.nextInt(600)),
              LocalDate.of(2009, 4, 1).plusDays(random.nextInt(600)),
              null);
      LocalDate day = received == null ? LocalDate.of(2009, 5, 5) : received;
      String rg = oneOf(random, "positive", "positive", "positive", "negative", null);
      String cg =
          "positive".equals(rg) ? oneOf(random, "positive", "positive", "negative", null) : null;
      LocalDate decided =
          oneOf(
              random,
              day.plusDays(7),
              day.plusDays(8),
              day.plusDays(45),
              day.plusDays(46),
              day.plusMonths(3),
              day.plusMonths(3).plusDays(1),
              day.plusMonths(6),
              day.plusMonths(6).plusDays(1),
              null);
      LocalDate original = oneOf(random, day.plusDays(7), day.plusDays(7), day.plusDays(7), null);
      jdbc.sql(
              """
              insert into case_register (case_number, local_authority, first_responder_agency, opened_on,
                referral_received_on, age, rg_authority, cg_authority, rg_original_due, rg_due, rg_outcome,
                rg_decided_on, cg_outcome, cg_decided_on, leave_outcome, case_outcome, suspended_stage,
                reconsidered_stage, merged_into) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
              """)
          .params(
              Arrays.asList(
                  number,
                  oneOf(random, "glasgow-city", "fife"),
                  oneOf(
                      random, "police", "ukba", "local-authority", "health", "zeppelin", "", null),
                  day,
                  received,
                  oneOf(random, 3, 11, 12, 15, 16, 17, 18, 40, -1, null),
                  oneOf(random, "UKHTC", "UKHTC", "UKBA", null),
                  oneOf(random, "UKHTC", "UKBA", null),
                  original,
                  oneOf(random, original, day.plusDays(12), day.plusDays(3)),
                  rg,
                  rg == null
                      ? null
                      : oneOf(
                          random,
                          day.plusDays(2),
                          day.plusDays(7),
                          day.plusDays(8),
                          day.plusDays(13),
                          null),
                  cg,
                  cg == null ? null : decided,
                  oneOf(random, "granted", "refused", "no-leave-to-be-granted", null, null),
                  oneOf(random, "recognised", "closed-other", null),
                  oneOf(random, "reasonable-grounds", "conclusive-grounds", null, null, null),
                  oneOf(random, "reasonable-grounds", null, null, null, null, null),
                  oneOf(random, "NRM-2009-000001", null, null, null, null, null, null)))
          .update();
      for (String nationality :
          oneOf(
              random,
              List.of("VN"),
              List.of("VN"),
              List.of("NG", "GB"),
              List.of("ZZ"),
              List.of("unknown"),
              List.<String>of())) {
        jdbc.sql("insert into register_nationality (case_number, nationality) values (?, ?)")
            .params(number, nationality)
            .update();
      }
      for (String event :
          oneOf(
              random,
              List.of("error-closed/"),
              List.of("suspended/reasonable-grounds"),
              List.of("suspended/conclusive-grounds", "suspended/conclusive-grounds"),
              List.of("suspended/", "extended/reasonable-grounds"),
              List.<String>of(),
              List.<String>of())) {
        jdbc.sql(
                "insert into register_event (id, case_number, recorded_at, kind, stage) values (nextval('register_seq'), ?, current_timestamp, ?, ?)")
            .params(
                number,
                event.substring(0, event.indexOf('/')),
                event.endsWith("/") ? null : event.substring(event.indexOf('/') + 1))
            .update();
      }
    }
    jdbc.sql(
            """
            update case_register set rg_late = (rg_decided_on > rg_due), cg_late = (cg_decided_on > opened_on + 45),
              closed_on = case when case_outcome is not null then opened_on + 60 end\
            """)
        .update();
  }

  @Test
  void codesOfANewerVersionAreCounted() {
    InventedRegister register =
        new InventedRegister().with(c -> c.received = PERIOD.from().atDay(6));
    ReferralCounter counter = register.counter();
    register
        .asRegister()
        .sql("update case_register set rg_authority = 'SCA', rg_outcome = 'strange'")
        .update();

    StatisticsTable table =
        table(
            new PeriodStatistics(counter, nothingPublished(), names(), KnownAuthorities.OF_THE_FILE)
                .tables(PERIOD, "", "1 = 1", Map.of()),
            "rg-by-authority");

    assertThat(table.columns())
        .extracting(Column::id)
        .containsExactly(
            "positive", "negative",
            "suspended", "pending",
            "closed-undecided", "strange",
            "all", "share-positive");
    assertThat(table.rows())
        .extracting(StatisticsTable.Row::code)
        .containsExactly("UKHTC", "UKBA", "SCA");
    assertThat(table.rows().get(2).numbers()).containsExactly(0L, 0L, 0L, 0L, 0L, 1L, 1L, null);
  }

  @SafeVarargs
  private static <T> T oneOf(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static List<StatisticsTable> tables(
      Filled database, String authority, Set<String> councils) {
    return tables(
        database,
        authority,
        "r.local_authority in (:scopeCouncils)",
        Map.of("scopeCouncils", councils));
  }

  private static List<StatisticsTable> tables(
      Filled database, String authority, String which, Map<String, ?> params) {
    return new PeriodStatistics(
            database.counter(), nothingPublished(), names(), KnownAuthorities.OF_THE_FILE)
        .tables(PERIOD, authority, which, params);
  }

  private static StatisticsTable table(List<StatisticsTable> tables, String id) {
    return tables.stream().filter(table -> table.id().equals(id)).findFirst().orElseThrow();
  }

  private static PublishedFigures nothingPublished() {
    return new PublishedFigures(List.of());
  }

  private static PublishedFigures published(String copy) {
    return new PublishedFiguresFile()
        .publishedFigures(ConfigFile.read(PublishedFiguresFile.FILE, copy));
  }

  private static CodeNames names() {
    CodeNames names = mock(CodeNames.class);
    when(names.authority(anyString(), any()))
        .thenAnswer(call -> call.getArgument(0) + " on " + call.getArgument(1));
    when(names.option(anyString(), anyString()))
        .thenAnswer(call -> call.getArgument(0) + " " + call.getArgument(1));
    return names;
  }
}
