package scot.nrm.pages;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Suppresses counts that could reveal a child. A number below 5 is hidden, with as many others as
 * it takes to prevent anyone from calculating it from the total.
 */
public final class SmallNumbers {

  public static final int MINIMUM = 5;
  private static final int MIN_HIDDEN_SUM = 10;

  private SmallNumbers() {}

  /** A number that is not split into parts. */
  public static OptionalInt shown(int number) {
    return number < MINIMUM ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** A number that is not split into parts; a text if it is hidden. */
  public static String words(int number) {
    return words(shown(number), number);
  }

  /** The number if it is shown; a text if it is hidden. */
  public static String words(OptionalInt shown, int number) {
    return shown.isPresent()
        ? String.valueOf(shown.getAsInt())
        : number < MINIMUM ? "fewer than " + MINIMUM : "not shown";
  }

  /**
   * The parts of a total that is itself shown. If a part is small, the last of the other parts is
   * hidden as well, and more of them until the hidden parts add up to at least 10. They are chosen
   * by order instead of size, because hiding the smallest would allow a calculation.
   *
   * @param parts the numbers, the most important first; each case is in exactly one
   */
  public static <T> Map<T, OptionalInt> shown(Map<T, Integer> parts) {
    Set<T> hidden = new HashSet<>();
    parts.forEach(
        (part, number) -> {
          if (number < MINIMUM) {
            hidden.add(part);
          }
        });
    if (!hidden.isEmpty()) {
      Deque<T> others = new ArrayDeque<>(parts.keySet());
      others.removeAll(hidden);
      boolean otherHidden = false;
      while (!others.isEmpty()
          && (!otherHidden || hidden.stream().mapToInt(parts::get).sum() < MIN_HIDDEN_SUM)) {
        otherHidden = hidden.add(others.removeLast());
      }
    }
    Map<T, OptionalInt> shown = new LinkedHashMap<>();
    parts.forEach(
        (part, number) ->
            shown.put(part, hidden.contains(part) ? OptionalInt.empty() : OptionalInt.of(number)));
    return shown;
  }
}
