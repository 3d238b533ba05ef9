package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Draws the diagrams in {@code processes/} with bpmn-js, as Cockpit and the Modeler show them. */
final class DiagramPictures implements AutoCloseable {

  private static final Path DIAGRAMS = Path.of("processes");
  private static final Path PICTURES = Path.of("docs", "diagrams");

  private static final Path DRAWN_BY_HAND = Path.of("src/test/resources/scot/nrm/browser");

  /** One page with the whole path and its limits. */
  static final Path OVERVIEW = DRAWN_BY_HAND.resolve("overview.svg");

  private final Page page;
  private final String draw;
  private final DiagramNotes notes = new DiagramNotes();

  DiagramPictures(Chromium chromium) {
    page = chromium.browser().newPage();
    page.setContent("<!DOCTYPE html><body style='margin:0; width:2000px; height:1000px'></body>");
    page.evaluate(
        resource(
            "/META-INF/resources/webjars/bpmn-js/"
                + version()
                + "/dist/bpmn-viewer.production.min.js"));
    draw = resource("draw-diagram.js");
  }

  /** The diagrams, ordered by name, the legend and the overview. */
  static List<Path> diagrams() {
    return Stream.concat(
            files(DIAGRAMS, ".bpmn").stream(),
            Stream.of(DRAWN_BY_HAND.resolve("legend.bpmn"), OVERVIEW))
        .toList();
  }

  /** The stored pictures, ordered by name. */
  static List<Path> pictures() {
    return files(PICTURES, ".svg");
  }

  static Path pictureOf(Path diagram) {
    return PICTURES.resolve(diagram.getFileName().toString().replace(".bpmn", ".svg"));
  }

  /** The diagram's picture as SVG text, with one line for each element. */
  String draw(Path diagram) {
    String xml = read(diagram);
    if (diagram.equals(OVERVIEW)) {
      return notes.withLimits(xml);
    }
    Map<String, Object> asked = new HashMap<>(notes.of(xml));
    asked.put("xml", xml);
    Map<?, ?> drawn = (Map<?, ?>) page.evaluate(draw, asked);
    assertThat((List<?>) drawn.get("crowded"))
        .as("Elements of %s beside which there is no room for what the picture says", diagram)
        .isEmpty();
    return ((String) drawn.get("svg"))
            .replace("><g class=\"djs-group\"", ">\n<g class=\"djs-group\"")
        + "\n";
  }

  /**
   * The content of a picture without line breaks and text positions, because these depend on the
   * fonts of the machine that drew it.
   */
  static String content(String svg) {
    return svg.replace("\r\n", "\n")
        .replaceAll("</tspan><tspan[^>]*>", " ")
        .replaceAll("<tspan[^>]*>", "<tspan>")
        .replaceFirst("<svg[^>]*>", "<svg>")
        .replaceFirst("<rect[^>]*>", "<rect>");
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    page.close();
  }

  private static List<Path> files(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String version() {
    return resource("/META-INF/maven/org.webjars.npm/bpmn-js/pom.properties")
        .replaceAll("(?s).*version=(\\S+).*", "$1");
  }

  private static String resource(String name) {
    try (InputStream in = DiagramPictures.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
