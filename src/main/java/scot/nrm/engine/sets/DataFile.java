package scot.nrm.engine.sets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** The data files of {@code config/} that a revision can change, besides {@link CasesUnderWay}. */
public enum DataFile {
  AUTHORITIES("authorities.yaml", "nrm.organisations.authorities"),
  BANK_HOLIDAYS("bank-holidays.yaml", "nrm.bank-holidays"),
  COUNCILS("councils.yaml", "nrm.councils"),
  COUNTRIES("lists/countries.yaml", "nrm.lists"),
  DECISIONS("decisions.yaml", "nrm.decisions"),
  EEA("eea.yaml", "nrm.eea"),
  FORM_OPTIONS("lists/form-options.yaml", "nrm.lists"),
  INDICATORS("lists/indicators.yaml", "nrm.lists"),
  NOTICES("notices.yaml", "nrm.notices"),
  ORGANISATIONS("organisations.yaml", "nrm.organisations"),
  ROUTING("routing.yaml", "nrm.routing"),
  SAFEGUARDS("safeguards.yaml", "nrm.safeguards");

  /** The folder of the letters, which a revision can change too. */
  public static final String LETTERS = "config/letters/";

  /** The folder of the scenarios, which are in a set but which no node loads. */
  public static final String SCENARIOS = "config/scenarios/";

  private static final String LETTER = ".html";
  private static final String SCENARIO = ".json";

  /** The beginning of a reference to another setting, such as a password. */
  private static final String OTHER_SETTING = "${";

  private final String path;
  private final String prefix;

  DataFile(String path, String prefix) {
    this.path = path;
    this.prefix = prefix;
  }

  /** Its path in {@code config/}, such as {@code lists/countries.yaml}. */
  public String path() {
    return path;
  }

  /** The name without the folder. */
  public String file() {
    return DefinitionSets.nameOf(path);
  }

  /** The data file with a name, with or without the folder. */
  public static Optional<DataFile> of(String name) {
    return Arrays.stream(values())
        .filter(one -> one.file().equals(DefinitionSets.nameOf(name)))
        .findFirst();
  }

  public static boolean isLetter(String name) {
    return name.endsWith(LETTER);
  }

  public static boolean isScenario(String name) {
    return name.endsWith(SCENARIO);
  }

  /** Whether a node takes a file of this name from the set in force. */
  public static boolean isFromSet(String name) {
    return isLetter(name) || of(name).isPresent();
  }

  /** Whether it has lists of options that several forms share. */
  public boolean hasOptionLists() {
    return prefix.equals(COUNTRIES.prefix);
  }

  /** The names of all data files, for a sentence. */
  public static String names() {
    return Arrays.stream(values()).map(DataFile::path).collect(Collectors.joining(", "));
  }

  public String prefix() {
    return prefix;
  }

  /** Whether a source other than this file has a setting that belongs in it. */
  public boolean isSetElsewhere(Iterable<PropertySource<?>> sources) {
    Pattern own = Pattern.compile(Pattern.quote(prefix) + "([.\\[].*)?");
    for (PropertySource<?> source : sources) {
      if (source instanceof EnumerablePropertySource<?> settings
          && !isIn(source)
          && Arrays.stream(settings.getPropertyNames())
              .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '.'))
              .anyMatch(name -> own.matcher(name).matches())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a source of settings was read from this file. */
  public boolean isIn(PropertySource<?> settings) {
    return settings.getName().matches(".*[/\\[\\\\]" + file().replace(".", "\\.") + "\\].*");
  }

  /**
   * The settings in a file.
   *
   * @throws IllegalArgumentException with a sentence if it can't be read, or has settings that
   *     don't belong in it
   */
  public List<PropertySource<?>> read(byte[] content) {
    List<PropertySource<?>> settings = new ArrayList<>();
    try {
      settings.addAll(
          new YamlPropertySourceLoader()
              .load(
                  "config/" + path + " of the set",
                  new ByteArrayResource(content, "config/" + path)));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "config/%s is not well-formed YAML%s. Compare it with the one in the set in force."
              .formatted(
                  path,
                  e instanceof MarkedYAMLException at && at.getProblemMark() != null
                      ? " (line %d)".formatted(at.getProblemMark().getLine() + 1)
                      : ""),
          e);
    }
    for (PropertySource<?> source : settings) {
      for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
        if (!name.startsWith(prefix)) {
          throw new IllegalArgumentException(
              "config/%s has the setting %s, which belongs to another file. It has settings below %s only."
                  .formatted(path, name, prefix));
        }
        if (name.matches("nrm[.]organisations[.].*[.]phone")
            && source.getProperty(name) instanceof Number) {
          throw new IllegalArgumentException(
              "config/%s has a number in %s, which YAML may read as another one. Put the telephone number in quotation marks."
                  .formatted(path, name));
        }
        if (String.valueOf(source.getProperty(name)).contains(OTHER_SETTING)) {
          throw new IllegalArgumentException(
              "config/%s has %s in %s, which would take the value of another setting. Write the value itself."
                  .formatted(path, OTHER_SETTING, name));
        }
      }
    }
    if (settings.isEmpty()) {
      throw new IllegalArgumentException(
          "config/%s is empty. It has settings below %s.".formatted(path, prefix));
    }
    return settings;
  }
}
