package scot.nrm.forms.check;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The pattern that a form's text must contain. It allows only regular expressions that mean the
 * same in the browser and in Java, so that the server never accepts text that the browser refuses:
 * see {@link #ALLOWED_PARTS}.
 */
final class FieldPattern {

  /** For the person who edits the form. */
  static final String ALLOWED_PARTS =
      "letters, digits, spaces, _ , ; : ' / @ # % & = ! -, \\d, \\w, a \\ before . + * ? ( ) | $ ^"
          + " / -, sets such as [A-Z0-9], groups such as (ab|cd), ^, $, and the quantifiers ? * + {2} {2,4}";

  private static final String SET = "\\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9 ,'/._]|\\\\[dw])+-?]";
  private static final String ONE = "[A-Za-z0-9 _,;:'/@#%&=!-]|\\\\[dw.+*?()|$^/-]|" + SET + "|\\)";
  private static final String QUANTIFIER = "(?:[?*+]|\\{\\d{1,4}(?:,\\d{0,4})?})";
  private static final Pattern ALLOWED =
      Pattern.compile("(?:[\\^$|(](?![?*+{])|(?:%s)(?:%s(?![?*+{]))?)*".formatted(ONE, QUANTIFIER));

  private static final int MAX_LENGTH = 200;
  private static final int MAX_READS = 1_000_000;

  private final Pattern pattern;

  private FieldPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it uses more than is allowed, or cannot be read
   */
  static FieldPattern of(String text) {
    if (text.length() > MAX_LENGTH || !ALLOWED.matcher(text).matches()) {
      throw new IllegalArgumentException("More than is allowed");
    }
    // Java's $ also matches before a line break at the end.
    try {
      return new FieldPattern(Pattern.compile(text.replaceAll("(?<!\\\\)\\$", "\\\\z")));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Whether the pattern occurs anywhere in the text, as in the browser. A pattern such as {@code
   * (a+)+b} may take years to find out: then it doesn't.
   */
  boolean isIn(String text) {
    try {
      return pattern.matcher(new Text(text, new AtomicInteger(MAX_READS))).find();
    } catch (IllegalStateException | StackOverflowError e) {
      return false;
    }
  }

  /** A text whose characters can be read so often. */
  private record Text(CharSequence text, AtomicInteger left) implements CharSequence {

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (left.getAndDecrement() == 0) {
        throw new IllegalStateException("Read too often");
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }
  }
}
