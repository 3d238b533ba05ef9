package scot.nrm.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import scot.nrm.access.TeamMembers;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;

/**
 * The answers for a form in a rehearsal: the recorded choices, dates and numbers, and an invented
 * text wherever someone had written one. A required field without a recorded answer gets its first
 * option, or the day on which the form is sent.
 */
final class InventedAnswers {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The update that reports an immigration process: before it, that process had not begun. */
  private static final String IMMIGRATION_UPDATE = "record-immigration-update";

  private static final String NO = "no";
  private static final String REFERENCE = "homeOfficeReference";

  private final PastCase recorded;
  private final TeamMembers teams;
  private final String unique;
  private final UnaryOperator<String> numberInReplay;

  /**
   * @param unique part of the invented name, so that no two cases seem to be of the same child
   * @param numberInReplay gives the number of another case in the rehearsal for the recorded one
   */
  InventedAnswers(
      PastCase recorded, TeamMembers teams, String unique, UnaryOperator<String> numberInReplay) {
    this.recorded = recorded;
    this.teams = teams;
    this.unique = unique;
    this.numberInReplay = numberInReplay;
  }

  /**
   * @param act the recorded one; empty for work that the case never had
   * @param caseNumber in the rehearsal; {@code null} before there is one
   * @param allFields whether optional fields are answered as well
   */
  Map<String, Object> to(
      FormSchema form,
      Optional<PastCase.Act> act,
      String caseNumber,
      String council,
      LocalDateTime now,
      boolean allFields) {
    Map<String, Object> answers = new LinkedHashMap<>();
    Map<String, JsonNode> plain = new HashMap<>();
    for (FormField field : form.fields().values()) {
      if (field.disabled() || field.readOnly() || field.isHidden(plain::get)) {
        continue;
      }
      Object answer =
          field.key().equals(FormSchema.CASE_NUMBER)
              ? caseNumber
              : answer(field, act, council, now, allFields);
      if (answer != null) {
        answers.put(field.key(), answer);
        plain.put(field.key(), JSON.valueToTree(answer));
      }
    }
    return answers;
  }

  private Object answer(
      FormField field,
      Optional<PastCase.Act> act,
      String council,
      LocalDateTime now,
      boolean allFields) {
    boolean isNeeded = field.required() || allFields;
    String key = field.key();
    if (!field.property(FormField.PEOPLE).isEmpty()) {
      return colleague(field, council);
    }
    if (field.isText()) {
      // The date of a Home Office reference isn't kept: it is assumed to be that of the process.
      boolean written =
          recorded.written().contains(key)
              && !(key.equals(REFERENCE) && isProcessReportedAfter(now, process -> true));
      return isNeeded || written ? text(field) : null;
    }
    Object value = act.map(it -> it.values().get(key)).orElse(null);
    if (value == null && !(field.toProcess() && act.isPresent() && !field.required())) {
      value = isProcessReportedAfter(now, key::equals) ? NO : plain(recorded.file().get(key));
    }
    if (field.isDate()
        && value != null
        && value.toString().compareTo(today(now)) > 0
        && act.filter(this::isSentAgain).isPresent()) {
      value = today(now); // If a form is sent again, only its last date is kept.
    }
    return value == null && isNeeded ? firstValue(field, now) : value;
  }

  private boolean isSentAgain(PastCase.Act act) {
    return recorded.acts().stream()
        .anyMatch(later -> later.id().equals(act.id()) && later.at().isAfter(act.at()));
  }

  /** The code of the immigration process that an update reports. */
  private static String process(PastCase.Act update) {
    return String.valueOf(
        Optional.ofNullable(update.values().get("otherProcess"))
            .orElse(update.values().get("immigrationUpdate")));
  }

  /** Whether a later update reports such an immigration process, which hadn't begun before it. */
  private boolean isProcessReportedAfter(LocalDateTime now, Predicate<String> such) {
    return recorded.acts().stream()
        .filter(act -> act.id().equals(IMMIGRATION_UPDATE) && act.at().isAfter(now))
        .flatMap(act -> ImmigrationFacts.process(process(act)).stream())
        .anyMatch(such);
  }

  /** A JSON value as the value of a form field. */
  static Object plain(JsonNode value) {
    if (value == null || value.isNull()) {
      return null;
    }
    return value.isArray()
        ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).toList()
        : value.isBoolean()
            ? (Object) value.asBoolean()
            : value.isNumber() ? value.numberValue() : value.asText();
  }

  private Object colleague(FormField field, String council) {
    String chosen =
        Optional.ofNullable(recorded.file().get(field.key())).map(JsonNode::asText).orElse("");
    Set<String> members =
        Set.copyOf(
            teams.of(field.property(FormField.PEOPLE), council).stream()
                .map(TeamMembers.Person::id)
                .toList());
    return chosen.isEmpty() && !field.required()
        ? null
        : members.contains(chosen)
            ? chosen
            : members.stream().min(Comparator.naturalOrder()).orElse(FormField.NOT_LISTED);
  }

  private String text(FormField field) {
    if (field.component().path("validate").path("validationType").asText().equals("email")) {
      return "invented@example.org";
    }
    if (PastCase.NUMBERS.contains(field.key()) && recorded.file().containsKey(field.key())) {
      return numberInReplay.apply(recorded.file().get(field.key()).asText());
    }
    return switch (field.key()) {
      case "childNames" -> "Invented " + unique;
      case REFERENCE, "givenHomeOfficeReference" -> unique;
      default -> "Invented";
    };
  }

  private static Object firstValue(FormField field, LocalDateTime now) {
    if (field.isDate()) {
      return today(now);
    }
    return switch (field.type()) {
      case "radio", "select" ->
          field.options().stream().findFirst().map(JsonNode::asText).orElse(null);
      case "checklist", "taglist" ->
          field.options().stream().findFirst().map(JsonNode::asText).map(List::of).orElse(null);
      case "checkbox" -> true;
      case "number" -> Math.max(1, field.component().path("validate").path("min").asInt());
      default -> now.toLocalTime().toString().substring(0, "00:00".length());
    };
  }

  private static String today(LocalDateTime now) {
    return LocalDate.from(now).toString();
  }
}
