package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.junit.jupiter.api.Test;
import scot.nrm.calendar.LocalDay;

/** The Figures page, as managers, policy staff and a Child Protection Committee use it. */
class CockpitFigures extends CockpitTestBase {

  private static final String PAGE = "#/nrm/figures";
  private static final List<String> WAITS =
      List.of("Within 7 days", "8 to 45 days", "Up to 3 months", "Up to 6 months", "Longer");

  /** A case as the engine's history alone has it. */
  private record Past(String council, boolean isReconsideration, Map<String, Object> variables) {

    LocalDate day(String name) {
      Object value = variables.get(name);
      return value instanceof Date date
          ? LocalDay.of(date)
          : value == null ? null : LocalDate.parse((String) value);
    }

    /** Received, and neither merged with another nor entered in error. */
    boolean counts() {
      return day("referralReceivedDate") != null;
    }
  }

  @Test
  void theChartsMatchTheEnginesHistory() {
    List<Past> cases = past().values().stream().filter(Past::counts).toList();
    try (Cockpit cockpit = signIn("policy.staff")) {
      Page page = cockpit.page();
      cockpit.open(PAGE, "Figures");

      assertThat(page.locator(".Header").getByText("Figures")).hasCount(1);
      assertThat(page.locator(".nrm-scope")).hasText("All cases");
      cockpit.mustFitATelephone();
      assertThat(numbers(page, "referrals-by-year", 0))
          .isEqualTo(
              counted(
                  cases,
                  past -> String.valueOf(past.day("referralReceivedDate").getYear()),
                  List.of("2009", "2010", "2011")));
      Map<String, Double> trend = numbers(page, "trend-referrals", 0);
      assertThat(trend)
          .isEqualTo(
              counted(
                  cases,
                  past -> quarter(past.day("referralReceivedDate")),
                  List.copyOf(trend.keySet())));
      Map<String, Double> inTime = numbers(page, "rg-in-time", 0);
      Map<String, Double> byTarget = numbers(page, "rg-in-time", 1);
      for (String quarter : inTime.keySet()) {
        List<Past> decided =
            cases.stream()
                .filter(
                    past ->
                        past.day("rgDecisionDate") != null
                            && !past.isReconsideration()
                            && quarter.equals(quarter(past.day("referralReceivedDate"))))
                .toList();
        assertThat(inTime.get(quarter))
            .as("by the original date, " + quarter)
            .isEqualTo(
                share(
                    decided,
                    past -> !past.day("rgDecisionDate").isAfter(past.day("rgOriginalDueDate"))));
        assertThat(byTarget.get(quarter))
            .as("by the date in force at the time, " + quarter)
            .isEqualTo(
                share(
                    decided,
                    past -> !past.day("rgDecisionDate").isAfter(past.day("rgTargetDate"))));
      }
      List<Past> conclusive =
          cases.stream().filter(past -> past.day("cgDecisionDate") != null).toList();
      assertThat(conclusive.size()).isGreaterThan(5);
      Map<String, Double> waits = numbers(page, "cg-waits", 0);
      for (String wait : WAITS) {
        assertThat(waits.get(wait))
            .as(wait)
            .isEqualTo(share(conclusive, past -> wait(past).equals(wait)));
      }
      assertThat(numbers(page, "cg-waits", 1))
          .as("published")
          .isEqualTo(
              Map.of(
                  "Within 7 days", 0.0,
                  "8 to 45 days", 0.18,
                  "Up to 3 months", 0.49,
                  "Up to 6 months", 0.3,
                  "Longer", 0.03));
      assertThat(page.locator("#nrm-chart-cg-waits")).hasAttribute("role", "img");
      assertThat(figure(page, "cg-waits").locator(".nrm-published"))
          .containsText("whole United Kingdom");
      assertThat(page.locator(".nrm-page")).not().containsText("NRM-20");
      assertThat(cockpit.complaints()).isEmpty();
      AccessibilityCheck.hasNoSeriousFinding(page);
    }
  }

  @Test
  void aTableMatchesItsChartAndIsDownloadedAsShown() throws IOException {
    try (Cockpit cockpit = signIn("nrm.manager")) {
      Page page = cockpit.page();
      cockpit.open(PAGE, "Figures");
      Locator figure = figure(page, "referrals-by-month");

      figure.locator("summary").focus();
      page.keyboard().press("Enter");
      assertThat(figure.locator("caption")).hasText("Referrals by month and agency");
      List<String> heads = figure.locator("thead th").allTextContents();
      List<String> april = figure.locator("tbody tr").first().locator("th,td").allTextContents();
      Download download = page.waitForDownload(() -> figure.locator("a.nrm-button").click());

      assertThat(download.suggestedFilename())
          .isEqualTo("nrm-referrals-by-month-2009-04-to-2011-06.csv");
      List<CSVRecord> rows = csv(download);
      assertThat(figure.locator("tbody tr")).hasCount(rows.size());
      assertThat(rows).hasSize(28);
      assertThat(april.get(0)).isEqualTo("April 2009").isEqualTo(rows.get(0).get("name"));
      assertThat(april.get(heads.indexOf("Referrals"))).isEqualTo(rows.get(0).get("referrals"));
      assertThat(Long.parseLong(rows.get(27).get("referrals")))
          .isEqualTo(past().values().stream().filter(Past::counts).count());
    }
  }

  @Test
  void aPeriodThatEndsBeforeItStartsIsRefused() {
    try (Cockpit cockpit = signIn("ukhtc.manager")) {
      Page page = cockpit.page();
      cockpit.open(PAGE, "Figures");
      page.locator("#nrm-chart-cg-waits").waitFor();

      page.getByLabel("To: year").selectOption("2009");
      assertThat(page.locator("section[aria-labelledby=nrm-referrals-by-year] .nrm-says"))
          .containsText("to June 2009");
      page.getByLabel("From: year").selectOption("2011");

      assertThat(page.getByRole(AriaRole.ALERT))
          .containsText("The first month, April 2011, is after the last one, June 2009.");
      page.getByLabel("To: year").selectOption("2011");
      assertThat(page.locator("section[aria-labelledby=nrm-referrals-by-year] .nrm-says"))
          .containsText("April 2011 to");

      page.getByLabel("Or a quarter").selectOption("2010-07");
      assertThat(page.locator("section[aria-labelledby=nrm-referrals-by-year] .nrm-says"))
          .containsText("July 2010 to September 2010");
      page.getByLabel("Deciding authority").selectOption("UKBA");
      page.getByLabel("Outcomes by").selectOption("age");
      cockpit.reopen();
      assertThat(page.locator("section[aria-labelledby=nrm-rg-by-age]")).isVisible();
      assertThat(page.getByLabel("Or a quarter")).hasValue("2010-07");
      assertThat(page.getByLabel("Deciding authority")).hasValue("UKBA");
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      assertThat(page.getByText("July 2010 to September 2010, decided by UKBA")).isVisible();
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
      page.goBack();
      page.goBack();
      assertThat(page.getByLabel("Deciding authority")).hasValue("");
      assertThat(page.getByLabel("Or a quarter")).hasValue("2010-07");
    }
  }

  @Test
  void managersCountOnlyTheirOwnAuthoritysCases() {
    List<Past> cases = past().values().stream().filter(Past::counts).toList();
    try (Cockpit cockpit = signIn("fife.manager")) {
      cockpit.open(PAGE, "Figures");

      assertThat(cockpit.page().locator(".nrm-scope")).hasText("Cases of Fife Council");
      assertThat(cockpit.page().locator("section[aria-labelledby=nrm-referrals-by-year] .nrm-says"))
          .hasText(
              Pattern.compile(
                  "^"
                      + cases.stream().filter(past -> past.council().equals("fife")).count()
                      + " referrals?, .*"));
    }
    try (Cockpit cockpit = signIn("ukba.manager")) {
      cockpit.open(PAGE, "Figures");

      assertThat(cockpit.page().locator("section[aria-labelledby=nrm-referrals-by-year] .nrm-says"))
          .hasText(
              Pattern.compile(
                  "^"
                      + cases.stream()
                          .filter(
                              past ->
                                  "UKBA".equals(past.variables().get("rgAuthority"))
                                      || "UKBA".equals(past.variables().get("cgAuthority"))
                                          && "positive"
                                              .equals(
                                                  past.variables()
                                                      .get("rgOutcome"))) // no authority decides it
                          // before then
                          .count()
                      + " referrals?, .*"));
    }
  }

  @Test
  void aCommitteeSeesItsAreaByYearWithoutSmallNumbers() {
    try (Cockpit cockpit = signIn("cpc.monitor")) {
      Page page = cockpit.page();
      cockpit.open(PAGE, "Figures");
      page.getByLabel("Year", new GetByLabelOptions().setExact(true)).selectOption("2010");
      assertThat(page.locator(".nrm-scope")).hasText("Our area: Glasgow City Council");
      assertThat(page.locator("section[aria-labelledby=nrm-referrals] .nrm-says"))
          .containsText("2010:");

      long referred =
          past().values().stream()
              .filter(Past::counts)
              .filter(
                  past ->
                      past.council().equals("glasgow-city")
                          && past.day("referralReceivedDate").getYear() == 2010)
              .count();
      assertThat(page.locator("section[aria-labelledby=nrm-referrals] tbody td"))
          .hasText(referred < 5 ? "fewer than 5" : String.valueOf(referred));
      assertThat(page.locator(".nrm-figure tbody td").allTextContents())
          .hasSizeGreaterThan(10)
          .allSatisfy(
              number -> assertThat(number).matches("not shown|fewer than 5|0|[5-9]|\\d{2,}"));
      assertThat(page.locator(".nrm-figure tbody td").allTextContents()).contains("not shown");
      Object refused =
          page.evaluate(
              """
              () => fetch(document.querySelector('base').getAttribute('cockpit-api') + 'plugin/nrm/default/figures',
                { headers: { Accept: 'application/json' } }).then(async answer => answer.status + (await answer.text()))\
              """);
      assertThat((String) refused)
          .startsWith("403")
          .contains("Your role does not have access to figures.");
      assertThat(cockpit.complaints()).isEmpty();
      AccessibilityCheck.hasNoSeriousFinding(page);
    }
  }

  // ---- counted independently

  private Map<String, Past> past() {
    Map<String, Map<String, Object>> variables = new HashMap<>();
    Map<String, String> councils = new HashMap<>();
    Map<String, String> numbers = new HashMap<>();
    for (HistoricProcessInstance instance :
        engine
            .getHistoryService()
            .createHistoricProcessInstanceQuery()
            .processDefinitionKey("nrm-case")
            .list()) {
      numbers.put(instance.getId(), instance.getBusinessKey());
    }
    for (HistoricVariableInstance variable :
        engine
            .getHistoryService()
            .createHistoricVariableInstanceQuery()
            .processDefinitionKey("nrm-case")
            .list()) {
      if (variable.getProcessInstanceId().equals(variable.getExecutionId())) {
        variables
            .computeIfAbsent(
                numbers.get(variable.getProcessInstanceId()), number -> new HashMap<>())
            .put(variable.getName(), variable.getValue());
      }
    }
    variables.forEach(
        (number, values) -> councils.put(number, (String) values.get("localAuthority")));
    Map<String, Past> past = new TreeMap<>();
    Set<String> elsewhere =
        new HashSet<>(
            jdbc.sql(
                    """
                    select case_number from register_event where kind = 'error-closed'
                    union select case_number from case_register where merged_into is not null\
                    """)
                .query(String.class)
                .list());
    Set<String> reconsidered =
        new HashSet<>(
            jdbc.sql(
                    "select case_number from case_register where reconsidered_stage = 'reasonable-grounds'")
                .query(String.class)
                .list());
    variables.forEach(
        (number, values) -> {
          if (!elsewhere.contains(number)) {
            past.put(number, new Past(councils.get(number), reconsidered.contains(number), values));
          }
        });
    return past;
  }

  private static Map<String, Double> counted(
      List<Past> cases, Function<Past, String> by, List<String> all) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    all.forEach(one -> numbers.put(one, 0.0));
    cases.forEach(past -> numbers.merge(by.apply(past), 1.0, Double::sum));
    return numbers;
  }

  private static Double share(List<Past> all, Predicate<Past> which) {
    return all.isEmpty() ? null : (double) all.stream().filter(which).count() / all.size();
  }

  private static String quarter(LocalDate day) {
    return day.getYear() + " Q" + day.get(IsoFields.QUARTER_OF_YEAR);
  }

  private static String wait(Past past) {
    LocalDate received = past.day("referralReceivedDate");
    LocalDate decided = past.day("cgDecisionDate");
    long days = ChronoUnit.DAYS.between(received, decided);
    return days <= 7
        ? WAITS.get(0)
        : days <= 45
            ? WAITS.get(1)
            : !decided.isAfter(received.plusMonths(3))
                ? WAITS.get(2)
                : !decided.isAfter(received.plusMonths(6)) ? WAITS.get(3) : WAITS.get(4);
  }

  @Test
  void theChartsOfTimeBeginWithTheFirstCase() {
    LocalDate first =
        jdbc.sql("select min(opened_on) from case_register where local_authority = 'fife'")
            .query(LocalDate.class)
            .single();
    assertThat(quarter(first)).as("a period that begins earlier").isNotEqualTo("2009 Q2");
    try (Cockpit cockpit = signIn("fife.manager")) {
      Page page = cockpit.page();
      cockpit.open(PAGE, "Figures");

      assertThat(numbers(page, "trend-referrals", 0).keySet().iterator().next())
          .isEqualTo(quarter(first));
      assertThat(page.locator(".nrm-trends tbody th").first()).hasText("April to June 2009");
    }
  }

  private static Locator figure(Page page, String id) {
    return page.locator("section[aria-labelledby=nrm-" + id + "]");
  }

  /** The values of one series of a chart, by the labels on its axis. */
  @SuppressWarnings("unchecked")
  private static Map<String, Double> numbers(Page page, String id, int series) {
    page.waitForFunction("id => window.Chart && window.Chart.getChart(id)", "nrm-chart-" + id);
    List<List<Object>> drawn =
        (List<List<Object>>)
            page.evaluate(
                """
                ([id, series]) => {
                  const data = window.Chart.getChart(id).data;
                  return data.labels.map((label, index) => [String(label), data.datasets[series].data[index]]);
                }\
                """,
                List.of("nrm-chart-" + id, series));
    Map<String, Double> numbers = new LinkedHashMap<>();
    drawn.forEach(
        one ->
            numbers.put(
                (String) one.get(0),
                one.get(1) == null ? null : Double.valueOf(((Number) one.get(1)).doubleValue())));
    return numbers;
  }

  private static List<CSVRecord> csv(Download download) throws IOException {
    try (Reader in = new InputStreamReader(download.createReadStream(), StandardCharsets.UTF_8)) {
      in.skip(1); // the byte order mark
      return new ArrayList<>(
          CSVFormat.RFC4180
              .builder()
              .setHeader()
              .setSkipHeaderRecord(true)
              .get()
              .parse(in)
              .getRecords());
    }
  }
}
