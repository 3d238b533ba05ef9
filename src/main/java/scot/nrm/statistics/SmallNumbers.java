package scot.nrm.statistics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Counts that reveal no single child: a number below 5 is not shown, and as many others are hidden
 * with it that nobody can work it out from the total.
 */
final class SmallNumbers {

  static final int SMALLEST = 5;
  private static final int ENOUGH_TO_SHARE = 10;

  private SmallNumbers() {}

  /** A number without parts. */
  static OptionalInt shown(int number) {
    return number < SMALLEST ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /**
   * Parts of a total that is shown itself. With the small ones the last of the others is hidden,
   * and further ones until what is hidden comes to at least 10. Which are hidden with them goes by
   * their order and not by their size: from the smallest ones it could be calculated.
   *
   * @param parts by name, the one that matters most to who reads them first; each case is in
   *     exactly one
   */
  static Map<String, OptionalInt> shown(Map<String, Integer> parts) {
    Set<String> hidden = new HashSet<>();
    parts.forEach(
        (name, number) -> {
          if (number < SMALLEST) {
            hidden.add(name);
          }
        });
    if (!hidden.isEmpty()) {
      Deque<String> others = new ArrayDeque<>(parts.keySet());
      others.removeAll(hidden);
      boolean withAnother = false;
      while (!others.isEmpty()
          && (!withAnother || hidden.stream().mapToInt(parts::get).sum() < ENOUGH_TO_SHARE)) {
        withAnother = hidden.add(others.removeLast());
      }
    }
    Map<String, OptionalInt> shown = new LinkedHashMap<>();
    parts.forEach(
        (name, number) ->
            shown.put(name, hidden.contains(name) ? OptionalInt.empty() : OptionalInt.of(number)));
    return shown;
  }
}
