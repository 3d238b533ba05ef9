package scot.nrm.engine.sets;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Caches of limited size that threads can share. */
public final class KeptResults {

  private KeptResults() {}

  /** The one that came first goes first. */
  public static <K, V> Map<K, V> latest(int most) {
    return atMost(most, false);
  }

  /** The one that nobody has asked for the longest goes first. */
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
