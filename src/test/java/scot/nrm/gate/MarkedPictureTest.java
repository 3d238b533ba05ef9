package scot.nrm.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scot.nrm.modelcheck.XmlFile;
import scot.nrm.modelcheck.XmlFile.Element;

/** Pictures of two versions of a diagram, with what differs marked. */
class MarkedPictureTest {

  private static final Path INTAKE = Path.of("processes", "intake.bpmn");
  private static final Path DIAGRAMS = Path.of("processes");

  static List<Path> diagrams() throws IOException {
    try (Stream<Path> files = Files.list(DIAGRAMS)) {
      return files.filter(file -> file.toString().endsWith(".bpmn")).sorted().toList();
    }
  }

  /** The words of a step may be in several lines. */
  @ParameterizedTest
  @MethodSource("diagrams")
  void everyStepOfEveryDiagramIsDrawn(Path file) throws Exception {
    byte[] diagram = Files.readAllBytes(file);

    String words = words(draw(diagram, List.of()));

    XmlFile.read(diagram)
        .all()
        .filter(element -> element.name().endsWith("Task") || element.name().endsWith("Event"))
        .map(element -> element.attribute("name"))
        .filter(name -> name != null)
        .forEach(name -> assertThat(words).contains(name.replaceAll("\\s+", " ")));
    assertThat(words).doesNotContainPattern("(new|changed|gone|moved) \\d");
  }

  @Test
  void newAndRemovedElementsAreLabelledWithTheirSentenceNumbers() throws Exception {
    String before = Files.readString(INTAKE);
    String after =
        before
            .replace("name=\"Log the referral\"", "name=\"Log &amp; file\"")
            .replace("Task_LogReferral", "Task_FileReferral");
    List<Difference> differences = compare(before, after);

    String left = draw(before.getBytes(StandardCharsets.UTF_8), differences);
    String right = draw(after.getBytes(StandardCharsets.UTF_8), differences);

    int gone = number(differences, Difference.Kind.GONE, "Task_LogReferral");
    int made = number(differences, Difference.Kind.NEW, "Task_FileReferral");
    assertThat(words(left)).contains("gone " + gone).doesNotContain("new " + made);
    assertThat(words(right)).contains("new " + made, "Log & file").doesNotContain("gone " + gone);
  }

  @Test
  void aTimerIsMarkedWhereItIsDrawn() throws Exception {
    String before = Files.readString(DIAGRAMS.resolve("conclusive-grounds.bpmn"));
    String after = before.replaceFirst("(<bpmn:timeDate[^>]*>)[^<]*", "$1\\${another}");

    List<Difference> differences = compare(before, after);

    assertThat(differences).hasSize(1);
    assertThat(words(draw(after.getBytes(StandardCharsets.UTF_8), differences)))
        .contains("changed 1");
  }

  @Test
  void onlyADiagramHasAPicture() {
    for (String file : List.of("", "<a", "<a/>", "{}")) {
      assertThat(
              MarkedPicture.of(
                  file.getBytes(StandardCharsets.UTF_8), List.of(), "None", name -> name))
          .isEmpty();
    }
  }

  private static List<Difference> compare(String before, String after) {
    return Comparison.of(
        Map.of("processes/a.bpmn", before.getBytes(StandardCharsets.UTF_8)),
        Map.of("processes/a.bpmn", after.getBytes(StandardCharsets.UTF_8)),
        List.of(),
        group -> group);
  }

  /** Of the sentence, counted from 1. */
  private static int number(List<Difference> differences, Difference.Kind kind, String element) {
    for (int i = 0; i < differences.size(); i++) {
      if (differences.get(i).kind() == kind && differences.get(i).element().equals(element)) {
        return i + 1;
      }
    }
    throw new AssertionError("No sentence about " + element);
  }

  private static String draw(byte[] diagram, List<Difference> differences) {
    return MarkedPicture.of(diagram, differences, "A diagram", name -> name).orElseThrow();
  }

  /** All text of a picture, which is well-formed XML. */
  private static String words(String svg) throws Exception {
    return XmlFile.read(svg.getBytes(StandardCharsets.UTF_8))
        .all()
        .map(Element::text)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
