package scot.nrm.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.mock.web.MockMultipartHttpServletRequest;
import scot.nrm.revision.RevisionStore.Act;
import scot.nrm.revision.RevisionStore.Event;

/** Tests the files that an author sends. */
@Tag("quick")
class RevisionFilesTest {

  @Test
  void anUnknownFileIsReported() {
    byte[] zip =
        RevisionFiles.zip(
            Map.of("processes/intake.bpmn", bytes("<a/>"), "intake (1).bpmn", bytes("<a/>")));

    assertThatThrownBy(() -> RevisionFiles.read("set.zip", zip))
        .isInstanceOf(RevisionRefused.class)
        .hasMessageStartingWith("\"intake (1).bpmn\" can't be added. A revision has diagrams");
  }

  /** The stream of a zip is unpacked to find where the next file begins. */
  @Test
  void filesAddedByAMacAreLeftOutUnlessTheyAreLarge() {
    assertThat(
            RevisionFiles.read(
                "set.zip",
                RevisionFiles.zip(
                    Map.of("__MACOSX/._intake.bpmn", bytes("a"), "intake.bpmn", bytes("<a/>")))))
        .containsOnlyKeys("processes/intake.bpmn");

    byte[] large =
        RevisionFiles.zip(
            Map.of(
                "__MACOSX/._intake.bpmn", new byte[2 * 1024 * 1024], "intake.bpmn", bytes("<a/>")));
    assertThatThrownBy(() -> RevisionFiles.read("set.zip", large))
        .isInstanceOf(RevisionRefused.class)
        .hasMessageStartingWith("The zip has more than 400 files or 16 MB.");
  }

  @Test
  void aByteOrderMarkAndLineEndsOfWindowsAreRemoved() {
    assertThat(RevisionFiles.read("eea.yaml", bytes("\uFEFFnrm:\r\n  eea: []\r\n")))
        .containsEntry("config/eea.yaml", bytes("nrm:\n  eea: []\n"));
  }

  /** One in UTF-16 would pass the check, and the page that compares it could not be opened. */
  @Test
  void aFileInAnotherEncodingIsRefused() {
    for (byte[] file :
        List.of(
            "nrm: {}".getBytes(StandardCharsets.UTF_16),
            "nrm: é".getBytes(StandardCharsets.ISO_8859_1))) {
      assertThatThrownBy(() -> RevisionFiles.read("eea.yaml", file))
          .isInstanceOf(RevisionRefused.class)
          .hasMessage("eea.yaml is not written in UTF-8. Save it as UTF-8, and choose it again.");
    }
  }

  /** Ten such lines are more values than a node can hold. */
  @Test
  void yamlThatMultipliesItselfIsRefused() {
    byte[] file = "a: &a [x, x]\nb: [*a, *a]".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RevisionFiles.read("eea.yaml", file))
        .isInstanceOf(RevisionRefused.class)
        .hasMessage("eea.yaml refers to another place in it by *. Write the values there again.");

    // A whole folder can be sent, with what comes with a start.
    assertThat(RevisionFiles.read("roles.yaml", file)).containsKey("config/roles.yaml");
  }

  @Test
  void anEmptyFileIsNotReportedAsMissing() {
    MockMultipartHttpServletRequest request = new MockMultipartHttpServletRequest();
    request.addFile(new MockMultipartFile("files", "", null, new byte[0]));
    assertThatThrownBy(() -> RevisionFiles.uploaded(request)).hasMessage("Choose the files first.");

    request.addFile(new MockMultipartFile("files", "intake.bpmn", null, new byte[0]));
    assertThatThrownBy(() -> RevisionFiles.uploaded(request))
        .hasMessage("\"intake.bpmn\" is empty. Save it again, and choose the files once more.");
  }

  @Test
  void anAuthorsConsecutiveAdditionsAreOneRow() {
    List<List<Event>> rows =
        RevisionsPage.groupedByRow(
            List.of(
                event("author", Act.STARTED),
                event("author", Act.FILES_ADDED),
                event("author", Act.FILE_REMOVED),
                event("author", Act.FILES_ADDED),
                event("author", Act.COMMENTED),
                event("author", Act.FILES_ADDED),
                event("another", Act.FILES_ADDED)));

    assertThat(rows.stream().map(List::size)).containsExactly(1, 3, 1, 1, 1);
  }

  private static Event event(String person, Act act) {
    return new Event(Instant.EPOCH, person, act, "processes/intake.bpmn");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
