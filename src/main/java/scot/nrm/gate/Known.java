package scot.nrm.gate;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of a process at one place of one path: for each name what it can be. Nothing is
 * known of a name that isn't in it.
 */
final class Known {

  /** A value that isn't known more closely. */
  static final String ANY = "\u0001any";

  /** Handed over or left empty: it can be compared, and is nothing. */
  static final String NOTHING = "\u0001nothing";

  /** Never set: an expression that asks it fails. */
  static final String UNSET = "\u0001unset";

  static final Known EMPTY = new Known(Map.of());

  private static final Set<String> NEVER_SET = Set.of(UNSET);

  private final Map<String, Set<String>> values;
  private final int hash;

  private Known(Map<String, Set<String>> values) {
    this(values, values.hashCode());
  }

  private Known(Map<String, Set<String>> values, int hash) {
    this.values = values;
    this.hash = hash;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Known known && hash == known.hash && values.equals(known.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** What a name can be. */
  Set<String> of(String name) {
    return values.getOrDefault(name, NEVER_SET);
  }

  Known with(String name, Set<String> possible) {
    if (of(name).equals(possible)) {
      return this;
    }
    Map<String, Set<String>> more = new HashMap<>(values);
    Set<String> before;
    int changed = hash;
    if (possible.equals(NEVER_SET)) {
      before = more.remove(name);
    } else {
      before = more.put(name, Set.copyOf(possible));
      changed += hash(name, possible);
    }
    return new Known(more, before == null ? changed : changed - hash(name, before));
  }

  /** What an entry adds to the hash of a map. */
  private static int hash(String name, Set<String> possible) {
    return name.hashCode() ^ possible.hashCode();
  }

  Known with(String name, String value) {
    return with(name, Set.of(value));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether it is certain to have a value. */
  boolean isSure(String name) {
    return !of(name).contains(UNSET) && !of(name).contains(NOTHING);
  }

  /** Only the marks of {@link Rules}: what has happened, whatever was handed over. */
  Known marks() {
    return new Known(
        values.entrySet().stream()
            .filter(one -> one.getKey().startsWith("\u0002"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  Known and(Known more) {
    Map<String, Set<String>> all = new HashMap<>(values);
    all.putAll(more.values);
    return new Known(all);
  }

  /** In words, without what only this program knows. */
  static String inWords(Set<String> possible) {
    return possible.stream()
        .sorted()
        .filter(value -> !value.startsWith("\u0001"))
        .map(value -> "'" + value + "'")
        .collect(Collectors.joining(", "));
  }
}
