package scot.nrm.engine.sets;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import scot.nrm.startup.CheckedSettings;

/**
 * The content of a data file of {@code config/} in the set in force. It is replaced as a whole when
 * another set comes into force. The thread that checks a revision has the revision's content, and
 * no other thread does.
 *
 * @param <T> never changes
 */
public abstract class DataOfSet<T> implements Supplier<T> {

  private static final ThreadLocal<Map<DataOfSet<?>, Object>> TRIED = new ThreadLocal<>();
  private static final AtomicReference<Object> VERSION = new AtomicReference<>(new Object());

  private volatile T inForce;

  /**
   * @param atStart what the files say with which the program is started
   */
  protected DataOfSet(T atStart) {
    this.inForce = atStart;
  }

  /** What can't be used in the data of a set, although each file can be read. */
  public interface Check {

    /**
     * @throws IllegalStateException with all that is wrong, or {@link IllegalArgumentException}
     */
    void mustBeSound();
  }

  /** What is set up in the database from the data, such as permissions. */
  public interface Follower {

    /** In the transaction in which a set with other data comes into force. */
    void setUp();
  }

  /**
   * The settings of a set.
   *
   * @param all those of the start, with the data files of the set in the place of those of the same
   *     name
   * @param bound what was bound of them, by type
   */
  record Settings(ConfigurableEnvironment all, ConcurrentMap<Class<?>, Object> bound) {}

  /**
   * The data of a set.
   *
   * @param kept its settings, for each set that has the same
   * @param letters those that differ from the ones of the start, by name with the ending
   */
  protected record Data(Settings kept, Map<String, byte[]> letters) {

    public ConfigurableEnvironment settings() {
      return kept.all();
    }

    /** Settings of a type, below the prefix that the type names; never changed by anyone. */
    public <S> S bind(Class<S> type) {
      ConfigurationProperties below = type.getAnnotation(ConfigurationProperties.class);
      return type.cast(
          kept.bound()
              .computeIfAbsent(
                  type,
                  any -> CheckedSettings.binder(kept.all()).bindOrCreate(below.value(), type)));
    }
  }

  /**
   * Reads it.
   *
   * @throws RuntimeException whose most specific cause says what is wrong
   */
  protected abstract T read(Data data);

  @Override
  @SuppressWarnings("unchecked") // put there by prepare alone
  public final T get() {
    Map<DataOfSet<?>, Object> tried = TRIED.get();
    T own = tried == null ? null : (T) tried.get(this);
    return own == null ? inForce : own;
  }

  /** For caches of what was worked out from the data: another one as soon as any of it changes. */
  public static Object version() {
    Map<DataOfSet<?>, Object> tried = TRIED.get();
    return tried == null ? VERSION.get() : tried.get(null);
  }

  /**
   * From now on, this thread has what it {@link #prepare}s and puts in force, and no other does.
   *
   * @param version equal for two trials of the same data, so that the second finds what was worked
   *     out in the first
   */
  static void beginTrial(Object version) {
    Map<DataOfSet<?>, Object> tried = new IdentityHashMap<>();
    tried.put(null, version);
    TRIED.set(tried);
  }

  static void endTrial() {
    TRIED.remove();
  }

  /**
   * Reads it.
   *
   * @return puts it in force: in a trial for this thread, or else for everyone
   */
  final Runnable prepare(Data data) {
    T read = read(data);
    return () -> {
      Map<DataOfSet<?>, Object> tried = TRIED.get();
      if (tried == null) {
        inForce = read;
        VERSION.set(new Object());
      } else {
        tried.put(this, read);
      }
    };
  }
}
