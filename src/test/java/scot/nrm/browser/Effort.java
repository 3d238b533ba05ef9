package scot.nrm.browser;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the people who work on one case have to do for it: clicks, typed characters and fields, for
 * each of them. It notes each question that is asked although the case has its answer.
 */
final class Effort {

  /** Each is asked about another decision, or of another person, so the answer isn't known. */
  private static final Set<String> ASKED_EACH_TIME =
      Set.of("What do you propose?", "Reasons (the minute)", "Do you agree with the proposal?");

  private static final Pattern DAY = Pattern.compile("\\d\\d/\\d\\d/\\d{4}");
  private static final int A_WORD = 4;

  /** The questions on the screen, each with whether it has an answer; form-js draws dates last. */
  private static final String QUESTIONS =
      """
      async () => {
        for (let i = 0; i < 6 && document.querySelector('.fjs-form-field-datetime'); i++) {
          await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
        }
        return Object.fromEntries(
          [...document.querySelectorAll('.fjs-form-field:not(.fjs-form-field-grouplike)')].flatMap(field => {
            const question = field.querySelector('label.fjs-form-field-label:not(:has(input))');
            const answers = [...field.querySelectorAll('input, textarea')].filter(input =>
              ['radio', 'checkbox'].includes(input.type) ? input.checked : input.value.trim());
            const answered = answers.length > 0 || field.querySelector('.fjs-taglist-tag') !== null;
            return question ? [[question.textContent.replace(/\\*$/, '').trim(), answered]] : [];
          }));
      }\
      """;

  /** What one person did. */
  record Total(int clicks, int keys, int fields) {

    boolean isWithin(Total most) {
      return clicks <= most.clicks && keys <= most.keys && fields <= most.fields;
    }

    private Total plus(Total more) {
      return new Total(clicks + more.clicks, keys + more.keys, fields + more.fields);
    }
  }

  private final Map<String, Total> people = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();
  private final Set<String> typed = new HashSet<>();
  private final List<String> askedTwice = new ArrayList<>();
  private String person = "";

  /** What follows is done by this person. */
  Effort by(String person) {
    this.person = person;
    return this;
  }

  void clicks(int number) {
    count(new Total(number, 0, 0));
  }

  void field() {
    count(new Total(0, 0, 1));
  }

  void types(String value) {
    count(new Total(0, value.length(), 1));
    if (value.length() >= A_WORD && !DAY.matcher(value).matches() && !typed.add(value)) {
      askedTwice.add(person + " types again: " + value);
    }
  }

  void opens(Page page) {
    questions(page)
        .forEach(
            (question, answered) -> {
              if (!answered && known.contains(question)) {
                askedTwice.add(person + ": " + question);
              }
            });
  }

  void sends(Page page) {
    clicks(1);
    questions(page)
        .forEach(
            (question, answered) -> {
              if (answered && !ASKED_EACH_TIME.contains(question)) {
                known.add(question);
              }
            });
  }

  Map<String, Total> people() {
    return people;
  }

  /** The questions whose answers the case had when they were asked. */
  List<String> askedTwice() {
    return askedTwice;
  }

  private void count(Total more) {
    people.merge(person, more, Total::plus);
  }

  /** None while nobody is counted. */
  @SuppressWarnings("unchecked")
  private Map<String, Boolean> questions(Page page) {
    return person.isEmpty() ? Map.of() : (Map<String, Boolean>) page.evaluate(QUESTIONS);
  }
}
