package scot.nrm.engine;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Finds the diagrams, decision tables, forms and letters: in {@code processes/} and {@code forms/}
 * of the working directory if these folders exist, and in the jar if not. A folder replaces the
 * jar's folder completely, so that policy staff use exactly the files that they see.
 */
public final class Definitions {

  private final PathMatchingResourcePatternResolver resolver =
      new PathMatchingResourcePatternResolver();
  private final Path directory;

  public Definitions(Path directory) {
    this.directory = directory;
  }

  /** All files of a folder with an extension, in order of their names. */
  public List<Resource> all(String folder, String ending) {
    try {
      Resource[] found = resolver.getResources(location(folder) + "*." + ending);
      return Arrays.stream(found).sorted(Comparator.comparing(Resource::getFilename)).toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new IllegalStateException("The folder " + folder + " cannot be read", e);
    }
  }

  /** One file of a folder; it may not exist. */
  public Resource one(String folder, String name) {
    return resolver.getResource(location(folder) + name);
  }

  /**
   * A file of {@code config/}, looked for in the same places as the settings: beside the program,
   * otherwise inside it. It may not exist.
   */
  public Resource data(String name) {
    Path beside = directory.resolve("config").resolve(name).toAbsolutePath();
    return Files.exists(beside)
        ? resolver.getResource(beside.toUri().toString())
        : resolver.getResource("classpath:/config/" + name);
  }

  /**
   * The letters by their names, such as {@code nrm-03.html}: each from {@code config/letters}
   * beside the program, otherwise from inside it.
   */
  public Map<String, Resource> letters() {
    Map<String, Resource> letters = new TreeMap<>();
    Path changed = directory.resolve("config/letters").toAbsolutePath();
    try {
      for (Resource letter : resolver.getResources("classpath:/letters/*.html")) {
        letters.put(letter.getFilename(), letter);
      }
      if (Files.isDirectory(changed)) {
        for (Resource letter : resolver.getResources(changed.toUri() + "*.html")) {
          letters.put(letter.getFilename(), letter);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return letters;
  }

  public static byte[] content(Resource file) {
    try {
      return withoutMark(file.getContentAsByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text without a byte order mark, which editors of Windows add, and which is no change. */
  public static byte[] withoutMark(byte[] text) {
    boolean marked = text.length >= 3 && text[0] == -17 && text[1] == -69 && text[2] == -65;
    return marked ? Arrays.copyOfRange(text, 3, text.length) : text;
  }

  private String location(String folder) {
    Path inDirectory = directory.resolve(folder).toAbsolutePath();
    return Files.isDirectory(inDirectory)
        ? inDirectory.toUri().toString()
        : "classpath:/" + folder + "/";
  }
}
