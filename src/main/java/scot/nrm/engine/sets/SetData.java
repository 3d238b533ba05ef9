package scot.nrm.engine.sets;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import scot.nrm.startup.CheckedSettings;

/**
 * The content of a data file of {@code config/} in the set in force. It is replaced as a whole when
 * another set comes into force. The thread that checks a revision has the revision's content, and
 * no other thread does.
 *
 * @param <T> an immutable type
 */
public abstract class SetData<T> implements Supplier<T> {

  private static final ThreadLocal<Map<SetData<?>, Object>> TRIAL = new ThreadLocal<>();
  private static final AtomicReference<Object> VERSION = new AtomicReference<>(new Object());

  private volatile T inForce;

  protected SetData(T atStart) {
    this.inForce = atStart;
  }

  /**
   * Checks that no two rows have the same key.
   *
   * @param refusal what is wrong and what to do, with {@code %s} for the key
   * @throws IllegalArgumentException if two have
   */
  protected static void requireDistinct(Stream<String> keys, String refusal) {
    Set<String> before = new HashSet<>();
    keys.filter(key -> !before.add(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(refusal.formatted(key));
            });
  }

  /** Checks the data of a set after each of its files has been read. */
  public interface Check {

    /**
     * @throws IllegalStateException with all problems, or {@link IllegalArgumentException}
     */
    void validate();
  }

  /** Sets up entries in the database that depend on the data, such as permissions. */
  public interface Follower {

    /** Called in the transaction in which a set with different data comes into force. */
    void setUp();
  }

  /**
   * The settings of a set.
   *
   * @param all the settings of the start, with the set's data files instead of those on the disk
   * @param bound the objects that have been bound from them, by type
   */
  record Settings(ConfigurableEnvironment all, ConcurrentMap<Class<?>, Object> bound) {}

  /**
   * The data of a set.
   *
   * @param source the settings, shared by sets with the same data files
   * @param letters the letters that are different from those of the start, by file name
   */
  protected record Data(Settings source, Map<String, byte[]> letters) {

    public ConfigurableEnvironment settings() {
      return source.all();
    }

    /** The settings of a type, below its prefix; immutable. */
    public <S> S bind(Class<S> type) {
      ConfigurationProperties below = type.getAnnotation(ConfigurationProperties.class);
      return type.cast(
          source
              .bound()
              .computeIfAbsent(
                  type,
                  any -> CheckedSettings.binder(source.all()).bindOrCreate(below.value(), type)));
    }
  }

  /**
   * Reads the content: that of this class, if it is bound to settings.
   *
   * @throws RuntimeException whose most specific cause has the reason
   */
  @SuppressWarnings("unchecked") // what is bound is of this class
  protected T read(Data data) {
    return ((SetData<T>) data.bind(getClass())).get();
  }

  @Override
  @SuppressWarnings("unchecked") // only prepare puts it there
  public final T get() {
    Map<SetData<?>, Object> trial = TRIAL.get();
    T own = trial == null ? null : (T) trial.get(this);
    return own == null ? inForce : own;
  }

  /** The version of the set, for caches of what is read from it: a new object after each change. */
  public static Object version() {
    Map<SetData<?>, Object> trial = TRIAL.get();
    return trial == null ? VERSION.get() : trial.get(null);
  }

  /**
   * Renews the version, because another set is in force: even if its data is the same, its forms
   * may be different.
   */
  static void renewVersion() {
    VERSION.set(new Object());
  }

  /**
   * Begins a trial: content that this thread {@link #prepare}s and puts in force is visible only in
   * this thread.
   *
   * @param version equal for two trials of the same data, so that the second uses the cached
   *     results of the first
   */
  static void beginTrial(Object version) {
    Map<SetData<?>, Object> trial = new IdentityHashMap<>();
    trial.put(null, version);
    TRIAL.set(trial);
  }

  static void endTrial() {
    TRIAL.remove();
  }

  /**
   * Reads the content.
   *
   * @return puts it in force: for this thread in a trial, otherwise for all threads
   */
  final Runnable prepare(Data data) {
    T read = read(data);
    return () -> {
      Map<SetData<?>, Object> trial = TRIAL.get();
      if (trial == null) {
        inForce = read;
        renewVersion();
      } else {
        trial.put(this, read);
      }
    };
  }
}
