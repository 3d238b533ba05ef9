package scot.nrm.engine.sets;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Finds tasks that a file of {@code config/} names but no diagram has, for example because one was
 * drawn again with another id. They don't stop a deployment: cases under an earlier revision may
 * still have them.
 */
@Component
public final class NamedTasks {

  private static final Logger LOG = LoggerFactory.getLogger(NamedTasks.class);

  private final List<Source> data;
  private final DefinitionSets sets;

  NamedTasks(List<Source> data, DefinitionSets sets) {
    this.data = data;
    this.sets = sets;
  }

  /** The tasks and processes that a file of {@code config/} names. */
  public interface Source {

    /** The file's name for people, such as {@code config/notices.yaml}. */
    String file();

    Stream<String> ids();
  }

  /** A sentence for each id that is in no diagram of a whole set. */
  public List<String> unknown(Map<String, byte[]> files) {
    Set<String> known = DefinitionSets.attributes(DefinitionSets.textOfDiagrams(files), "id");
    return data.stream()
        .flatMap(
            one ->
                one.ids()
                    .distinct()
                    .filter(id -> !known.contains(id))
                    .map(
                        id ->
                            "%s names %s, which is in no diagram. Write the id as the diagram has it. Leave the old one beside it while cases are under an earlier revision."
                                .formatted(one.file(), id)))
        .toList();
  }

  @EventListener(ApplicationReadyEvent.class)
  void warn() {
    unknown(sets.files(sets.inForce())).forEach(LOG::warn);
  }
}
