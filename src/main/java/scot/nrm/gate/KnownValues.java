package scot.nrm.gate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The possible values of variables at one point of a path; other names are never set. */
final class KnownValues {

  /** Any other value. */
  static final String ANY = "\u0001any";

  /** Set, but empty: it can be compared. */
  static final String NOTHING = "\u0001nothing";

  /** Never set: an expression that reads it fails. */
  static final String UNSET = "\u0001unset";

  static final KnownValues EMPTY = new KnownValues(Map.of());

  private static final Set<String> NEVER_SET = Set.of(UNSET);

  private final Map<String, Set<String>> values;
  private final int hash;

  private KnownValues(Map<String, Set<String>> values) {
    this(values, values.hashCode());
  }

  private KnownValues(Map<String, Set<String>> values, int hash) {
    this.values = values;
    this.hash = hash;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof KnownValues known && hash == known.hash && values.equals(known.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** The possible values of a variable. */
  Set<String> of(String name) {
    return values.getOrDefault(name, NEVER_SET);
  }

  KnownValues with(String name, Set<String> possible) {
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
    return new KnownValues(more, before == null ? changed : changed - hash(name, before));
  }

  /** The contribution of an entry to the hash of the map. */
  private static int hash(String name, Set<String> possible) {
    return name.hashCode() ^ possible.hashCode();
  }

  KnownValues with(String name, String value) {
    return with(name, Set.of(value));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether it is certain to have a value. */
  boolean isAlwaysSet(String name) {
    return !of(name).contains(UNSET) && !of(name).contains(NOTHING);
  }

  /** Only the marks of {@link Rules} of these kinds: they last whatever values are passed. */
  KnownValues marks(List<String> kinds) {
    Map<String, Set<String>> marks = new HashMap<>();
    for (Map.Entry<String, Set<String>> value : values.entrySet()) {
      for (String kind : kinds) {
        if (value.getKey().startsWith(kind)) {
          marks.put(value.getKey(), value.getValue());
        }
      }
    }
    return new KnownValues(marks);
  }

  KnownValues plus(KnownValues more) {
    Map<String, Set<String>> all = new HashMap<>(values);
    all.putAll(more.values);
    return new KnownValues(all);
  }

  /** In words, without the values that are internal to this check. */
  static String inWords(Set<String> possible) {
    return possible.stream()
        .sorted()
        .filter(value -> !value.startsWith("\u0001"))
        .map(value -> "'" + value + "'")
        .reduce((one, other) -> one + ", " + other)
        .orElse("empty");
  }
}
