package scot.nrm.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;

/** Extends the lists of the engine's configuration, which are null until set. */
public final class EngineLists {

  private EngineLists() {}

  /** The existing elements of a list, followed by the added ones. */
  @SafeVarargs
  public static <T> List<T> with(List<T> existing, T... added) {
    List<T> all = existing == null ? new ArrayList<>() : new ArrayList<>(existing);
    all.addAll(List.of(added));
    return all;
  }

  /** Replaces one of the engine's managers with a class of ours. */
  public record Manager(Class<?> type, Supplier<Session> sessions) implements SessionFactory {

    @Override
    public Class<?> getSessionType() {
      return type;
    }

    @Override
    public Session openSession() {
      return sessions.get();
    }
  }
}
