package scot.nrm.demo;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;

/**
 * The invented cases of {@code config/demo-cases.yaml}.
 *
 * @param usualAnswers a form's usual answers, by its task
 * @param cases oldest first
 */
record InventedCases(Map<String, Map<String, Object>> usualAnswers, List<InventedCase> cases) {

  private static final Pattern AGO = Pattern.compile("(\\d+) (day|year)s? ago");
  private static final Pattern AHEAD = Pattern.compile("in (\\d+) (day|year)s?");
  private static final Pattern CASE_OF = Pattern.compile("the case of (.+)");

  /**
   * One child's case.
   *
   * @param child the name for other cases to refer to; may be empty
   * @param stage the case's final stage, in words
   */
  record InventedCase(String child, String stage, List<Step> steps) {}

  /**
   * A person's step: completes a task, or starts a process.
   *
   * @param day in words, such as {@code 12 days ago}
   * @param form the id of the task in its diagram, or of the process started
   * @param starts whether a process is started; the first begins the case, any other is an update
   * @param answers override the usual answers of the form
   */
  record Step(String day, String user, String form, boolean starts, Map<String, Object> answers) {}

  static InventedCases read(Resource file) {
    Map<String, Object> root = InventedData.read(file);
    Map<String, Map<String, Object>> usual = new LinkedHashMap<>();
    map(root.get("usual-answers")).forEach((task, answers) -> usual.put(task, map(answers)));
    return new InventedCases(
        usual, list(root.get("cases")).stream().map(InventedCases::invented).toList());
  }

  private static InventedCase invented(Map<String, Object> told) {
    return new InventedCase(
        told.getOrDefault("child", "").toString(),
        text(told, "stage"),
        list(told.get("steps")).stream().map(InventedCases::step).toList());
  }

  private static Step step(Map<String, Object> told) {
    boolean starts = told.containsKey("starts");
    return new Step(
        text(told, "day"),
        text(told, "user"),
        text(told, starts ? "starts" : "task"),
        starts,
        map(told.get("answers")));
  }

  /**
   * The answers in a step's form.
   *
   * @param numbers the case numbers of children, for answers such as {@code the case of Lina}
   */
  Map<String, Object> answers(Step step, Map<String, String> numbers) {
    Map<String, Object> answers =
        new LinkedHashMap<>(usualAnswers.getOrDefault(step.form(), Map.of()));
    answers.putAll(step.answers());
    answers.replaceAll(
        (field, answer) -> {
          Matcher named = CASE_OF.matcher(answer.toString());
          return named.matches() && numbers.containsKey(named.group(1))
              ? numbers.get(named.group(1))
              : answer;
        });
    return answers;
  }

  /**
   * The date that words such as {@code 12 days ago}, {@code 15 years ago}, {@code in 1 year} or
   * {@code today} mean.
   */
  static Object inWords(Object words, LocalDate today) {
    if (!(words instanceof String text)) {
      return words;
    }
    Matcher ago = AGO.matcher(text);
    Matcher ahead = AHEAD.matcher(text);
    if (text.equals("today")) {
      return today;
    } else if (ago.matches()) {
      return moved(today, -Integer.parseInt(ago.group(1)), ago.group(2));
    } else if (ahead.matches()) {
      return moved(today, Integer.parseInt(ahead.group(1)), ahead.group(2));
    }
    return text;
  }

  private static LocalDate moved(LocalDate day, int by, String unit) {
    return unit.equals("year") ? day.plusYears(by) : day.plusDays(by);
  }

  private static String text(Map<String, Object> told, String name) {
    if (told.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(
        "In config/demo-cases.yaml " + name + " is missing in " + told.keySet());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Object value) {
    return value == null ? List.of() : (List<Map<String, Object>>) value;
  }
}
