package scot.nrm.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scot.nrm.ProjectText;

/**
 * The files of the revisions that history brought, as the tests of this package deploy them: what
 * changes in each, by {@code processes/NAME}, {@code forms/NAME} or {@code config/NAME}.
 */
public final class RevisedFiles {

  private static Map<String, Map<String, byte[]>> all;

  private RevisedFiles() {}

  /** By the folder of the revision. Revision 4 changes nothing. */
  public static synchronized Map<String, Map<String, byte[]>> all() {
    if (all == null) {
      all = Collections.unmodifiableMap(made());
    }
    return all;
  }

  private static Map<String, Map<String, byte[]>> made() {
    try {
      Map<String, Map<String, byte[]>> all = new LinkedHashMap<>();
      all.put("organisations-renamed", renamed());
      all.put(
          "lawful-to-home-office",
          inserted("processes", "competent-authority.dmn", "lawful-to-home-office"));
      all.put("no-early-decision", inserted("processes", "time-limits.dmn", "no-early-decision"));
      all.put("review-before-decision", named(ReviewBeforeDecisionTest.revision()));
      all.put("guardian", guardian());
      all.put(
          "single-competent-authority",
          with(
              "single-competent-authority",
              Map.of("competent-authority.dmn", SingleCompetentAuthorityTest.table())));
      all.put(
          "assurance-panel",
          with("assurance-panel", Map.of("conclusive-grounds.bpmn", AssurancePanelTest.diagram())));
      all.put("thirty-days", inserted("processes", "time-limits.dmn", "thirty-days"));
      all.put("local-panel", with("local-panel", LocalPanelTest.files()));
      all.put("scottish-calendar", calendar());
      all.put("childrens-reporter", inserted("processes", "letters.dmn", "childrens-reporter"));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whole files, as authors correct them after the check has reported omissions. */
  public static Map<String, Map<String, byte[]>> corrected() {
    String handedOver = read("review-before-decision/handed-over.xml");
    String next = "        <camunda:in source=\"localAuthority\"";
    return Map.of(
        "review-before-decision",
        Map.of(
            "processes/conclusive-grounds.bpmn",
            changed(
                "review-before-decision",
                "processes/conclusive-grounds.bpmn",
                "<bpmn:sequenceFlow id=\"Flow_Reviewed\" sourceRef=\"Task_ReviewReflection\" targetRef=\"SubProcess_DecideConclusiveGrounds\" />",
                read("review-before-decision/reminder.xml")),
            "processes/nrm-case.bpmn",
            changed(
                "review-before-decision",
                "processes/nrm-case.bpmn",
                handedOver + next,
                handedOver
                    + "        <camunda:in source=\"reflectionReminderDate\""
                    + " target=\"reflectionReminderDate\" />\n"
                    + next)));
  }

  /** Tests write new elements as text. Here they are drawn beside everything else. */
  public static String drawn(String diagram) {
    StringBuilder drawn = new StringBuilder();
    Matcher elements = Pattern.compile("<bpmn:(\\w+) id=\"(\\w+)\"").matcher(diagram);
    while (elements.find()) {
      String id = elements.group(2);
      if (diagram.contains("bpmnElement=\"" + id + "\"")) {
        continue;
      }
      if (elements.group(1).equals("sequenceFlow")) {
        drawn.append(
            "<bpmndi:BPMNEdge bpmnElement=\"%s\"><di:waypoint x=\"0\" y=\"9000\" /><di:waypoint x=\"9\" y=\"9000\" /></bpmndi:BPMNEdge>"
                .formatted(id));
      } else if (elements.group(1).matches("\\w*[tT]ask|\\w+Event|\\w+Gateway|callActivity")) {
        drawn.append(
            "<bpmndi:BPMNShape bpmnElement=\"%s\"><dc:Bounds x=\"%d\" y=\"8000\" width=\"100\" height=\"80\" /></bpmndi:BPMNShape>"
                .formatted(id, 200 * elements.start()));
      }
    }
    return diagram.replace("</bpmndi:BPMNPlane>", drawn + "</bpmndi:BPMNPlane>");
  }

  /** The files of a revision with the new elements drawn. */
  public static Map<String, byte[]> drawn(Map<String, byte[]> files) {
    Map<String, byte[]> drawn = new TreeMap<>(files);
    drawn.replaceAll(
        (file, content) ->
            file.endsWith(".bpmn")
                ? drawn(new String(content, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8)
                : content);
    return drawn;
  }

  /** A revision as it can be deployed, without the folders of its files. */
  static Map<String, String> corrected(String revision) {
    Map<String, byte[]> files = new TreeMap<>(all().get(revision));
    files.putAll(corrected().getOrDefault(revision, Map.of()));
    Map<String, String> named = new TreeMap<>();
    files.forEach(
        (file, content) -> {
          if (!file.startsWith("config/")) {
            named.put(
                Path.of(file).getFileName().toString(),
                new String(content, StandardCharsets.UTF_8));
          }
        });
    return named;
  }

  /** Each of these files as it is shipped, without those that aren't. */
  static Map<String, String> shipped(Set<String> files) {
    Map<String, String> shipped = new TreeMap<>();
    for (String file : files) {
      Path path = Path.of(folder(file), file);
      if (Files.exists(path)) {
        try {
          shipped.put(file, Files.readString(path));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return shipped;
  }

  private static byte[] changed(String revision, String file, String from, String to) {
    String text = new String(all().get(revision).get(file), StandardCharsets.UTF_8);
    if (!text.contains(from)) {
      throw new IllegalStateException(file + " has no " + from);
    }
    return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
  }

  private static String read(String file) {
    return ProjectText.read(RevisedApplication.REVISIONS.resolve(file));
  }

  private static Map<String, byte[]> inserted(String folder, String file, String revision)
      throws IOException {
    return named(Map.of(folder + "/" + file, RevisedApplication.revise(folder, file, revision)));
  }

  private static Map<String, byte[]> renamed() throws IOException {
    String names =
        Files.readString(
            RevisedApplication.REVISIONS.resolve("organisations-renamed/ukhtc-names.yaml"));
    return named(
        Map.of(
            "config/authorities.yaml",
            Files.readString(Path.of("config/authorities.yaml"))
                .replaceFirst("(?m)(.*short-name: UKHTC }\n)", "$1" + names)));
  }

  private static Map<String, byte[]> guardian() throws IOException {
    Map<String, byte[]> files = with("guardian", Map.of());
    files.putAll(inserted("config", "roles.yaml", "guardian"));
    Path diagram = RevisedApplication.REVISIONS.resolve("guardian/appoint-guardian.bpmn");
    files.put("processes/appoint-guardian.bpmn", Files.readAllBytes(diagram));
    return files;
  }

  private static Map<String, byte[]> calendar() throws IOException {
    Map<String, byte[]> files = with("scottish-calendar", Map.of());
    files.putAll(inserted("processes", "time-limits.dmn", "scottish-calendar"));
    return files;
  }

  /** Also the forms of a revision, and what it adds at the end of files of {@code config/}. */
  private static Map<String, byte[]> with(String revision, Map<String, String> changed)
      throws IOException {
    Map<String, String> files = new TreeMap<>(changed);
    try (var own = Files.list(RevisedApplication.REVISIONS.resolve(revision))) {
      for (Path file : own.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".form")) {
          files.put(name, Files.readString(file));
        } else if (name.endsWith(".yaml") && Files.exists(Path.of("config", name))) {
          files.put(name, Files.readString(Path.of("config", name)) + Files.readString(file));
        }
      }
    }
    return named(files);
  }

  private static Map<String, byte[]> named(Map<String, String> files) {
    Map<String, byte[]> named = new TreeMap<>();
    files.forEach(
        (name, text) ->
            named.put(
                name.contains("/") ? name : folder(name) + name,
                text.getBytes(StandardCharsets.UTF_8)));
    return named;
  }

  private static String folder(String name) {
    return name.endsWith(".form") ? "forms/" : name.endsWith(".yaml") ? "config/" : "processes/";
  }
}
