package scot.nrm.engine.sets;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelt one was probably meant to be. */
public final class NearestName {

  /** With more wrong letters it is another name. */
  private static final int MOST_MISTAKES = 2;

  private static final int LETTERS_FOR_A_MISTAKE = 3;

  private NearestName() {}

  /** The name that is most like the written one; empty if none is like it. */
  public static Optional<String> of(String written, Collection<String> names) {
    return names.stream()
        .filter(
            name ->
                mistakes(written, name)
                    <= Math.min(MOST_MISTAKES, name.length() / LETTERS_FOR_A_MISTAKE))
        .min(
            Comparator.<String>comparingInt(name -> mistakes(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Words such as {@code , such as intake}, with the nearest name; empty if none is like it. */
  public static String suchAs(String written, Collection<String> names) {
    return of(written, names).map(", such as "::concat).orElse("");
  }

  /** The number of letters to add, remove or replace. */
  private static int mistakes(String written, String name) {
    String one = written.toLowerCase(Locale.ROOT);
    String other = name.toLowerCase(Locale.ROOT);
    int[] above = new int[other.length() + 1];
    for (int column = 0; column <= other.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      int[] here = new int[above.length];
      here[0] = row;
      for (int column = 1; column < here.length; column++) {
        int replaced = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
        here[column] =
            Math.min(above[column - 1] + replaced, Math.min(above[column], here[column - 1]) + 1);
      }
      above = here;
    }
    return above[other.length()];
  }
}
