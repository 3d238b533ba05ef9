package scot.nrm.modelcheck;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.TableInput;
import scot.nrm.modelcheck.TableAnswers.Group;

/** Describes questions to a table in the words of its columns: many in few sentences. */
final class TableWords {

  private final List<Group> groups;
  private final Map<String, TableInput> inputs;
  private final Map<String, String> headings = new LinkedHashMap<>();

  /** The headings are those of the last table that has the column. */
  TableWords(TableAnswers answers, List<TableFile> tables, Map<String, TableInput> inputs) {
    this.groups = answers.groups();
    this.inputs = inputs;
    for (TableFile table : tables) {
      table
          .inputs()
          .forEach(
              column ->
                  TableAnswers.namesIn(column.text())
                      .forEach(input -> headings.put(input, column.heading())));
    }
  }

  /**
   * Merges sets of questions that differ in only one input.
   *
   * @param questions the sets, each as the numbers of the kinds by group
   */
  static List<List<BitSet>> merge(Collection<List<BitSet>> questions) {
    List<List<BitSet>> all = List.copyOf(questions);
    int before;
    do {
      before = all.size();
      for (int input = 0; !all.isEmpty() && input < all.get(0).size(); input++) {
        Map<List<BitSet>, BitSet> others = new LinkedHashMap<>();
        for (List<BitSet> question : all) {
          List<BitSet> key = new ArrayList<>(question);
          key.set(input, new BitSet());
          others.computeIfAbsent(key, it -> new BitSet()).or(question.get(input));
        }
        List<List<BitSet>> fewer = new ArrayList<>();
        for (Map.Entry<List<BitSet>, BitSet> other : others.entrySet()) {
          List<BitSet> question = new ArrayList<>(other.getKey());
          question.set(input, other.getValue());
          fewer.add(question);
        }
        all = fewer;
      }
    } while (all.size() < before);
    return all;
  }

  /**
   * A set of questions in words, such as {@code if "Nationality" is eea and "Immigration issue?" is
   * yes or no}.
   */
  String condition(List<BitSet> question) {
    List<String> conditions = new ArrayList<>();
    for (int at = 0; at < groups.size(); at++) {
      Group group = groups.get(at);
      if (question.get(at).cardinality() < group.kinds().size()) {
        Set<Map<String, Object>> chosen =
            question.get(at).stream()
                .mapToObj(group.kinds()::get)
                .flatMap(kind -> kind.values().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        conditions.add(
            group.inputs().size() == 1
                ? singleInput(group, chosen)
                : String.join(" or ", firstFew(chosen.stream().map(this::combination).toList())));
      }
    }
    return conditions.isEmpty() ? "whatever is asked" : "if " + String.join(" and ", conditions);
  }

  private String combination(Map<String, Object> values) {
    return values.entrySet().stream()
        .map(value -> "%s is %s".formatted(heading(value.getKey()), word(value.getValue())))
        .collect(Collectors.joining(" and "));
  }

  private String singleInput(Group group, Set<Map<String, Object>> chosen) {
    String input = group.inputs().get(0);
    Set<Object> values = valuesOf(input, chosen);
    Set<Object> all =
        valuesOf(input, group.kinds().stream().flatMap(kind -> kind.values().stream()).toList());
    if (inputs.get(input).kind() == TableInput.Kind.DAY) {
      return heading(input) + " is " + String.join(" or ", firstFew(days(values, all)));
    }
    Set<Object> others = new LinkedHashSet<>(all);
    others.removeAll(values);
    return others.size() > 1 || values.size() < 4
        ? heading(input) + " is " + list(values)
        : heading(input) + " is not " + list(others);
  }

  private static Set<Object> valuesOf(String input, Collection<Map<String, Object>> questions) {
    return questions.stream()
        .map(question -> question.get(input))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String list(Set<Object> values) {
    return String.join(" or ", firstFew(values.stream().map(TableWords::word).toList()));
  }

  private static List<String> firstFew(List<String> words) {
    if (words.size() <= 8) {
      return words;
    }
    List<String> first = new ArrayList<>(words.subList(0, 7));
    first.add((words.size() - 7) + " more");
    return first;
  }

  /** The chosen days as periods: consecutive values become one. */
  private static List<String> days(Set<Object> chosen, Set<Object> all) {
    List<Object> days = List.copyOf(new TreeSet<>(all));
    List<String> periods = new ArrayList<>();
    for (int at = 0; at < days.size(); at++) {
      if (chosen.contains(days.get(at))) {
        int from = at;
        while (at + 1 < days.size() && chosen.contains(days.get(at + 1))) {
          at++;
        }
        String until = at + 1 == days.size() ? "" : day(days.get(at));
        periods.add(
            from == 0
                ? "until " + until
                : until.isEmpty()
                    ? "from " + day(days.get(from))
                    : from == at ? until : "from " + day(days.get(from)) + " to " + until);
      }
    }
    return periods;
  }

  private static String day(Object day) {
    return BritishDate.of(LocalDate.parse((String) day));
  }

  private String heading(String input) {
    return '"' + headings.getOrDefault(input, input) + '"';
  }

  private static String word(Object value) {
    return value == null ? "not known" : value.equals("") ? "empty" : TableInput.inWords(value);
  }
}
