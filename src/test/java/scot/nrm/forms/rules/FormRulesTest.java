package scot.nrm.forms.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static scot.nrm.forms.check.Forms.values;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FieldError;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.forms.check.Forms;

/** Tests the rules that a form can't express, with the real forms. */
@Tag("quick")
class FormRulesTest {

  private static final LocalDate TODAY = LocalDate.of(2009, 6, 15);

  private final ObjectNode file = JsonNodeFactory.instance.objectNode();
  private final Map<String, Object> variables = new HashMap<>();
  private final DateRules dates = new DateRules(new FormLabels(Map::of));
  private boolean starts;

  private List<String> refusals(FormRule rule, FormSchema form, String values) {
    Errors errors = new Errors(form);
    rule.check(
        new FormSubmission(
            "NRM-2009-2222-2239",
            form,
            starts,
            values(values),
            new CaseFileContent(file),
            variables,
            "kim",
            TODAY),
        errors);
    return errors.found().stream().map(FieldError::text).toList();
  }

  private static FormSchema form(String id) {
    return FormFile.of(id).parsed();
  }

  // --- dates

  private static FormSchema day(String key, String properties) {
    return Forms.form(
        "any",
        """
        {"type": "datetime", "subtype": "date", "key": "%s", "dateLabel": "Day", "properties": {%s}}\
        """
            .formatted(key, properties));
  }

  @Test
  void aPastDateIsTodayAtTheLatest() {
    FormSchema form = day("day", "\"date\": \"past\"");

    assertThat(refusals(dates, form, "{'day': '2009-06-15'}")).isEmpty();
    assertThat(refusals(dates, form, "{'day': '2009-06-16'}"))
        .containsExactly("Day: must not be in the future.");
    assertThat(refusals(dates, day("day", ""), "{'day': '2019-06-16'}")).isEmpty();
  }

  @Test
  void d6ATimeOfTodayIsNotInTheFuture() {
    CaseClock clock = mock(CaseClock.class);
    when(clock.now()).thenReturn(Instant.parse("2009-06-15T13:20:30Z")); // 14:20 in London
    TimeRules times = new TimeRules(clock);
    FormSchema form = form("report-concern");
    String at = "{'firstEncounterDate': '%s', 'firstEncounterTime': '%s'}";

    assertThat(refusals(times, form, at.formatted("2009-06-15", "14:20"))).isEmpty();
    assertThat(refusals(times, form, at.formatted("2009-06-15", "14:21")))
        .containsExactly("Time the child was first met: must not be in the future.");
    assertThat(refusals(times, form, at.formatted("2009-06-14", "23:59"))).isEmpty();
    assertThat(
            refusals(
                times,
                form("log-referral"),
                "{'referralReceivedDate': '2009-06-15', 'referralReceivedTime': '15:00'}"))
        .singleElement()
        .asString()
        .endsWith("must not be in the future.");
  }

  @Test
  void aDateMayBeOnlyALimitedTimeAhead() {
    FormSchema form = day("day", "\"daysAhead\": \"365\"");

    assertThat(refusals(dates, form, "{'day': '2010-06-15'}")).isEmpty();
    assertThat(refusals(dates, form, "{'day': '2010-06-16'}"))
        .containsExactly(
            "Day: must not be after 15 June 2010, which is 365 days from today: check the year.");
  }

  @Test
  void aDateMayHaveAnEarliestDay() {
    FormSchema form = day("day", "\"from\": \"2009-05-01\"");

    assertThat(refusals(dates, form, "{'day': '2009-05-01'}")).isEmpty();
    assertThat(refusals(dates, form, "{'day': '2009-04-30'}"))
        .containsExactly("Day: must not be before 1 May 2009.");
  }

  @Test
  void aDateIsComparedWithADateInTheFileOrADeadlineOfTheCase() {
    FormSchema form = day("day", "\"notBefore\": \"reviewDate\"");

    assertThat(refusals(dates, form, "{'day': '2009-05-01'}"))
        .as("the other date is not known")
        .isEmpty();
    file.put("reviewDate", "2009-05-02");
    assertThat(refusals(dates, form, "{'day': '2009-05-01'}"))
        .containsExactly("Day: must not be before the review date (2 May 2009).");
    variables.put("reviewDate", LocalDay.endOf(LocalDate.of(2009, 5, 1)));
    assertThat(refusals(dates, form, "{'day': '2009-05-01'}"))
        .as("the day of the clock itself")
        .isEmpty();
  }

  @Test
  void d8NoFormAcceptsAReferralBeforeTheMechanism() {
    for (String key : List.of("concernDate", "referralDate", "referralReceivedDate")) {
      assertThat(refusals(dates, day(key, ""), "{'" + key + "': '2009-04-01'}")).isEmpty();
      assertThat(refusals(dates, day(key, ""), "{'" + key + "': '2009-03-31'}"))
          .containsExactly(
              "Day: must not be before 1 April 2009, when the National Referral Mechanism began.");
    }
  }

  @Test
  void noFormAcceptsADecisionDatedBeforeItsCause() {
    variables.put("referralReceivedDate", "2009-05-05");
    variables.put("rgDecisionDate", "2009-05-12");

    assertThat(refusals(dates, day("rgDecisionDate", ""), "{'rgDecisionDate': '2009-05-05'}"))
        .isEmpty();
    assertThat(refusals(dates, day("rgDecisionDate", ""), "{'rgDecisionDate': '2009-05-04'}"))
        .containsExactly("Day: must not be before the referral received date (5 May 2009).");
    assertThat(refusals(dates, day("cgDecisionDate", ""), "{'cgDecisionDate': '2009-05-11'}"))
        .containsExactly(
            "Day: must not be before the decision on reasonable grounds (12 May 2009).");
    assertThat(refusals(dates, day("cgDecisionDate", ""), "{'cgDecisionDate': '2009-06-16'}"))
        .containsExactly("Day: must not be in the future.");
    file.put("localAuthorityContactedDate", "2009-05-06");
    file.put("policeConsultedDate", "2009-05-13");
    assertThat(refusals(dates, day("rgDecisionDate", ""), "{'rgDecisionDate': '2009-05-05'}"))
        .as("D17")
        .containsExactly(
            "Day: must not be before the local authority contacted date (6 May 2009).");
    assertThat(refusals(dates, day("cgDecisionDate", ""), "{'cgDecisionDate': '2009-05-12'}"))
        .as("D26")
        .containsExactly("Day: must not be before the police consulted date (13 May 2009).");
  }

  // --- the matrix, the age

  @Test
  void d2AnIndicatorIsObservedOrSuspectedButNotBoth() {
    for (String id : List.of("assess-child", "nrm-form-indicators", "send-nrm-form-to-ukhtc")) {
      assertThat(
              refusals(
                  new IndicatorRule(),
                  form(id),
                  "{'indicatorsMovementObserved': ['M01', 'M03'], 'indicatorsMovementSuspected': ['M03', 'M04'], 'indicatorsRiskObserved': ['R01']}"))
          .singleElement()
          .asString()
          .endsWith("is also ticked as observed. Tick it only once.");
    }
  }

  /** By its fields a rule finds its forms, and never by an id, which a copy doesn't have. */
  @Test
  void aRuleAlsoAppliesToACopyOfAForm() {
    for (String id : List.of("nrm-form-check-and-send", "nrm-form-referral-and-child")) {
      FormSchema form = form(id);
      FormSchema copy =
          new FormSchema(
              "another-id",
              form.heading(),
              form.fields(),
              form.textNames(),
              form.expressionNames(),
              form.problems(),
              form.properties());
      boolean narrative = id.endsWith("send");

      assertThat(new NarrativeRule().appliesTo(copy)).isEqualTo(narrative);
      assertThat(new ChildAgeRule().appliesTo(copy)).isEqualTo(!narrative);
      assertThat(dates.appliesTo(copy)).as("for every form").isTrue();
    }
    assertThat(new ChildAgeRule().appliesTo(day("childDateOfBirth", ""))).isTrue();
    assertThat(new ChildAgeRule().appliesTo(form("review-search"))).isFalse();
  }

  @Test
  void theNrmFormNeedsADateOfBirthOrAnEstimatedAge() {
    FormSchema form = form("nrm-form-referral-and-child");

    assertThat(refusals(new ChildAgeRule(), form, "{}")).hasSize(1);
    assertThat(refusals(new ChildAgeRule(), form, "{'childEstimatedAge': 15}")).isEmpty();
    assertThat(refusals(new ChildAgeRule(), form, "{'childDateOfBirth': '1994-07-23'}")).isEmpty();
  }

  /** Whatever a form says that reaches UKHTC straight, it is logged. */
  @Test
  void d11AFormThatStartsACaseIsNotRefusedForItsAge() {
    starts = true;

    assertThat(refusals(new ChildAgeRule(), form("send-nrm-form-to-ukhtc"), "{}")).isEmpty();
  }

  @Test
  void d7AnAdultDateOfBirthAtTheFirstMeetingNeedsADisputedAge() {
    FormSchema form = form("nrm-form-referral-and-child");
    String met =
        "{'firstEncounterDate': '2009-06-01', 'childDateOfBirth': '%s', 'ageDisputed': '%s'}";

    assertThat(refusals(new ChildAgeRule(), form, met.formatted("1991-06-02", "no"))).isEmpty();
    assertThat(refusals(new ChildAgeRule(), form, met.formatted("1991-06-01", "yes"))).isEmpty();
    assertThat(refusals(new ChildAgeRule(), form, met.formatted("1991-06-01", "no")))
        .singleElement()
        .asString()
        .contains("would make the child 18 when first met (1 June 2009)");

    file.put("firstEncounterDate", "2009-06-01").put("ageDisputed", "no");
    assertThat(
            refusals(
                new ChildAgeRule(),
                form("supply-missing-facts"),
                "{'childDateOfBirth': '1909-06-01'}"))
        .singleElement()
        .asString()
        .contains("100 when first met")
        .contains("Record a finding on age");
    file.put("ageFinding", "adult");
    assertThat(
            refusals(
                new ChildAgeRule(),
                form("supply-missing-facts"),
                "{'childDateOfBirth': '1909-06-01'}"))
        .isEmpty();
  }

  @Test
  void theNarrativeIsRequiredToSendTheNrmFormButNotToChangeAPart() {
    FormSchema form = form("nrm-form-check-and-send");
    NarrativeRule rule = new NarrativeRule();

    assertThat(refusals(rule, form, "{'nrmFormNextStep': 'send', 'evidence': 'Seen'}")).hasSize(1);
    assertThat(
            refusals(
                rule,
                form,
                "{'nrmFormNextStep': 'send', 'evidence': 'Seen', 'professionalView': 'Yes'}"))
        .isEmpty();
    assertThat(refusals(rule, form, "{'nrmFormNextStep': 'change-exploitation'}")).isEmpty();
  }

  @Test
  void d7ADateOfBirthMayMakeTheChildAnAdultButCannotBeInTheFuture() {
    FormSchema form = form("nrm-form-referral-and-child");

    assertThat(refusals(dates, form, "{'childDateOfBirth': '1989-01-01'}")).isEmpty();
    assertThat(refusals(dates, form, "{'childDateOfBirth': '2009-06-16'}"))
        .singleElement()
        .asString()
        .endsWith("must not be in the future.");
  }
}
