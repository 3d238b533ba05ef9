package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

  private static DiagramPictures drawing;

  @BeforeAll
  static void open() {
    drawing = new DiagramPictures(Chromium.running());
  }

  @AfterAll
  static void close() {
    if (drawing != null) {
      drawing.close();
    }
  }

  static Set<Path> pictures() {
    return DiagramPictures.diagrams().keySet();
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void aPictureMatchesItsDiagrams(Path picture) throws IOException {
    List<Path> diagrams = DiagramPictures.diagrams().get(picture);
    String drawn = drawing.draw(diagrams);
    String kept = Files.exists(picture) ? DiagramPictures.read(picture) : "";
    boolean inStep = DiagramPictures.content(kept).equals(DiagramPictures.content(drawn));

    if (RENEWING && !kept.equals(drawn)) {
      Files.createDirectories(picture.getParent());
      Files.writeString(picture, drawn);
      inStep = true;
    }

    assertThat(inStep)
        .as("%s does not match %s. Redraw the pictures: %s", picture, diagrams, RENEW)
        .isTrue();
  }

  @Test
  void drawingTwiceGivesTheSamePicture() {
    List<Path> diagrams = DiagramPictures.diagrams().get(Path.of("docs/diagrams/hand-over.svg"));

    assertThat(drawing.draw(diagrams)).isEqualTo(drawing.draw(diagrams));
  }

  @Test
  void everyPictureHasItsDiagrams() throws IOException {
    Set<Path> expected = pictures();

    for (Path picture : DiagramPictures.pictures()) {
      if (RENEWING && !expected.contains(picture)) {
        Files.delete(picture);
      }
    }

    assertThat(expected)
        .as("Remove a picture that has no diagrams: %s", RENEW)
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
        .allSatisfy(
            link -> {
              String[] parts = link.split("#");
              Path picture = Path.of("docs", "diagrams", parts[0]);
              assertThat(picture).exists();
              if (parts.length > 1) {
                assertThat(DiagramPictures.read(picture)).contains("<view id=\"" + parts[1] + "\"");
              }
            });
  }
}
