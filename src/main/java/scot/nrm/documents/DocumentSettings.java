package scot.nrm.documents;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;
import scot.nrm.startup.StartRefused;

/**
 * The limits for documents, from {@code nrm.documents}.
 *
 * @param maxSize of one file
 * @param types the allowed types of file, by content
 * @param kinds the types of document, in the order of the page
 */
@Validated
@ConfigurationProperties("nrm.documents")
public record DocumentSettings(
    @DefaultValue("10MB") DataSize maxSize,
    @DefaultValue("200") @Min(1) int maxPerCase,
    @DefaultValue List<FileType> types,
    @DefaultValue List<Kind> kinds,
    @DefaultValue @Valid Scanner scanner) {

  /**
   * The largest size that can be set: a file is in memory several times while it is checked and
   * sealed, and larger ones don't belong in a database.
   */
  private static final DataSize LIMIT = DataSize.ofMegabytes(100);

  public DocumentSettings {
    if (maxSize.toBytes() < 1 || maxSize.compareTo(LIMIT) > 0) {
      throw new StartRefused(
          "Documents of " + maxSize + " can't be stored.",
          "Set nrm.documents.max-size to something up to 100MB.");
    }
    types = List.copyOf(types);
    kinds = List.copyOf(kinds);
  }

  /**
   * A type of document.
   *
   * @param id stored and counted; never renamed
   * @param name displayed to people
   */
  public record Kind(String id, String name) {

    private static final int MAX_ID = 32;

    public Kind {
      if (id == null
          || !id.matches("[a-z]+(-[a-z]+)*")
          || id.length() > MAX_ID
          || name == null
          || name.isBlank()) {
        throw new StartRefused(
            "nrm.documents.kinds has an invalid entry: " + id + ".",
            "Give each kind of document an id of small letters and hyphens, up to 32, and a name.");
      }
    }
  }

  /**
   * The address of clamd.
   *
   * @param host empty if there is none
   * @param timeout for one file
   * @param noneAccepted whether production may run without a scanner
   */
  public record Scanner(
      @DefaultValue("") String host,
      @DefaultValue("3310") @Min(1) @Max(65_535) int port,
      @DefaultValue("30s") @DurationMin(seconds = 1) Duration timeout,
      @DefaultValue("false") boolean noneAccepted) {}

  /** The name of a kind; also of one that is no longer offered. */
  String kindName(String id) {
    return kinds.stream()
        .filter(kind -> kind.id().equals(id))
        .map(Kind::name)
        .findFirst()
        .orElseGet(() -> StringUtils.capitalize(id.replace('-', ' ')));
  }

  /** Such as {@code 10 MB}. */
  String maxSizeInWords() {
    return FileSize.inWords(maxSize.toBytes());
  }
}
