package scot.nrm.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A value that the register, process variables and decision tables keep as a code. The code never
 * changes; this is the only place where codes become values.
 */
public interface StoredCode {

  /** The name of the constant; for a value that is read from a file, its code. */
  String name();

  /** The code as it is stored: the name in small letters, with hyphens. */
  default String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The code of a value; {@code null} for {@code null}. */
  static String id(StoredCode value) {
    return value == null ? null : value.id();
  }

  /**
   * The value with a code; {@code null} for {@code null}.
   *
   * @throws IllegalArgumentException if no value has the code
   */
  static <E extends Enum<E> & StoredCode> E of(Class<E> type, String id) {
    if (id == null) {
      return null;
    }
    return find(type, id)
        .orElseThrow(
            () -> new IllegalArgumentException("No " + words(type) + " has the code " + id));
  }

  /** The value with a code; empty if there is none, and for {@code null}. */
  static <E extends Enum<E> & StoredCode> Optional<E> find(Class<E> type, String id) {
    String name = id == null ? "" : id.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> value.name().equals(name) && value.id().equals(id))
        .findFirst();
  }

  /** The codes of all values, in their order. */
  static List<String> ids(Class<? extends StoredCode> type) {
    return Arrays.stream(type.getEnumConstants()).map(value -> value.id()).toList();
  }

  private static String words(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}
