package scot.nrm.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Draws the diagrams in {@code processes/} with bpmn-js, as Cockpit and the Modeler show them. */
final class DiagramPictures implements AutoCloseable {

  private static final Path DIAGRAMS = Path.of("processes");
  private static final Path PICTURES = Path.of("docs", "diagrams");

  private final Page page;
  private final String draw;

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

  /** The diagrams, ordered by name. */
  static List<Path> diagrams() {
    return files(DIAGRAMS, ".bpmn");
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
    String svg = (String) page.evaluate(draw, read(diagram));
    return svg.replace("><g class=\"djs-group\"", ">\n<g class=\"djs-group\"") + "\n";
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
