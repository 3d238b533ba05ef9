package scot.nrm.browser;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputOutput;
import org.springframework.util.StringUtils;
import org.yaml.snakeyaml.Yaml;
import scot.nrm.letters.Addressee;
import scot.nrm.processes.Table;
import scot.nrm.processes.Table.Row;

/**
 * What a picture of a diagram says beside its elements, so that it can be read without the file:
 * who does a task and by when, which letters go out, which table decides, how long a deadline is,
 * and the rules that an element carries. All of it comes from the diagram, the tables and files
 * {@code roles} and {@code authorities} in {@code config/}.
 */
final class DiagramNotes {

  /** The longest line of a tag, in characters. */
  private static final int LINE = 30;

  private static final Pattern RULE = Pattern.compile("\\bD\\d+\\b");
  private static final Pattern GROUP = Pattern.compile("\\b[a-z]+(?:-[a-z]+)*\\b");
  private static final Pattern OUTPUT = Pattern.compile("\\{(\\w+)}");

  /** What each date means, with the outputs of the table {@code time-limits}. */
  private static final Map<String, String> DATES =
      Map.ofEntries(
          Map.entry("rgTargetDate", "{rgWorkingDays} working days from receipt"),
          Map.entry("cgTargetDate", "day {reflectionDays} of reflection"),
          Map.entry("reflectionReviewOpens", "day {reflectionReviewDays}"),
          Map.entry("reflectionReviewDate", "day {reflectionReviewDays}"),
          Map.entry("reflectionReminderDate", "{reviewReminderWorkingDays} working days"),
          Map.entry("reflectionEndDate", "day {reflectionDays}"),
          Map.entry("answerDueDate", "{localAuthorityAnswerWorkingDays} working days"),
          Map.entry("leaveRenewalBegins", "{leaveRenewalDays} days before leave ends"),
          Map.entry("leaveExpires", "the day leave ends"),
          Map.entry("bookingCloses", "the day booking closes"),
          Map.entry("eventsOver", "the last event"),
          Map.entry("peopleKeptUntil", "the day names are erased"),
          Map.entry("bookingDates.due", "the day booking closes"),
          Map.entry("referralTarget.due", "{referralTargetHours} hours from first meeting"));

  private static final String SENDS = "${sendLetters}";

  /** The steps that ask the table {@code competent-authority}. */
  private static final Set<String> ROUTES =
      Set.of("${routeToCompetentAuthority}", "${askRouteAgain}", "${correctRoute}");

  private static final String PERSON = "person-or-representative";

  private static final Pattern IN = Pattern.compile("dueDates\\.in(Working)?Days\\((\\d+)\\)");
  private static final Pattern IN_BY =
      Pattern.compile("dueDates\\.inWorkingDaysBy\\((\\d+), (\\w+)\\)");
  private static final Pattern AFTER =
      Pattern.compile("dueDates\\.workingDaysAfter\\((\\w+), (\\d+)\\)");

  private final Map<String, String> roles = new LinkedHashMap<>();
  private final Map<String, List<String>> teams = new LinkedHashMap<>();
  private final Map<String, Map<String, Set<String>>> letters = new LinkedHashMap<>();
  private final Map<String, Set<String>> limits = new LinkedHashMap<>();

  DiagramNotes() {
    Map<String, Map<String, List<Map<String, String>>>> rolesFile = config("roles");
    rolesFile
        .get("nrm")
        .get("roles")
        .forEach(role -> roles.put(role.get("group"), role.get("name")));
    Map<String, Map<String, Map<String, Map<String, String>>>> authorities = config("authorities");
    authorities
        .get("nrm.organisations.authorities")
        .forEach(
            (id, authority) ->
                authority
                    .get("groups")
                    .keySet()
                    .forEach(
                        team ->
                            teams
                                .computeIfAbsent(team, it -> new ArrayList<>())
                                .add(id.toUpperCase(Locale.ROOT))));
    for (Row row : Table.named("letters").rows()) {
      String code = row.then().get("code");
      letters
          .computeIfAbsent(row.when().get("occasion"), occasion -> new LinkedHashMap<>())
          .computeIfAbsent(code.startsWith("NRM") ? code : "letter", it -> new LinkedHashSet<>())
          .add(row.then().get("addressee"));
    }
    for (Row row : Table.named("time-limits").rows()) {
      row.then()
          .forEach(
              (name, value) ->
                  limits.computeIfAbsent(name, it -> new LinkedHashSet<>()).add(value));
    }
  }

  private static <T> T config(String name) {
    return new Yaml().load(DiagramPictures.read(Path.of("config", name + ".yaml")));
  }

  /**
   * What the drawing script needs of a diagram: its {@code version}, and the {@code notes} by the
   * element's id. Of a note, {@code tag} is lines beside the element, {@code rules} stands inside a
   * box, and {@code said} is the documentation, which a reader sees by pointing at the element.
   *
   * @throws IllegalStateException if the diagram has a date, group or occasion without words
   */
  Map<String, Object> of(String xml) {
    BpmnModelInstance diagram =
        Bpmn.readModelFromStream(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    Map<String, Map<String, Object>> notes = new LinkedHashMap<>();
    for (FlowNode node : diagram.getModelElementsByType(FlowNode.class)) {
      String said =
          node.getDocumentations().stream()
              .map(it -> it.getTextContent().strip())
              .collect(Collectors.joining("\n"));
      notes.put(
          node.getId(),
          Map.of(
              "said",
              said,
              "rules",
              node instanceof Activity ? rules(said, node instanceof CallActivity ? 2 : 3) : "",
              "tag",
              tag(node).stream().flatMap(text -> lines(text).stream()).toList()));
    }
    Process process = diagram.getModelElementsByType(Process.class).iterator().next();
    return Map.of(
        "version", Objects.requireNonNullElse(process.getCamundaVersionTag(), ""), "notes", notes);
  }

  private static String rules(String said, int most) {
    return RULE.matcher(said)
        .results()
        .map(MatchResult::group)
        .distinct()
        .limit(most)
        .collect(Collectors.joining(" "));
  }

  private List<String> tag(FlowNode node) {
    if (node instanceof UserTask task) {
      String who = who(task.getCamundaCandidateGroups());
      String due = task.getCamundaDueDate();
      return due == null ? List.of(who) : List.of(who, "due " + when(due));
    }
    if (node instanceof ServiceTask task) {
      String step = Objects.requireNonNullElse(task.getCamundaDelegateExpression(), "");
      if (step.equals(SENDS)) {
        return sent(occasion(task));
      }
      return ROUTES.contains(step) ? List.of("table: Competent authority") : List.of();
    }
    if (node instanceof CatchEvent event) {
      return event.getEventDefinitions().stream()
          .filter(TimerEventDefinition.class::isInstance)
          .map(timer -> ((TimerEventDefinition) timer).getTimeDate())
          .filter(Objects::nonNull)
          .map(date -> when(date.getTextContent()))
          .toList();
    }
    return List.of();
  }

  /** A group is named in full, or as a team that several authorities have. */
  private String who(String groups) {
    Set<String> people = new LinkedHashSet<>();
    for (MatchResult word : GROUP.matcher(groups).results().toList()) {
      String group = word.group();
      if (roles.containsKey(group)) {
        people.add(roles.get(group));
      } else if (teams.containsKey(group)) {
        people.add(String.join(" or ", teams.get(group)) + " " + group.replace('-', ' '));
      }
    }
    require(!people.isEmpty(), "The group of a task", groups);
    return String.join(" or ", people);
  }

  private String when(String expression) {
    String date = expression.replaceAll("^\\$\\{|}$", "").replaceAll("(\\.due)\\(.*", "$1");
    if (date.equals("dueDates.today()")) {
      return "today";
    }
    Matcher in = IN.matcher(date);
    if (in.matches()) {
      String unit =
          (in.group(1) == null ? "day" : "working day") + (in.group(2).equals("1") ? "" : "s");
      return "in %s %s".formatted(in.group(2), unit);
    }
    Matcher by = IN_BY.matcher(date);
    if (by.matches()) {
      return "in %s working days, by %s".formatted(by.group(1), when(by.group(2)));
    }
    Matcher after = AFTER.matcher(date);
    if (after.matches()) {
      return "%s working day later".formatted(after.group(2));
    }
    require(DATES.containsKey(date), "The date", date);
    return withLimits(DATES.get(date));
  }

  /** A text in which each output of the table {@code time-limits} has its value. */
  String withLimits(String text) {
    return OUTPUT.matcher(text).replaceAll(it -> String.join(" or ", limits.get(it.group(1))));
  }

  private static String occasion(ServiceTask task) {
    return task
        .getExtensionElements()
        .getElementsQuery()
        .filterByType(CamundaInputOutput.class)
        .singleResult()
        .getCamundaInputParameters()
        .stream()
        .filter(it -> it.getCamundaName().equals("occasion"))
        .findFirst()
        .orElseThrow()
        .getTextContent()
        .strip();
  }

  /** The codes and addressees of an occasion, which may depend on the outcome. */
  private List<String> sent(String occasion) {
    Pattern asked = Pattern.compile(occasion.replaceAll("\\$\\{\\w+}", ".+"));
    Map<String, Set<String>> found = new TreeMap<>();
    letters.forEach(
        (name, byCode) -> {
          if (asked.matcher(name).matches()) {
            byCode.forEach(
                (code, to) -> found.computeIfAbsent(code, it -> new LinkedHashSet<>()).addAll(to));
          }
        });
    require(!found.isEmpty(), "The occasion of letters", occasion);
    return found.entrySet().stream()
        .map(
            letter ->
                letter.getKey()
                    + " to "
                    + letter.getValue().stream()
                        // From the 18th birthday it goes to the person instead of someone else.
                        .filter(to -> !to.equals(PERSON) || letter.getValue().size() == 1)
                        .map(to -> StringUtils.uncapitalizeAsProperty(Addressee.of(to).words()))
                        .collect(Collectors.joining(", ")))
        .toList();
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(List.of(""));
    for (String word : text.split(" ")) {
      String line = lines.get(lines.size() - 1);
      if (line.isEmpty() || line.length() + word.length() < LINE) {
        lines.set(lines.size() - 1, (line + " " + word).strip());
      } else {
        lines.add(word);
      }
    }
    return lines;
  }

  private static void require(boolean known, String what, String value) {
    if (!known) {
      throw new IllegalStateException(what + " has no words in DiagramNotes: " + value);
    }
  }
}
