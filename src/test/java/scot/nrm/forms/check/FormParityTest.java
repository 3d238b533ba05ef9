package scot.nrm.forms.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scot.nrm.calendar.LocalDay;

/**
 * Compares the server's check with form-js itself. For the same values in the same forms, valid
 * ones and every kind of invalid one, both must hide, refuse and keep the same. If the server is
 * stricter, the difference must be one of {@link Why}.
 *
 * <p>{@code -Dnrm.parity.values=} sets the number of values; the pom contains the default. The seed
 * is logged, and {@code -Dnrm.parity.seed=} repeats a run.
 */
class FormParityTest {

  private static final Logger LOG = LoggerFactory.getLogger(FormParityTest.class);

  /**
   * Opens many forms in parallel, fills them in like a person, and submits them once nothing
   * changes any more.
   */
  private static final String SUBMIT =
      """
      async (forms, submissions) => {
        // A component's effects run in a separate task after the frame, and may trigger others.
        const drawn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
        const submit = async ({ form: name, shown, values }) => {
          const container = document.createElement('div');
          document.querySelector('#form').append(container);
          const form = new FormJs.Form({ container });
          const problems = [];
          form.on('error', ({ error }) => problems.push(String(error)));
          const keyOf = {};
          const read = parts => (parts || []).forEach(part => { keyOf[part.id] = part.key; read(part.components); });
          read(forms[name].components);
          const visible = () => form.get('formFieldInstanceRegistry').getAllKeyed().map(field => keyOf[field.id]).sort();
          const calm = async () => {
            const state = () => JSON.stringify([form._getState().data, visible()]);
            for (let before = null, frames = 0; frames < 6; before = state()) {
              await drawn();
              frames = before === state() ? frames + 1 : 0;
            }
          };
          await form.importSchema(JSON.parse(JSON.stringify(forms[name])), shown);
          await calm();
          const data = { ...form._getState().data };
          form.get('formFieldRegistry').getAll().filter(field => field.key in values && !field.disabled).forEach(field => {
            const value = values[field.key];
            const { sanitizeValue } = form.get('formFields').get(field.type).config;
            // Text is typed, and the browser allows no second line in an input; other values come from outside.
            data[field.key] = field.type === 'textfield' && typeof value === 'string'
                ? value.replace(/[\\r\\n]/g, '')
                : sanitizeValue({ formField: field, data, value });
          });
          form._setState({ data });
          await calm();
          const { data: kept, errors } = form.submit();
          const result = { kept, refused: Object.keys(errors).map(id => keyOf[id]), visible: visible(), problems };
          form.destroy();
          container.remove();
          return result;
        };
        return Promise.all(submissions.map(submit));
      }\
      """;

  private static final String HOLD =
      """
      (conditions, contexts) => {
        const form = new FormJs.Form();
        return conditions.map((condition, i) => form.get('conditionChecker').check('=' + condition, contexts[i]) === true);
      }\
      """;

  private static final String MATCH =
      "(patterns, texts) => patterns.map(pattern => texts.map(text => new RegExp(pattern).test(text)))";

  private static final String TRIM = "texts => texts.map(text => text.trim())";

  private static final LocalDate TODAY = LocalDate.now(LocalDay.ZONE);
  private static final int AT_ONCE = 20;

  private static final long SEED = Long.getLong("nrm.parity.seed", System.nanoTime());
  private static final int VALUES = Integer.getInteger("nrm.parity.values", 1500);

  private static TasklistsFormJs formJs;

  @BeforeAll
  static void openTasklistsFormJs() {
    formJs = TasklistsFormJs.open();
    LOG.info("Parity with form-js: {} values, seed {}", VALUES, SEED);
  }

  @AfterAll
  static void close() {
    if (formJs != null) {
      formJs.close();
    }
  }

  /**
   * The reasons why the server's result may differ from the browser's: it is stricter or keeps
   * less. Each is as narrow as possible for a field and its submitted value.
   */
  private enum Why {
    REPLACED(
        "what the browser replaces by another value, or by none, is refused",
        difference ->
            difference.oursRefused()
                && !difference.theirsRefused()
                && !kept(difference.field(), difference.sent()).equals(difference.theirs())),
    BLANK(
        "blank text is no text",
        difference ->
            difference.field().isText()
                && difference.sent().isTextual()
                && !difference.sent().asText().isEmpty()
                && FormCheck.trim(difference.sent().asText()).isEmpty()),
    SPACE_AROUND(
        "white space around a text is not kept",
        difference ->
            difference.field().isText()
                && !difference.oursRefused()
                && !difference.theirsRefused()
                && difference.theirs().isTextual()
                && difference.ours().asText().equals(FormCheck.trim(difference.theirs().asText()))),
    NO_TEXT(
        "control characters and broken text are refused",
        difference ->
            difference.field().isText()
                && difference.oursRefused()
                && difference
                    .sent()
                    .asText()
                    .codePoints()
                    .anyMatch(
                        c ->
                            Character.isISOControl(c)
                                || c >= 0xD800 && c <= 0xDFFF
                                || (c & 0xFFFE) == 0xFFFE)),
    NO_DIRECTION(
        "characters that change the direction of writing are refused on one line",
        difference ->
            difference.field().type().equals("textfield")
                && difference.oursRefused()
                && difference
                    .sent()
                    .asText()
                    .matches("(?s).*[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069].*")),
    NO_LIMIT(
        "text is never longer than the database takes",
        difference ->
            difference.field().isText()
                && difference.oursRefused()
                && !difference.field().validate().has("maxLength")
                && difference.sent().asText().length() > FormField.DEFAULT_MAX_LENGTH),
    TWICE(
        "an option is chosen once",
        difference ->
            difference.field().isChecklist()
                && difference.oursRefused()
                && setOf(difference.sent()).size() < difference.sent().size()),
    WRITTEN_OTHERWISE(
        "a time is written as the browser writes it, and not after 23:59",
        difference ->
            difference.field().type().equals("datetime")
                && !difference.field().isDate()
                && difference.oursRefused()
                && !difference.sent().asText().matches("(?:.*T)?(?:[01]\\d|2[0-3]):[0-5]\\d")),
    FAR_OFF(
        "a year before 1900 or after 2199 is refused",
        difference ->
            difference.field().type().equals("datetime")
                && difference.oursRefused()
                && difference.sent().asText().matches("\\d{4}-.*")
                && !difference.sent().asText().matches("(?:19|20|21).*"));

    private final String inWords;
    private final Predicate<Difference> covers;

    Why(String inWords, Predicate<Difference> covers) {
      this.inWords = inWords;
      this.covers = covers;
    }
  }

  /** The results for one value on the server and in the browser; a null node if it is not kept. */
  private record Difference(
      FormField field,
      String kind,
      JsonNode sent,
      boolean oursRefused,
      boolean theirsRefused,
      JsonNode ours,
      JsonNode theirs) {

    @Override
    public String toString() {
      return "%s (%s), %s: sent %s; form-js %s, ours %s"
          .formatted(
              field.key(),
              field.type(),
              kind,
              cut(sent),
              theirsRefused ? "refuses it" : "keeps " + cut(theirs),
              oursRefused ? "refuse it" : "keep " + cut(ours));
    }

    private static String cut(JsonNode value) {
      String text = value.toString();
      return text.length() < 80 ? text : text.substring(0, 80) + "…";
    }
  }

  /** A form with its opening values and its answers, and the kind of each value. */
  private record Submission(
      FormSchema form,
      Map<String, JsonNode> shown,
      Map<String, JsonNode> values,
      Map<String, String> kinds) {}

  /** The counts of a run. */
  private static final class Counts {

    private int forms;
    private int submissions;
    private int values;
    private int hidden;
    private int refused;
    private int kept;
    private final Map<Why, Integer> stricter = new EnumMap<>(Why.class);
    private final Map<String, Integer> kinds = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();

    @Override
    public String toString() {
      StringBuilder table =
          new StringBuilder(
              """
              Parity with form-js 1.8.7 (seed %d)
              %7d forms
              %7d submissions
              %7d values, of %d kinds
              %7d hidden alike
              %7d refused alike
              %7d kept alike
              """
                  .formatted(
                      SEED, forms, submissions, values, kinds.size(), hidden, refused, kept));
      stricter.forEach(
          (why, count) -> table.append("%7d stricter: %s%n".formatted(count, why.inWords)));
      return table.append("%7d different%n".formatted(differences.size())).toString();
    }
  }

  @Test
  void everyValueIsHiddenRefusedOrKeptAsInTheBrowser() {
    List<FormFile> forms = new ArrayList<>(FormFile.all());
    forms.add(FormFile.read(Path.of("src/test/resources/scot/nrm/forms/every-rule.form")));
    int fields = forms.stream().mapToInt(form -> form.fields().size()).sum();
    Counts counts = new Counts();
    List<Submission> submissions = new ArrayList<>();
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    for (FormFile file : forms) {
      Random random = new Random(SEED ^ file.name().hashCode());
      FormSchema form = file.parsed();
      assertThat(form.problems()).isEmpty();
      schemas.put(form.id(), file.schema());
      int share = VALUES * file.fields().size() / fields + 1;
      submissions.addAll(submissions(form, new FormValues(random, TODAY), random, share));
      counts.forms++;
    }
    for (int from = 0; from < submissions.size(); from += AT_ONCE) {
      List<Submission> some =
          submissions.subList(from, Math.min(from + AT_ONCE, submissions.size()));
      JsonNode theirs =
          formJs.call(
              SUBMIT,
              some.stream()
                  .map(one -> one.form().id())
                  .distinct()
                  .collect(Collectors.toMap(id -> id, schemas::get)),
              some.stream()
                  .map(
                      one ->
                          Map.of(
                              "form", one.form().id(),
                              "shown", one.shown(),
                              "values", one.values()))
                  .toList());
      for (int i = 0; i < some.size(); i++) {
        compare(some.get(i), theirs.path(i), counts);
      }
    }

    LOG.info("{}", counts);
    assertThat(counts.differences).as("%s", counts).isEmpty();
    assertThat(counts.values).isGreaterThanOrEqualTo(VALUES);
    assertThat(formJs.scriptErrors()).isEmpty();
  }

  /** Submissions of one form, up to its share of values. */
  private static List<Submission> submissions(
      FormSchema form, FormValues values, Random random, int share) {
    Deque<Map.Entry<String, String>> due = new ArrayDeque<>();
    List<Submission> submissions = new ArrayList<>();
    for (int planned = 0;
        planned < share;
        planned += submissions.get(submissions.size() - 1).values().size()) {
      submissions.add(submission(form, values, random, due));
    }
    return submissions;
  }

  /**
   * Mostly valid values, and a few invalid ones. Each kind for each field is used once before any
   * is repeated. A cleared field is sent as null, as in the browser.
   */
  private static Submission submission(
      FormSchema form, FormValues values, Random random, Deque<Map.Entry<String, String>> due) {
    Submission submission =
        new Submission(form, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    boolean opened = random.nextInt(3) == 0;
    int likely = 3 + random.nextInt(20);
    for (FormField field : form.fields().values()) {
      if (opened && random.nextInt(2) == 0 || field.readOnly() && random.nextInt(10) > 0) {
        submission.shown().put(field.key(), notZero(values.right(field)));
      }
      if (field.readOnly()) {
        put(
            submission,
            field,
            "as shown",
            submission.shown().getOrDefault(field.key(), NullNode.getInstance()));
      } else if (!field.disabled() && random.nextInt(likely) > 0) {
        put(submission, field, "right", values.right(field));
      } else if (!field.disabled()
          && (submission.shown().containsKey(field.key())
              || field.component().has("defaultValue"))) {
        put(submission, field, "emptied", NullNode.getInstance());
      }
    }
    form.expressionNames().stream()
        .sorted()
        .filter(name -> random.nextBoolean())
        .forEach(
            name ->
                submission
                    .shown()
                    .put(name, JsonNodeFactory.instance.textNode(values.pick("UKBA", "UKHTC"))));
    for (int wrong = random.nextInt(4); wrong > 0; wrong--) {
      if (due.isEmpty()) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        form.fields().values().stream()
            .filter(field -> !field.disabled() && !field.readOnly())
            .forEach(
                field ->
                    values
                        .ofEachKind(field)
                        .keySet()
                        .forEach(kind -> all.add(Map.entry(field.key(), kind))));
        Collections.shuffle(all, random);
        due.addAll(all);
      }
      if (!due.isEmpty()) {
        Map.Entry<String, String> next = due.poll();
        FormField field = form.fields().get(next.getKey());
        put(submission, field, next.getValue(), values.ofEachKind(field).get(next.getValue()));
      }
    }
    return submission;
  }

  private static void put(Submission submission, FormField field, String kind, JsonNode value) {
    submission.values().put(field.key(), notZero(value));
    submission.kinds().put(field.key(), kind);
  }

  /** form-js keeps a 0 that is typed, but may lose one that is set from outside, as here. */
  private static JsonNode notZero(JsonNode value) {
    return value.isNumber() && value.asDouble() == 0
        ? JsonNodeFactory.instance.numberNode(1)
        : value;
  }

  private static void compare(Submission submission, JsonNode theirs, Counts counts) {
    FormSchema form = submission.form();
    counts.submissions++;
    counts.values += submission.values().size();
    submission.kinds().values().forEach(kind -> counts.kinds.merge(kind, 1, Integer::sum));
    FormCheck.Result ours = FormCheck.check(form, submission.values(), submission.shown(), TODAY);
    Set<String> hidden = FormCheck.hidden(form, submission.values(), submission.shown());
    Set<String> refused = ours.errors().stream().map(FieldError::key).collect(Collectors.toSet());
    Set<String> theirsVisible = texts(theirs.path("visible"));
    Set<String> theirsRefused = texts(theirs.path("refused"));
    Set<String> follow = followReplaced(submission, refused, theirsRefused, theirs.path("kept"));
    List<String> differences = new ArrayList<>();
    theirs.path("problems").forEach(problem -> differences.add("form-js says " + problem));
    form.fields()
        .forEach(
            (key, field) -> {
              if (hidden.contains(key) == theirsVisible.contains(key) && follow.contains(key)) {
                counts.stricter.merge(Why.REPLACED, 1, Integer::sum);
              } else if (hidden.contains(key) == theirsVisible.contains(key)) {
                differences.add(
                    key + " is hidden by " + (hidden.contains(key) ? "ours" : "form-js") + " only");
              } else if (hidden.contains(key)) {
                counts.hidden++;
                if (refused.contains(key) || ours.accepted().containsKey(key)) {
                  differences.add(key + " is hidden, and looked at nevertheless");
                }
              } else {
                JsonNode sent = submission.values().getOrDefault(key, NullNode.getInstance());
                Difference difference =
                    new Difference(
                        field,
                        submission.kinds().getOrDefault(key, "not sent"),
                        sent,
                        refused.contains(key),
                        theirsRefused.contains(key),
                        kept(field, ours.accepted().get(key)),
                        kept(field, theirs.path("kept").path(key)));
                count(difference, counts, differences);
              }
            });
    differences.forEach(
        difference ->
            counts.differences.add(
                form.id()
                    + ": "
                    + difference
                    + " (shown "
                    + submission.shown()
                    + ", sent "
                    + submission.values()
                    + ")"));
  }

  /**
   * The fields that are shown or hidden by a value that the browser replaces and the server refuses
   * ({@link Why#REPLACED}), or by a field that is.
   */
  private static Set<String> followReplaced(
      Submission submission, Set<String> refused, Set<String> theirsRefused, JsonNode kept) {
    Map<String, FormField> fields = submission.form().fields();
    Set<String> causes =
        submission.values().entrySet().stream()
            .filter(sent -> refused.contains(sent.getKey()))
            .filter(sent -> !theirsRefused.contains(sent.getKey()))
            .filter(
                sent -> {
                  FormField field = fields.get(sent.getKey());
                  return !kept(field, sent.getValue()).equals(kept(field, kept.path(field.key())));
                })
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(HashSet::new));
    Set<String> follow = new HashSet<>();
    for (int depth = 0; depth < 2; depth++) { // as deep as form-js itself looks
      fields.values().stream()
          .filter(field -> !Collections.disjoint(field.conditionNames(), causes))
          .map(FormField::key)
          .forEach(follow::add);
      causes.addAll(follow);
    }
    return follow;
  }

  private static void count(Difference difference, Counts counts, List<String> differences) {
    boolean alike =
        difference.oursRefused() && difference.theirsRefused()
            || !difference.oursRefused()
                && !difference.theirsRefused()
                && (difference.field().readOnly()
                    || difference.field().disabled()
                    || difference.ours().equals(difference.theirs()));
    if (alike && difference.oursRefused()) {
      counts.refused++;
    } else if (alike) {
      counts.kept++;
    } else {
      for (Why why : Why.values()) {
        if (why.covers.test(difference)) {
          counts.stricter.merge(why, 1, Integer::sum);
          return;
        }
      }
      differences.add(difference.toString());
    }
  }

  // --- conditions and patterns by themselves

  @Test
  void everyAllowedConditionIsEvaluatedAsInTheBrowser() {
    Random random = new Random(SEED);
    List<String> conditions = new ArrayList<>();
    List<Map<String, JsonNode>> contexts = new ArrayList<>();
    for (int i = 0; i < 4 * VALUES; i++) {
      conditions.add(RandomConditions.condition(random, 3));
      contexts.add(RandomConditions.context(random));
    }

    JsonNode theirs = formJs.call(HOLD, conditions, contexts);

    int held = 0;
    for (int i = 0; i < conditions.size(); i++) {
      boolean ours = Condition.parse(conditions.get(i)).holds(contexts.get(i)::get);
      held += ours ? 1 : 0;
      assertThat(ours)
          .as("seed %d: %s of %s", SEED, conditions.get(i), contexts.get(i))
          .isEqualTo(theirs.path(i).asBoolean());
    }
    LOG.info("{} conditions alike, of which {} hold", conditions.size(), held);
    assertThat(held).isBetween(conditions.size() / 10, conditions.size() * 9 / 10);
  }

  @Test
  void everyAllowedPatternMatchesAsInTheBrowser() {
    List<String> patterns =
        List.of(
            new String[] {
              "a", "^a$", "^$", "\\d+", "^\\w*$",
              "[a-c]", "[a-c-]", "[\\d /.-]", "^[A-Z_]$", "^(ab|cd)+$",
              "^a+b*$", "^\\.$", "\\/", "\\$", "a\\+",
              "^[A-Z]{2}\\d{1,4}$", "^a{2,}$", "a|", "()", "(a)(b)?",
              "^\\(?0\\d{2,4}\\)? \\d{3,}( x\\d+)?$", "^[0-9]{3}-[0-9]{2}$", "b$|^A"
            });
    List<String> texts =
        List.of(
            new String[] {
              "", "a", "b", "ab", "abab", "cd", "abc", "A", "AB12",
              "AB12\n", "a\n", "\n", "\r", "\u2028", "\u0085", "\u00A0", "\uFEFF", " ",
              "é", "ß", "٣", "１", "👧", "👧🏽", "a👧", "[", "]",
              "^", "-", "\\", "&", "&&", "/", ".", "+", "a+",
              "}", "_", "\t", "\u000B", "\u001C", "\u180E", "\u2003x", "x\u3000", "aa\n",
              "$", "(0141) 496 0000", "0141 496000 x5", "123-45", "a.b", "aab"
            });

    JsonNode theirs = formJs.call(MATCH, patterns, texts);
    JsonNode trimmed = formJs.call(TRIM, texts);

    for (int p = 0; p < patterns.size(); p++) {
      FieldPattern ours = FieldPattern.of(patterns.get(p));
      for (int t = 0; t < texts.size(); t++) {
        assertThat(ours.isIn(texts.get(t)))
            .as("%s in %s", patterns.get(p), JsonNodeFactory.instance.textNode(texts.get(t)))
            .isEqualTo(theirs.path(p).path(t).asBoolean());
      }
    }
    assertThat(texts.stream().map(FormCheck::trim))
        .containsExactlyElementsOf(
            texts.stream().map(text -> trimmed.path(texts.indexOf(text)).asText()).toList());
  }

  /** Normalises a value for comparison: missing values become null, and numbers doubles. */
  private static JsonNode kept(FormField field, JsonNode value) {
    if (value == null
        || value.isMissingNode()
        || value.isTextual() && value.asText().isEmpty()
        || value.isArray() && value.isEmpty()
        || value.isBoolean() && !value.asBoolean()) {
      return NullNode.getInstance();
    }
    return value.isNumber() ? JsonNodeFactory.instance.numberNode(value.asDouble() + 0.0) : value;
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Set<JsonNode> setOf(JsonNode list) {
    Set<JsonNode> set = new HashSet<>();
    list.forEach(set::add);
    return set;
  }
}
