package scot.nrm.engine.sets;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;

/**
 * The rules in {@code config/cases-under-way.yaml} by which cases under way take the set that
 * contains the file, by stage. A case that no row matches stays under its set.
 *
 * @param rows the first matching row applies
 */
public record CasesUnderWay(List<Row> rows) {

  public static final String FILE = "config/cases-under-way.yaml";

  public static final CasesUnderWay ALL_STAY = new CasesUnderWay(List.of());

  private static final String NAME = "cases-under-way";

  /** The set that a group of cases takes. */
  public enum Takes {
    STAY,

    /** The new set, when the stage begins. */
    NEW,

    /** The new set, at once, if a case is in the stage when the set comes into force. */
    MOVE
  }

  /**
   * @param from the numbers of the sets under which the cases began
   * @param stage the id of the stage's diagram
   */
  public record Row(List<Integer> from, String stage, Takes takes) {

    public Row {
      if (from == null || from.isEmpty() || stage == null || takes == null) {
        throw new IllegalArgumentException("a row has no from, no stage or no takes");
      }
    }
  }

  /** Whether a case that began under a set takes the new one when a stage begins. */
  public boolean takesNew(int set, String stage) {
    return first(set, stage, Takes.MOVE) == Takes.NEW;
  }

  /** Whether a case that is in a stage moves to the new set at once. */
  public boolean movesAtOnce(int set, String stage) {
    return first(set, stage, Takes.NEW) == Takes.MOVE;
  }

  /** Whether the first row for the cases in a stage lets them stay. */
  public boolean alwaysStays(int set, String stage) {
    return first(set, stage, Takes.NEW) == Takes.STAY;
  }

  public boolean movesAny() {
    return rows.stream()
        .anyMatch(row -> row.from().stream().anyMatch(set -> movesAtOnce(set, row.stage())));
  }

  private Takes first(int set, String stage, Takes ignored) {
    return rows.stream()
        .filter(row -> row.takes() != ignored)
        .filter(row -> row.from().contains(set) && row.stage().equals(stage))
        .findFirst()
        .map(Row::takes)
        .orElse(null);
  }

  /**
   * @throws IllegalArgumentException if it cannot be read, with a sentence for the person who edits
   *     the file
   */
  public static CasesUnderWay read(byte[] file) {
    try {
      MutablePropertySources sources = new MutablePropertySources();
      new YamlPropertySourceLoader()
          .load(NAME, new ByteArrayResource(file))
          .forEach(sources::addLast);
      List<Row> rows =
          new Binder(ConfigurationPropertySources.from(sources))
              .bind(
                  NAME,
                  Bindable.listOf(Row.class),
                  new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
              .orElse(List.of());
      return new CasesUnderWay(rows);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "%s cannot be read. Write rows like - {from: [1, 2], stage: conclusive-grounds, takes: %s}."
              .formatted(FILE, Takes.NEW.name().toLowerCase(Locale.ROOT)),
          e);
    }
  }
}
