package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that the pictures in {@code docs/diagrams} can be read on paper: printed as wide as a
 * sheet of A4 across, on as many sheets as they take.
 */
class PrintedPicturesTest {

  private static final double SHEET_IN_POINTS = 267 / 25.4 * 72;

  private static final Pattern PICTURE =
      Pattern.compile("<svg [^>]*\\bwidth=\"(\\d+)\" height=\"(\\d+)\"");
  private static final Pattern TEXT = Pattern.compile("font-size(?:=\"|: ?)(\\d+)");
  private static final Pattern DIAGRAM =
      Pattern.compile("<view id=\"[\\w-]+\" viewBox=\"0 (\\d+) \\d+ (\\d+)\"");

  static List<Path> pictures() {
    return DiagramPictures.pictures();
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void printedTextIsAtLeastSixPoints(Path picture) {
    String svg = DiagramPictures.read(picture);
    int smallest =
        TEXT.matcher(svg)
            .results()
            .mapToInt(text -> Integer.parseInt(text.group(1)))
            .min()
            .orElseThrow();

    assertThat(smallest * SHEET_IN_POINTS / size(svg, 1)).isGreaterThanOrEqualTo(6);
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void noDiagramIsCutByAPageBreak(Path picture) {
    String svg = DiagramPictures.read(picture);
    double sheet = size(svg, 1) / DiagramPictures.SHEET;
    List<MatchResult> diagrams = DIAGRAM.matcher(svg).results().toList();

    if (diagrams.isEmpty()) { // drawn by hand
      assertThat((double) size(svg, 2)).isLessThanOrEqualTo(sheet);
    }
    assertThat(diagrams)
        .allSatisfy(
            diagram -> {
              int top = Integer.parseInt(diagram.group(1));
              int end = top + Integer.parseInt(diagram.group(2));
              assertThat((int) (top / sheet)).isEqualTo((int) ((end - 1) / sheet));
            });
  }

  private static int size(String svg, int side) {
    return PICTURE
        .matcher(svg)
        .results()
        .findFirst()
        .map(it -> Integer.parseInt(it.group(side)))
        .orElseThrow();
  }
}
