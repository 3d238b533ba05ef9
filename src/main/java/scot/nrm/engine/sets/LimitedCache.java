package scot.nrm.engine.sets;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Caches of limited size that threads can share. */
public final class LimitedCache {

  private LimitedCache() {}

  /** A cache that drops the least recently used entry first. */
  public static <K, V> Map<K, V> of(int size) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > size;
          }
        });
  }
}
