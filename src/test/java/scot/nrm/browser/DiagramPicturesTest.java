package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that the pictures in {@code docs/diagrams} match the diagrams, and redraws them on
 * request.
 */
class DiagramPicturesTest {

  private static final String RENEW =
      "./mvnw test -Dtest=DiagramPicturesTest -Ddiagrams.renew=true";
  private static final boolean RENEWING = Boolean.getBoolean("diagrams.renew");

  private static DiagramPictures pictures;

  @BeforeAll
  static void open() {
    pictures = new DiagramPictures(Chromium.running());
  }

  @AfterAll
  static void close() {
    if (pictures != null) {
      pictures.close();
    }
  }

  static List<Path> diagrams() {
    return DiagramPictures.diagrams();
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void aPictureMatchesItsDiagram(Path diagram) throws IOException {
    Path picture = DiagramPictures.pictureOf(diagram);
    String drawn = pictures.draw(diagram);
    String kept = Files.exists(picture) ? DiagramPictures.read(picture) : "";
    boolean inStep = DiagramPictures.content(kept).equals(DiagramPictures.content(drawn));

    if (RENEWING && !inStep) {
      Files.createDirectories(picture.getParent());
      Files.writeString(picture, drawn);
      inStep = true;
    }

    assertThat(inStep)
        .as("%s does not match %s. Redraw the pictures: %s", picture, diagram, RENEW)
        .isTrue();
  }

  @Test
  void drawingTwiceGivesTheSamePicture() {
    Path diagram = diagrams().get(0);

    assertThat(pictures.draw(diagram)).isEqualTo(pictures.draw(diagram));
  }

  @Test
  void everyPictureHasItsDiagram() throws IOException {
    List<Path> expected = diagrams().stream().map(DiagramPictures::pictureOf).toList();

    for (Path picture : DiagramPictures.pictures()) {
      if (RENEWING && !expected.contains(picture)) {
        Files.delete(picture);
      }
    }

    assertThat(expected)
        .as("Remove a picture that has no diagram: %s", RENEW)
        .containsAll(DiagramPictures.pictures());
  }

  @Test
  void theOverviewLeadsToPictures() {
    List<String> links =
        Pattern.compile("href=\"([^\"]+)\"")
            .matcher(DiagramPictures.read(DiagramPictures.OVERVIEW))
            .results()
            .map(link -> link.group(1))
            .toList();

    assertThat(links)
        .hasSizeGreaterThan(20)
        .allSatisfy(link -> assertThat(Path.of("docs", "diagrams", link)).exists());
  }
}
