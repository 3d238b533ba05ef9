package scot.nrm.engine.sets;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Caches of limited size that threads can share. */
public final class KeptResults {

  private KeptResults() {}

  /** A cache that drops the oldest entry first. */
  public static <K, V> Map<K, V> latest(int most) {
    return atMost(most, false);
  }

  /** A cache that drops the least recently used entry first. */
  public static <K, V> Map<K, V> lastUsed(int most) {
    return atMost(most, true);
  }

  private static <K, V> Map<K, V> atMost(int most, boolean byUse) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, byUse) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        });
  }
}
