package scot.nrm.record;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Counts that tell of no single child: a number below 5 is not shown, and as many others are hidden with it that nobody
 * can work it out from the total.
 */
final class SmallNumbers {

  static final int SMALLEST = 5;

  private SmallNumbers() {}

  /** A number that stands alone. */
  static OptionalInt shown(int number) {
    return number < SMALLEST ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /**
   * Parts of a total that is shown itself. What is hidden are at least two of them, which together come to at least 5, so
   * that it could be divided among them in several ways; the smallest of the others are hidden first.
   *
   * @param parts by name; each case is in exactly one
   */
  static Map<String, OptionalInt> shown(Map<String, Integer> parts) {
    Set<String> hidden = new LinkedHashSet<>();
    parts.forEach((name, number) -> {
      if (number < SMALLEST) {
        hidden.add(name);
      }
    });
    while (!hidden.isEmpty() && hidden.size() < parts.size()
        && (hidden.size() == 1 || hidden.stream().mapToInt(parts::get).sum() < SMALLEST)) {
      parts.entrySet().stream().filter(part -> !hidden.contains(part.getKey()))
          .min(Comparator.comparingInt(Map.Entry::getValue)).ifPresent(part -> hidden.add(part.getKey()));
    }
    Map<String, OptionalInt> shown = new LinkedHashMap<>();
    parts.forEach((name, number) ->
        shown.put(name, hidden.contains(name) ? OptionalInt.empty() : OptionalInt.of(number)));
    return shown;
  }
}
