package scot.nrm.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The possible values of one input of a decision table. They are declared where the program
 * evaluates the table, and the check of tables tries them all.
 *
 * @param values all values for {@link Kind#CHOICE}, otherwise empty; {@code null} among them means
 *     not known
 */
public record TableInput(Kind kind, List<Object> values) {

  public enum Kind {
    /** A day in Europe/London as {@code 2009-04-14}, from the first day of the NRM. */
    DAY,
    CHOICE,
    /** The values that the column itself lists. */
    LISTED
  }

  /** An input or output value for a sentence: yes for true. */
  public static String inWords(Object value) {
    return value instanceof Boolean flag ? flag ? "yes" : "no" : value.toString();
  }

  public static TableInput day() {
    return new TableInput(Kind.DAY, List.of());
  }

  /** True or false. */
  public static TableInput flag() {
    return choice(List.of(true, false));
  }

  public static TableInput choice(List<?> values) {
    return new TableInput(Kind.CHOICE, Collections.unmodifiableList(values));
  }

  public static TableInput orNone(List<?> values) {
    List<Object> all = new ArrayList<>(values);
    all.add(null);
    return choice(all);
  }

  public static TableInput codes(Class<? extends StoredCode> codes, String... others) {
    return choice(Stream.concat(StoredCode.ids(codes).stream(), Arrays.stream(others)).toList());
  }

  public static TableInput listed() {
    return new TableInput(Kind.LISTED, List.of());
  }
}
