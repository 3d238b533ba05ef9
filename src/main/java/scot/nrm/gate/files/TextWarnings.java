package scot.nrm.gate.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import scot.nrm.engine.sets.DefinitionSets;

/**
 * Finds periods and names that someone has typed into a text, which would stay when they change.
 */
public final class TextWarnings {

  private final List<String> sentences = new ArrayList<>();

  private TextWarnings() {}

  /**
   * The warnings for the texts of a set.
   *
   * @param before content by file name, with or without the folder
   * @param names of authorities, on any day
   */
  public static List<String> of(
      Map<String, byte[]> before, Map<String, byte[]> after, Set<String> names) {
    Map<String, Set<String>> periodsBefore = TypedLimits.periods(before);
    Map<String, Set<String>> periods = TypedLimits.periods(after);
    Set<String> files =
        periods.equals(periodsBefore) ? DefinitionSets.changed(before, after) : after.keySet();
    Map<String, String> was = texts(before, files);
    Map<String, String> is = texts(after, files);
    TextWarnings warnings = new TextWarnings();
    warnings.checkTypedLimits(was, is, periodsBefore, periods);
    warnings.checkTypedNames(was, is, names);
    return warnings.sentences;
  }

  private void checkTypedLimits(
      Map<String, String> was,
      Map<String, String> is,
      Map<String, Set<String>> periodsBefore,
      Map<String, Set<String>> periods) {
    boolean changed = !periodsBefore.equals(periods);
    is.forEach(
        (where, text) -> {
          if (!changed && text.equals(was.get(where))) {
            return;
          }
          List<String> before = TypedLimits.limitsIn(was.getOrDefault(where, ""));
          for (String limit : TypedLimits.limitsIn(text)) {
            String length = TypedLimits.length(limit);
            if (!before.contains(limit)) {
              sentences.add(
                  "%s: A text says \"%s\". %s Periods change in the table time-limits, and this text would stay. In a form, show the period by its placeholder, such as {{limitReflection}}; in a diagram, call it by its name."
                      .formatted(where, limit, comparisonWithTable(length, periods)));
            } else {
              periodsBefore.forEach(
                  (period, lengths) -> {
                    Set<String> now = periods.getOrDefault(period, Set.of());
                    if (lengths.contains(length) && !lengths.equals(now)) {
                      sentences.add(
                          "%s: A text says \"%s\", and the table time-limits changes the period %s from %s to %s. Correct the text, or call the period by its name."
                              .formatted(where, limit, period, length, newLengths(lengths, now)));
                    }
                  });
            }
          }
        });
  }

  /** A typed name of an authority would stay when the authority is renamed. */
  private void checkTypedNames(Map<String, String> was, Map<String, String> is, Set<String> names) {
    is.forEach(
        (where, text) ->
            names.stream()
                .sorted()
                .filter(name -> hasWord(text, name) && !hasWord(was.getOrDefault(where, ""), name))
                .forEach(
                    name ->
                        sentences.add(
                            "%s: A text says \"%s\". Names of organisations change by day, and this text would stay. Write the placeholder for the name, such as {{authority.intake.short}}."
                                .formatted(where, name))));
  }

  private static String comparisonWithTable(String length, Map<String, Set<String>> periods) {
    List<String> same =
        periods.keySet().stream().filter(period -> periods.get(period).contains(length)).toList();
    if (!same.isEmpty()) {
      return "The table time-limits says the same of %s now.".formatted(String.join(", ", same));
    }
    String unit = length.substring(length.indexOf(' '));
    String others =
        periods.entrySet().stream()
            .flatMap(
                period ->
                    period.getValue().stream()
                        .filter(other -> other.matches("([2-9]|\\d\\d+)" + unit))
                        .map(other -> "%s (%s)".formatted(other, period.getKey())))
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? "The table time-limits has no such period."
        : "The table time-limits has no such period, but %s.".formatted(others);
  }

  /** The lengths of a period that are new, or those that remain. */
  private static String newLengths(Set<String> before, Set<String> now) {
    Set<String> added = new LinkedHashSet<>(now);
    added.removeAll(before);
    return now.isEmpty() ? "none" : String.join(" and ", added.isEmpty() ? now : added);
  }

  /**
   * The texts of forms, diagrams and letters, by their place.
   *
   * @param files the names of those that are read
   */
  private static Map<String, String> texts(Map<String, byte[]> set, Set<String> files) {
    Map<String, String> texts = new TreeMap<>();
    set.forEach(
        (file, content) -> {
          if (!files.contains(file)) {
            return;
          }
          if (file.endsWith(".form")) {
            try {
              TypedLimits.formTexts(content)
                  .forEach(
                      (text, says) ->
                          texts.put("forms/" + DefinitionSets.nameOf(file) + ", " + text, says));
            } catch (IOException e) {
              // The check has named it.
            }
          } else if (file.endsWith(".bpmn")) {
            TypedLimits.diagramTexts(content)
                .forEach(
                    (id, says) ->
                        texts.put("processes/" + DefinitionSets.nameOf(file) + ", " + id, says));
          } else if (file.endsWith(".html")) {
            texts.put(
                "config/letters/" + DefinitionSets.nameOf(file), TypedLimits.letterText(content));
          }
        });
    return texts;
  }

  /** Whether a text has a word, and not only as part of a longer one. */
  public static boolean hasWord(String text, String word) {
    return text.contains(word)
        && Pattern.compile("(?<!\\w)" + Pattern.quote(word) + "(?!\\w)").matcher(text).find();
  }
}
