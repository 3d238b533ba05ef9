package scot.nrm.forms.check;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.forms.check.Forms.form;
import static scot.nrm.forms.check.Forms.values;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.casefile.CaseFileContent;

/** What a submitted form, its fields and their labels say. */
@Tag("quick")
class FormSubmissionTest {

  private static final LocalDate TODAY = LocalDate.of(2009, 5, 18);
  private static final FormSchema FORM =
      form(
          "meeting",
          """
          {"type": "datetime", "subtype": "date", "key": "metOn", "dateLabel": "Date of the meeting?",
           "properties": {"process": "yes", "default": "today+3"}}\
          """,
          """
          {"type": "datetime", "subtype": "date", "key": "born", "dateLabel": "Born", "disabled": true}\
          """,
          """
          {"type": "datetime", "subtype": "time", "key": "at", "timeLabel": "At",
           "properties": {"default": "today"}}\
          """,
          """
          {"type": "select", "key": "country", "label": "={{name}}",
           "values": [{"label": "Vietnam", "value": "VN"}, {"value": "XX"}]}\
          """);

  private static FormSubmission submission(String values, Map<String, Object> variables) {
    return new FormSubmission(
        "NRM-2009-2222-345L",
        FORM,
        false,
        values(values),
        new CaseFileContent(
            new ObjectMapper().valueToTree(Map.of("born", "1995-03-02", "heard", "2009-03-01"))),
        variables,
        "glasgow.lead",
        TODAY);
  }

  @Test
  void valuesAreReadLikeThoseOfTheFile() {
    FormSubmission submission = submission("{'country': 'VN'}", Map.of());

    assertThat(submission.text("country")).isEqualTo("VN");
    assertThat(submission.text("born")).isEmpty();
    assertThat(submission.is("country", "VN")).isTrue();
    assertThat(submission.is("country", "GB")).isFalse();
    assertThat(submission.submitted().list("country")).containsExactly("VN");
  }

  @Test
  void aDateComesFromTheFormThenTheCaseThenTheFile() {
    Map<String, Object> variables =
        Map.of(
            "metOn", "2009-05-01",
            "born", "1995-03-03",
            "rgDue", Date.from(Instant.parse("2009-05-22T22:59:59Z")));
    FormSubmission submission = submission("{'metOn': '2009-05-02'}", variables);

    assertThat(submission.date("metOn")).contains(LocalDate.of(2009, 5, 2));
    assertThat(submission("{}", variables).date("metOn")).isEmpty();
    assertThat(submission.date("born")).contains(LocalDate.of(1995, 3, 3));
    assertThat(submission.date("rgDue")).contains(LocalDate.of(2009, 5, 22));
    assertThat(submission.date("heard")).contains(LocalDate.of(2009, 3, 1));
    assertThat(submission.date("unknown")).isEmpty();
  }

  @Test
  void aSubmissionDoesNotPrintItsContent() {
    assertThat(submission("{'country': 'VN'}", Map.of()))
        .hasToString("FormSubmission[meeting, NRM-2009-2222-345L]");
  }

  @Test
  void aFieldHasAnInitialDateOnlyIfItIsADate() {
    assertThat(FORM.fields().get("metOn").defaultDay(TODAY, limit -> "")).contains(day(21));
    assertThat(FORM.fields().get("at").defaultDay(TODAY, limit -> "")).isEmpty();
    assertThat(FORM.fields().get("country").isDate()).isFalse();
  }

  @Test
  void anInitialDateIsTodayOrLaterByDaysOrByATimeLimit() {
    assertThat(FormField.defaultDay("today", TODAY, limit -> "")).contains(TODAY);
    assertThat(FormField.defaultDay("today+10", TODAY, limit -> "")).contains(day(28));
    assertThat(FormField.defaultDay("today+limitNewTarget", TODAY, limit -> "5 days"))
        .contains(day(23));
    assertThat(FormField.defaultDay("sent", TODAY, limit -> ""))
        .as("where it isn't known when the form was sent")
        .contains(TODAY);
    assertThat(FormField.defaultDay("tomorrow", TODAY, limit -> "")).isEmpty();
    assertThat(FormField.defaultDay("today+limitLeave", TODAY, limit -> "12 months")).isEmpty();
  }

  private static LocalDate day(int dayOfMay) {
    return LocalDate.of(2009, 5, dayOfMay);
  }

  @Test
  void labelsOfFieldsAndOptionsComeFromTheForms() {
    FormLabels labels = new FormLabels(FORM::fields);

    assertThat(labels.label("metOn")).isEqualTo("Date of the meeting");
    assertThat(labels.label("country")).as("its label is an expression").isEqualTo("Country");
    assertThat(labels.label("dateReceived")).isEqualTo("Date received");
    assertThat(labels.label("")).isEmpty();
    assertThat(labels.option("country", "VN")).isEqualTo("Vietnam");
    assertThat(labels.option("country", "XX")).isEqualTo("XX");
    assertThat(labels.option("country", "GB")).isEqualTo("GB");
    assertThat(labels.option("unknown", "VN")).isEqualTo("VN");
  }

  @Test
  void onlyMarkedKeysAreForTheProcess() {
    assertThat(FORM.processKeys()).containsExactly("metOn");
  }

  @Test
  void namesInTemplatesAndExpressionsAreListedUnlessTheyAreFields() {
    FormSchema form =
        form(
            "shown",
            """
            {"type": "text", "id": "notAName", "text": "{{showDeadline}} {{born}} {{if(due, \\"late\\", owner)}}"}\
            """,
            """
            {"type": "group", "components": [
              {"type": "textfield", "key": "born", "label": "=name + prefix", "validate": {"maxLength": 9},
               "properties": {"process": "{{property}}"},
               "appearance": {"prefixAdorner": "={{adorner}}", "lines": ["plain", "{{listed}}"], "rows": 5}}]}\
            """);

    assertThat(form.textNames()).containsExactlyInAnyOrder("showDeadline", "listed");
    assertThat(form.expressionNames())
        .containsExactlyInAnyOrder("if", "due", "owner", "name", "prefix", "adorner");
  }
}
