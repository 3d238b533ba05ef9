package scot.nrm.browser;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scot.nrm.ProjectText;
import scot.nrm.engine.authorities.KnownAuthorities;

/**
 * Draws the diagrams in {@code processes/} with bpmn-js, as Cockpit and the Modeler show them.
 * Diagrams that belong together share a picture, one below the other. A link to one of them is the
 * picture with the diagram's id as fragment.
 *
 * <p>A picture is printed as wide as a sheet, on as many sheets as it takes, and no diagram is cut
 * by the end of one.
 */
final class DiagramPictures implements AutoCloseable {

  private static final Path DIAGRAMS = Path.of("processes");
  private static final Path PICTURES = Path.of("docs", "diagrams");

  private static final Path DRAWN_BY_HAND = Path.of("src/test/resources/scot/nrm/browser");

  /** One page with the whole path and its limits. */
  static final Path OVERVIEW = DRAWN_BY_HAND.resolve("overview.svg");

  /** Width to height of what is printed on A4 across, with margins of 15 mm. */
  static final double SHEET = 267.0 / 180;

  /** In pixels: of text in 12 pixels, this leaves a little over 6 points on a sheet. */
  private static final int WIDEST = 1500;

  /** The pictures of several diagrams. Every other diagram has a picture of its own. */
  private static final Map<String, List<String>> TOGETHER =
      Map.ofEntries(
          Map.entry(
              "local-authority-assessment",
              List.of("local-authority-assessment", "refer-after-all")),
          Map.entry(
              "reflection-period", List.of("reflection-period", "request-reflection-extension")),
          Map.entry("leave-to-remain", List.of("leave-to-remain", "leave-expiry")),
          Map.entry("ukba-copy", List.of("send-ukba-copy", "ukba-pre-alert")),
          Map.entry("direct-form", List.of("send-nrm-form-to-ukhtc", "confirm-direct-referral")),
          Map.entry(
              "missing-child",
              List.of("report-child-missing", "missing-child", "report-child-found", "suspension")),
          Map.entry("age", List.of("record-age-finding", "coming-of-age", "support-as-adult")),
          Map.entry("hand-over", List.of("hand-over-to-council", "accept-hand-over")),
          Map.entry("related-cases", List.of("link-siblings", "merge-cases", "confirm-same-child")),
          Map.entry(
              "small-updates",
              List.of(
                  "record-court-hearing",
                  "send-further-information",
                  "record-withdrawal-request",
                  "close-case",
                  "find-address")));

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

  /** The diagrams of each picture, from top to bottom, by the picture's file. */
  static Map<Path, List<Path>> diagrams() {
    Map<Path, List<Path>> all = new TreeMap<>();
    TOGETHER.forEach(
        (picture, diagrams) ->
            all.put(
                picture(picture),
                diagrams.stream().map(name -> DIAGRAMS.resolve(name + ".bpmn")).toList()));
    Set<Path> placed =
        all.values().stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet());
    Stream.concat(
            files(DIAGRAMS, ".bpmn").stream().filter(diagram -> !placed.contains(diagram)),
            Stream.of(DRAWN_BY_HAND.resolve("legend.bpmn"), OVERVIEW))
        .forEach(
            diagram ->
                all.put(
                    picture(diagram.getFileName().toString().replaceFirst("\\.\\w+$", "")),
                    List.of(diagram)));
    return all;
  }

  /** The stored pictures, ordered by name. */
  static List<Path> pictures() {
    return files(PICTURES, ".svg");
  }

  /** The address of a diagram's picture, from another picture. */
  static String link(String diagram) {
    return TOGETHER.entrySet().stream()
        .filter(picture -> picture.getValue().contains(diagram))
        .map(picture -> picture.getKey() + ".svg#" + diagram)
        .findFirst()
        .orElse(diagram + ".svg");
  }

  private static Path picture(String name) {
    return PICTURES.resolve(name + ".svg");
  }

  /** The picture of these diagrams as SVG text, with one line for each element. */
  String draw(List<Path> diagrams) {
    if (diagrams.contains(OVERVIEW)) {
      return notes.withLimits(read(OVERVIEW));
    }
    Map<Path, Drawn> all = new LinkedHashMap<>();
    diagrams.forEach(diagram -> all.put(diagram, draw(diagram)));
    List<Drawn> parts = List.copyOf(all.values());
    int least =
        parts.stream()
            .mapToInt(it -> Math.max(it.width(), (int) Math.ceil(it.height() * SHEET)))
            .max()
            .orElseThrow();
    // A little wider, it may do with a sheet less, or with less blank paper between diagrams.
    int width =
        IntStream.rangeClosed(least, Math.max(least, WIDEST))
            .boxed()
            .min(
                Comparator.<Integer>comparingInt(
                        wide -> (int) Math.ceil(end(tops(parts, wide), parts) * SHEET / wide))
                    .thenComparingInt(wide -> end(tops(parts, wide), parts)))
            .orElseThrow();
    List<Integer> tops = tops(parts, width);
    StringBuilder text = new StringBuilder();
    List<Path> names = List.copyOf(all.keySet());
    for (int i = 0; i < parts.size(); i++) {
      text.append(
          """
          <view id="%s" viewBox="0 %d %d %d"/>
          %s
          """
              .formatted(
                  names.get(i).getFileName().toString().replace(".bpmn", ""),
                  tops.get(i),
                  width,
                  parts.get(i).height(),
                  parts.get(i).svg().replaceFirst("<svg ", "<svg y=\"" + tops.get(i) + "\" ")));
    }
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %1$d %2$d" role="img">
        <title>%s</title>
        <rect width="%1$d" height="%2$d" fill="white"/>
        %s</svg>
        """
        .formatted(
            width, end(tops, parts), parts.stream().map(Drawn::title).collect(joining(". ")), text);
  }

  /**
   * Where each diagram begins. One that does not fit on what is left of a sheet begins the next.
   */
  private static List<Integer> tops(List<Drawn> diagrams, int width) {
    double sheet = width / SHEET;
    List<Integer> tops = new ArrayList<>();
    int y = 0;
    for (Drawn diagram : diagrams) {
      if (y % sheet + diagram.height() > sheet) {
        y = (int) Math.ceil(Math.ceil(y / sheet) * sheet);
      }
      tops.add(y);
      y += diagram.height();
    }
    return tops;
  }

  private static int end(List<Integer> tops, List<Drawn> diagrams) {
    int last = tops.size() - 1;
    return tops.get(last) + diagrams.get(last).height();
  }

  private Drawn draw(Path diagram) {
    String xml = read(diagram);
    Map<String, Object> asked = new HashMap<>(notes.of(xml));
    asked.put("xml", xml);
    Map<?, ?> drawn = (Map<?, ?>) page.evaluate(draw, asked);
    assertThat((List<?>) drawn.get("crowded"))
        .as("Elements of %s beside which there is no room for what the picture says", diagram)
        .isEmpty();
    return new Drawn(
        (String) drawn.get("title"),
        ((String) drawn.get("svg")).replace("><g class=\"djs-group\"", ">\n<g class=\"djs-group\""),
        (int) drawn.get("width"),
        (int) drawn.get("height"));
  }

  private record Drawn(String title, String svg, int width, int height) {}

  /**
   * The content of a picture without line breaks and text positions, because these depend on the
   * fonts of the machine that drew it.
   */
  static String content(String svg) {
    return svg.replace("\r\n", "\n")
        .replaceAll("</(tspan|text)><\\1[^>]*>", " ")
        .replaceAll("(<text[^>]*?) x=\"[^\"]*\" y=\"[^\"]*\"", "$1")
        .replaceAll("<tspan[^>]*>", "<tspan>")
        .replaceAll("<svg[^>]*>", "<svg>")
        .replaceAll("<view (id=\"[^\"]*\")[^>]*>", "<view $1>")
        .replaceFirst("<rect[^>]*>", "<rect>");
  }

  static String read(Path file) {
    return KnownAuthorities.named(ProjectText.read(file));
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
