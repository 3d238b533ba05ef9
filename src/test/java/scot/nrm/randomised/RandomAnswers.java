package scot.nrm.randomised;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.json.SpinJsonNode;
import org.camunda.spin.plugin.variable.SpinValues;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;

/**
 * Fills in any form with random values that its fields allow. If a rule across fields refuses them,
 * the walk tries other answers.
 */
final class RandomAnswers {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Options chosen more often than at random, so that most cases continue; a repeated value is more
   * likely.
   */
  private static final Map<String, List<String>> LIKELY =
      Map.ofEntries(
          Map.entry("localAuthority", List.of("glasgow-city", "fife")),
          Map.entry("receivingCouncil", List.of("glasgow-city", "fife")),
          Map.entry("believedTrafficked", List.of("yes", "yes", "yes", "yes", "yes", "no")),
          Map.entry(
              "nrmFormNextStep",
              List.of("send", "send", "send", "send", "change-indicators", "change-exploitation")),
          Map.entry("matchDecision", List.of("new-child")),
          Map.entry("factsMissing", List.of("no", "no", "yes")),
          Map.entry("ageDisputed", List.of("no", "no", "yes")),
          Map.entry("immigrationStatus", List.of("none", "leave", "overstayed", "unknown", "eea")),
          Map.entry(
              "rgProposal",
              List.of("positive", "positive", "positive", "negative", "extend", "suspend")),
          Map.entry(
              "cgProposal", List.of("positive", "positive", "negative", "negative", "suspend")),
          Map.entry("rgConfirmation", List.of("confirm", "confirm", "confirm", "send-back")),
          Map.entry("cgConfirmation", List.of("confirm", "confirm", "confirm", "send-back")),
          Map.entry("localAuthorityAgreedEarly", List.of("yes", "yes", "no")),
          Map.entry("foundDateOfBirthKnown", List.of("yes", "no")),
          Map.entry("consentToSupport", List.of("given", "given", "refused")),
          Map.entry("leaveDecision", List.of("granted", "refused")),
          Map.entry("leaveRenewed", List.of("yes", "yes", "no")),
          Map.entry(
              "reconsiderationAskedBy",
              List.of("local-authority", "local-authority", "referring-agency", "other")),
          Map.entry("reconsiderationDecision", List.of("accept", "accept", "accept", "refuse")),
          Map.entry("caseCloseReason", List.of("entered-in-error", "child-died")));

  /** Options that take a case to its end by the shortest path. */
  private static final Map<String, List<String>> STRAIGHT =
      Map.ofEntries(
          Map.entry("believedTrafficked", List.of("yes")),
          Map.entry("nrmFormNextStep", List.of("send")),
          Map.entry("matchDecision", List.of("new-child")),
          Map.entry("factsMissing", List.of("no")),
          Map.entry("rgProposal", List.of("positive")),
          Map.entry("cgProposal", List.of("positive")),
          // A proposal made while the child was missing must be sent back once the child is found.
          Map.entry("rgConfirmation", List.of("confirm", "confirm", "send-back")),
          Map.entry("cgConfirmation", List.of("confirm", "confirm", "send-back")),
          Map.entry("notReferredDecision", List.of("confirm")),
          Map.entry("asylumDecision", List.of("refused")),
          Map.entry("leaveDecision", List.of("refused")));

  private final Random random;
  private final LocalDate today;
  private final Map<String, List<String>> likely;
  private final Map<String, Object> given;

  /**
   * @param straight whether to take the case to its end
   * @param given fixed answers, by key
   */
  RandomAnswers(Random random, LocalDate today, boolean straight, Map<String, Object> given) {
    this.random = random;
    this.today = today;
    this.likely = straight ? STRAIGHT : LIKELY;
    this.given = given;
  }

  /**
   * @param opened the form's initial values, by key
   */
  Map<String, Object> fill(FormSchema form, Map<String, Object> opened) {
    Map<String, JsonNode> plain = new LinkedHashMap<>();
    Map<String, Object> answers = new LinkedHashMap<>();
    for (FormField field : form.fields().values()) {
      // A condition on a later or empty field has no value for it.
      if (field.disabled() || field.isHidden(plain::get)) {
        continue;
      }
      String key = field.key();
      Object answer = given.containsKey(key) ? given.get(key) : answer(field, opened.get(key));
      if (answer != null) {
        answers.put(key, answer);
        plain.put(key, JSON.valueToTree(answer instanceof TypedValue ? List.of() : answer));
      }
    }
    return answers;
  }

  private Object answer(FormField field, Object opened) {
    boolean choice = likely.containsKey(field.key());
    if (opened != null && !choice && random.nextInt(10) > 0) {
      return opened instanceof SpinJsonNode list
          ? SpinValues.jsonValue(list.toString()).create()
          : opened;
    }
    if (!field.required() && !choice && random.nextInt(3) == 0) {
      return null;
    }
    if (field.isChoice()) {
      return choose(field);
    } else if (field.isChecklist()) {
      List<String> options = options(field);
      return SpinValues.jsonValue("[\"" + options.get(random.nextInt(options.size())) + "\"]")
          .create();
    } else if (field.isDate()) {
      return day(field).toString();
    } else if (field.isText()) {
      return text(field);
    }
    return switch (field.type()) {
      case "number" -> number(field);
      case "checkbox" -> true;
      default -> field.required() ? "10:30" : null;
    };
  }

  private String choose(FormField field) {
    List<String> options = options(field);
    List<String> wanted =
        likely.getOrDefault(field.key(), options).stream().filter(options::contains).toList();
    List<String> from = wanted.isEmpty() ? options : wanted;
    return from.isEmpty() ? null : from.get(random.nextInt(from.size()));
  }

  private static List<String> options(FormField field) {
    List<String> options = new ArrayList<>();
    field.component().path("values").forEach(option -> options.add(option.path("value").asText()));
    return options;
  }

  private LocalDate day(FormField field) {
    if (field.key().equals("childDateOfBirth") || field.key().equals("foundDateOfBirth")) {
      return today.minusYears(12 + random.nextInt(6)).minusDays(random.nextInt(365));
    }
    if (field.property("date").equals("past")) {
      return today.minusDays(random.nextInt(4) == 0 ? random.nextInt(5) : 0);
    }
    return switch (field.key()) {
      case "leaveExpiryDate", "leaveRenewalExpiryDate" -> today.plusYears(1);
      default ->
          today.plusDays(
              field.property("default").isEmpty() ? random.nextInt(40) : random.nextInt(20));
    };
  }

  private Object text(FormField field) {
    JsonNode validate = field.component().path("validate");
    return switch (validate.path("validationType").asText()) {
      case "email" -> "someone@somewhere.example";
      case "phone" -> "+441414960000";
      default -> validate.has("pattern") ? null : "Invented " + random.nextInt(1000);
    };
  }

  private Object number(FormField field) {
    JsonNode validate = field.component().path("validate");
    int min = validate.path("min").asInt(1);
    int max = Math.min(validate.path("max").asInt(min + 10), min + 10);
    return min + random.nextInt(max - min + 1);
  }
}
