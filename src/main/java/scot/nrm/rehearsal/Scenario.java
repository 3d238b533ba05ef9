package scot.nrm.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import scot.nrm.access.TeamMembers;
import scot.nrm.engine.sets.NearestName;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.rehearsal.CaseCourse.Kind;

/**
 * An invented case in a file of the set: the answers, and the expected result. It has choices,
 * dates and numbers only; texts are invented when it is replayed.
 */
final class Scenario {

  /** The most scenarios of a set. Replaying one takes about a second. */
  static final int MAX_SCENARIOS = 20;

  private static final int MAX_KB = 64;
  private static final int KB = 1024;
  private static final int MAX_ENTRIES = 200;
  private static final int MAX_ABOUT_LENGTH = 300;
  private static final int MAX_VALUE_LENGTH = 100;
  private static final int MAX_YEARS = 5;

  private static final String ABOUT = "about";
  private static final String UNTIL = "until";
  private static final String ENTERED = "entered";
  private static final String OPEN = "open";
  private static final String TEXTS = "texts";
  private static final String RESULT = "result";
  private static final String AT = "at";
  private static final String STARTS = "starts";
  private static final String TASK = "task";
  private static final String BY = "by";
  private static final String VALUES = "values";

  private static final List<String> PROPERTIES =
      List.of(ABOUT, UNTIL, ENTERED, OPEN, TEXTS, RESULT);
  private static final List<String> ENTRY_PROPERTIES = List.of(AT, STARTS, TASK, BY, VALUES);

  private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,99}");
  private static final Pattern PERSON = Pattern.compile("[a-z][a-z0-9.-]{0,39}");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String name;
  private final JsonNode file;
  private final String about;
  private final LocalDateTime until;
  private final List<PastCase.Act> acts = new ArrayList<>();

  /** The answers for later forms with the same fields, as from a case file. */
  private final Map<String, JsonNode> answered = new TreeMap<>();

  private final Set<String> tasks;
  private final Set<String> texts;
  private final CaseCourse course;

  /**
   * Reads the file of a scenario.
   *
   * @param name with the folder, for error messages
   * @throws IllegalArgumentException with a sentence for its author
   */
  Scenario(String name, byte[] content) {
    this.name = name;
    file = read(content);
    about = file.path(ABOUT).asText();
    require(
        file.path(ABOUT).isTextual() && !about.isBlank() && about.length() <= MAX_ABOUT_LENGTH,
        "\"%s\" must say in up to %d characters what the scenario shows.",
        ABOUT,
        MAX_ABOUT_LENGTH);
    texts = ids(TEXTS);
    tasks = ids(OPEN);
    JsonNode entered = file.path(ENTERED);
    require(
        entered.isArray() && entered.size() <= MAX_ENTRIES,
        "\"%s\" must be a list of up to %d forms that were sent.",
        ENTERED,
        MAX_ENTRIES);
    for (int i = 0; i < entered.size(); i++) {
      acts.add(act(i + 1, entered.get(i)));
    }
    acts.sort(Comparator.comparing(PastCase.Act::at));
    require(
        acts.isEmpty() || acts.get(0).starts(),
        "The first form must open the case: give it \"%s\", such as nrm-case.",
        STARTS);
    acts.stream().filter(act -> !act.starts()).map(PastCase.Act::id).forEach(tasks::add);
    until = acts.isEmpty() ? null : until(acts.get(0).at());
    course = expected();
  }

  private JsonNode read(byte[] content) {
    require(
        content.length <= MAX_KB * KB,
        "The file is larger than %d kB. Divide the scenario.",
        MAX_KB);
    try {
      JsonNode read = JSON.readTree(content);
      require(read.isObject(), "The file must be one JSON object, in {…}.");
      requireOnly(read, PROPERTIES, "A scenario");
      return read;
    } catch (JsonProcessingException e) {
      throw invalid(
          "It is not well-formed JSON%s. Check brackets, quotes and commas there."
              .formatted(
                  e.getLocation() == null
                      ? ""
                      : " (line %d)".formatted(e.getLocation().getLineNr())),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireOnly(JsonNode object, List<String> known, String what) {
    object
        .fieldNames()
        .forEachRemaining(
            property ->
                require(
                    known.contains(property),
                    "%s has no \"%s\". It has %s.",
                    what,
                    property,
                    String.join(", ", known)));
  }

  private Set<String> ids(String property) {
    Set<String> ids = new TreeSet<>();
    for (JsonNode id : list(file.path(property), property)) {
      require(ID.matcher(id.asText()).matches(), "\"%s\" must be a list of ids or keys.", property);
      ids.add(id.asText());
    }
    return ids;
  }

  private JsonNode list(JsonNode list, String property) {
    require(
        list.isMissingNode() || list.isArray() && list.size() <= MAX_ENTRIES,
        "\"%s\" must be a list of up to %d.",
        property,
        MAX_ENTRIES);
    return list;
  }

  private PastCase.Act act(int number, JsonNode entry) {
    require(entry.isObject(), "Form %d must be a JSON object, in {…}.", number);
    requireOnly(entry, ENTRY_PROPERTIES, "Form " + number);
    boolean starts = entry.has(STARTS);
    String what = entry.path(starts ? STARTS : TASK).asText();
    require(
        starts != entry.has(TASK) && ID.matcher(what).matches(),
        "Form %d must have either \"%s\" with the id of a process, or \"%s\" with the id of a task.",
        number,
        STARTS,
        TASK);
    String person = entry.path(BY).asText();
    require(
        PERSON.matcher(person).matches(),
        "Form %d: \"%s\" must name an invented person in small letters, such as second.officer.",
        number,
        BY);
    JsonNode values = entry.path(VALUES);
    require(
        values.isMissingNode() || values.isObject() && values.size() <= MAX_ENTRIES,
        "Form %d: \"%s\" must be a JSON object with up to %d answers.",
        number,
        VALUES,
        MAX_ENTRIES);
    Map<String, Object> answers = new LinkedHashMap<>();
    values
        .properties()
        .forEach(
            value -> {
              require(
                  isValue(value.getValue()),
                  "Form %d: the answer to %s must be a choice, a date, a number, true or false, or a list of choices.",
                  number,
                  value.getKey());
              answers.put(value.getKey(), InventedAnswers.plain(value.getValue()));
              answered.put(value.getKey(), value.getValue());
            });
    return new PastCase.Act(at(number, entry.path(AT).asText()), starts, what, person, answers);
  }

  private static boolean isValue(JsonNode value) {
    if (value.isArray()) {
      for (JsonNode one : value) {
        if (!one.isTextual() || !isValue(one)) {
          return false;
        }
      }
      return value.size() <= MAX_ENTRIES;
    }
    return value.isNumber()
        || value.isBoolean()
        || value.isTextual() && value.asText().length() <= MAX_VALUE_LENGTH;
  }

  private LocalDateTime at(int number, String typed) {
    try {
      return LocalDateTime.parse(typed);
    } catch (DateTimeException e) {
      throw invalid(
          "Form %d: \"%s\" must be a date and time like 2009-06-01T10:00.".formatted(number, AT),
          e);
    }
  }

  private LocalDateTime until(LocalDateTime begun) {
    String sentence =
        "\"%s\" must be the last day to replay, like 2009-12-31: up to %d years after the first form."
            .formatted(UNTIL, MAX_YEARS);
    try {
      LocalDateTime end =
          LocalDate.parse(file.path(UNTIL).asText()).plusDays(1).atStartOfDay().minusSeconds(1);
      require(end.isAfter(begun) && end.isBefore(begun.plusYears(MAX_YEARS)), "%s", sentence);
      return end;
    } catch (DateTimeException e) {
      throw invalid(sentence, e);
    }
  }

  private CaseCourse expected() {
    JsonNode result = file.path(RESULT);
    require(
        result.isMissingNode() || result.isObject(),
        "\"%s\" must be a JSON object with lists.",
        RESULT);
    Map<Kind, List<String>> lines = new EnumMap<>(CaseCourse.NOTHING.lines());
    List<String> known = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      known.add(code(kind));
      List<String> lists = new ArrayList<>();
      list(result.path(code(kind)), code(kind)).forEach(line -> lists.add(line.asText()));
      lines.put(kind, lists);
    }
    requireOnly(result, known, "\"%s\"".formatted(RESULT));
    return new CaseCourse(lines);
  }

  private static String code(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private void require(boolean valid, String sentence, Object... words) {
    if (!valid) {
      throw invalid(sentence.formatted(words), null);
    }
  }

  private IllegalArgumentException invalid(String sentence, Exception cause) {
    return new IllegalArgumentException(name + ": " + sentence, cause);
  }

  String name() {
    return name;
  }

  String about() {
    return about;
  }

  /** Whether it is still used: a scenario without any forms has been retired. */
  boolean isReplayed() {
    return !acts.isEmpty();
  }

  /** The time up to which it is replayed. */
  LocalDateTime until() {
    return until;
  }

  CaseCourse course() {
    return course;
  }

  /** The scenario as a case that can be replayed, without the expected course. */
  PastCase asPastCase() {
    return new PastCase(name, acts, answered, texts, tasks, CaseCourse.NOTHING, Map.of());
  }

  /**
   * A sentence for each id that no diagram of the set has, and for each answer that no form asks
   * for, or that is a text.
   */
  List<String> problems(Map<String, FormField> fields, Set<String> ids) {
    List<String> problems = new ArrayList<>();
    Stream.concat(acts.stream().map(PastCase.Act::id), tasks.stream())
        .distinct()
        .filter(id -> !ids.contains(id))
        .forEach(
            id ->
                problems.add(
                    "%s: no diagram has %s. Write the id of a task or process%s, or leave it out."
                        .formatted(name, id, NearestName.suchAs(id, ids))));
    for (PastCase.Act act : acts) {
      for (String key : act.values().keySet()) {
        if (!fields.containsKey(key)) {
          problems.add(
              "%s: no form asks for %s, which is entered at %s. Correct the key, or leave it out."
                  .formatted(name, key, act.id()));
        } else if (fields.get(key).isText()) {
          problems.add(
              "%s: %s, which is entered at %s, is a text. Leave it out, or name it in \"%s\": texts are invented."
                  .formatted(name, key, act.id(), TEXTS));
        }
      }
    }
    texts.stream()
        .filter(key -> !fields.containsKey(key) || !fields.get(key).isText())
        .forEach(
            key ->
                problems.add(
                    "%s: \"%s\" has %s, which is no text of any form. Correct the key, or leave it out."
                        .formatted(name, TEXTS, key)));
    return problems;
  }

  /** The file with another expected course. */
  byte[] withResult(CaseCourse result) {
    return write(file.deepCopy(), result);
  }

  private static byte[] write(ObjectNode scenario, CaseCourse result) {
    ObjectNode lists = scenario.putObject(RESULT);
    result
        .lines()
        .forEach(
            (kind, lines) -> {
              if (!lines.isEmpty()) {
                ArrayNode list = lists.putArray(code(kind));
                lines.forEach(list::add);
              }
            });
    return scenario.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * An invented case as the file of a scenario, with its course as the expected one.
   *
   * @param until the last day that is replayed
   * @param forms by the id of the task, or of the process that they start
   */
  static byte[] of(
      PastCase recorded,
      String about,
      LocalDate until,
      Map<String, FormSchema> forms,
      TeamMembers teams) {
    ObjectNode scenario = JSON.createObjectNode().put(ABOUT, about).put(UNTIL, until.toString());
    ArrayNode entered = scenario.putArray(ENTERED);
    Set<String> open = new TreeSet<>(recorded.tasks());
    Set<String> texts = new TreeSet<>();
    InventedAnswers answers = new InventedAnswers(recorded, teams, "", number -> number);
    for (PastCase.Act act : recorded.acts()) {
      open.remove(act.id());
      ObjectNode values =
          entered
              .addObject()
              .put(AT, act.at().truncatedTo(ChronoUnit.SECONDS).toString())
              .put(act.starts() ? STARTS : TASK, act.id())
              .put(BY, act.officer())
              .putObject(VALUES);
      FormSchema form = forms.get(act.id());
      if (form != null) {
        answers
            .to(form, Optional.of(act), null, null, act.at(), false)
            .forEach(
                (key, answer) -> {
                  FormField field = form.fields().get(key);
                  if (!field.isText() && field.property(FormField.PEOPLE).isEmpty()) {
                    values.set(key, JSON.valueToTree(answer));
                  } else if (field.isText() && !field.required()) {
                    texts.add(key);
                  }
                });
      }
    }
    addIfAny(scenario, OPEN, open);
    addIfAny(scenario, TEXTS, texts);
    return write(scenario, recorded.course());
  }

  private static void addIfAny(ObjectNode scenario, String property, Set<String> ids) {
    if (!ids.isEmpty()) {
      ArrayNode list = scenario.putArray(property);
      ids.forEach(list::add);
    }
  }

  /** The digest of what a replay depends on, see {@link PastCase#digest}. */
  String key(String set) {
    return asPastCase().digest(set + " " + until).toString();
  }
}
