package scot.nrm.engine;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Case numbers: their format, and how people type them.
 *
 * <p>A number such as {@value #EXAMPLE} has the year of first contact, seven random characters and
 * a check character. Nobody can guess the next number, or tell from one how many cases there are.
 * The characters are digits and consonants, so that they form no words, without those that are
 * easily confused.
 */
public final class CaseNumber {

  public static final String EXAMPLE = "NRM-2009-7Q4X-8KD9";

  /** The error for a mistyped number; without a full stop. */
  public static final String MISTYPED =
      "that isn't a case number. Check it on a letter or a task: it looks like " + EXAMPLE;

  /** For an unknown number and for one without access alike. Without a full stop. */
  public static final String NO_ACCESS =
      "you don't have access to a case with this number. Check it on a letter or a task: it looks like "
          + EXAMPLE;

  private static final String CHARACTERS = "23456789BCDFGHJKLMNPQRSTVWXZ";
  private static final int RANDOM_CHARACTERS = 7;

  private static final Pattern CHECKED =
      Pattern.compile("(?:NRM-?)?(\\d{4})-?([%1$s]{4})-?([%1$s]{4})".formatted(CHARACTERS));

  private static final Pattern PART =
      Pattern.compile(
          "(NRM)?-?[\\d%1$s]{0,12}(-[\\d%1$s]{0,12}|-[%1$s]{4}-[%1$s]{0,4})?"
              .formatted(CHARACTERS));

  private CaseNumber() {}

  /**
   * The number in the register's format, however it was typed or pasted, such as {@code nrm 2009 –
   * 7q4x – 8kd9}. A text that isn't a number doesn't become one.
   */
  public static String of(String typed) {
    String number =
        typed
            .replaceAll("[\\s\\p{Z}]+", " ")
            .strip()
            .replaceAll("[ \\u2010-\\u2015-]+", "-")
            .toUpperCase(Locale.ROOT);
    Matcher checked = CHECKED.matcher(number);
    return checked.matches()
        ? "NRM-%s-%s-%s".formatted(checked.group(1), checked.group(2), checked.group(3))
        : number;
  }

  /**
   * Whether a text may be the number of a case: it has the format, and the check character fits.
   * This says nothing about whether there is such a case.
   *
   * @param number in the register's format; may be {@code null}
   */
  public static boolean isValid(String number) {
    Matcher checked = CHECKED.matcher(Objects.toString(number, ""));
    if (!checked.matches() || !number.equals(of(number))) {
      return false;
    }
    String others = checked.group(2) + checked.group(3);
    return others.charAt(RANDOM_CHARACTERS)
        == check(checked.group(1), others.substring(0, RANDOM_CHARACTERS));
  }

  /** A number or part of one, in the register's format; empty if no number has such a part. */
  public static Optional<String> part(String typed) {
    String number = of(typed).replaceFirst("^NRM(?=\\d)", "NRM-");
    return Optional.of(number).filter(PART.asMatchPredicate());
  }

  /** A new number; another case may have it already. */
  public static String random(int year, RandomGenerator random) {
    StringBuilder characters = new StringBuilder();
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      characters.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    String digits = "%04d".formatted(year);
    characters.append(check(digits, characters.toString())).insert(4, '-');
    return "NRM-" + digits + "-" + characters;
  }

  /**
   * The check character by ISO 7064, as in MOD 37,36 but for 28 characters: MOD 29,28. It detects
   * every wrong character and nearly every swapped pair.
   */
  private static char check(String year, String characters) {
    int size = CHARACTERS.length();
    int product = size;
    for (char digit : year.toCharArray()) {
      product = next(product, Character.digit(digit, 10));
    }
    for (char character : characters.toCharArray()) {
      product = next(product, CHARACTERS.indexOf(character));
    }
    return CHARACTERS.charAt((size + 1 - product) % size);
  }

  private static int next(int product, int value) {
    int size = CHARACTERS.length();
    int sum = (product + value) % size;
    return (sum == 0 ? size : sum) * 2 % (size + 1);
  }
}
