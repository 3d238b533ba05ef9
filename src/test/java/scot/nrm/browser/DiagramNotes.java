package scot.nrm.browser;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.letters.Addressee;
import scot.nrm.processes.DeclaredStep;
import scot.nrm.processes.Table;
import scot.nrm.processes.Table.Row;
import scot.nrm.register.Outcome;

/**
 * What a picture of a diagram says beside its elements, so that it can be read without the file:
 * who does a task and by when, which letters go out, which table decides, how long a deadline is,
 * and the rules that an element carries. All of it comes from the diagram, the tables and files
 * {@code roles} and {@code authorities} in {@code config/}.
 */
final class DiagramNotes {

  private static final Pattern RULE = Pattern.compile("\\bD\\d+\\b");
  private static final Pattern GROUP = Pattern.compile("\\b[a-z]+(?:-[a-z]+)*\\b");
  private static final Pattern PROCESS =
      Pattern.compile("<bpmn:process id=\"([^\"]+)\" name=\"([^\"]+)\"");
  private static final Pattern OUTPUT = Pattern.compile("\\{(#?[\\w-]+)}");

  /** What each date means, with the periods of the table {@code time-limits}. */
  private static final Map<String, String> DATES =
      Map.ofEntries(
          Map.entry("rgTargetDate", "{reasonable-grounds} from receipt"),
          Map.entry("cgTargetDate", "day {#reflection} of reflection"),
          Map.entry("reflectionReviewOpens", "day {#reflection-review}"),
          Map.entry("reflectionReviewDate", "day {#reflection-review}"),
          Map.entry("reflectionReminderDate", "{review-reminder}"),
          Map.entry("reflectionEndDate", "day {#reflection}"),
          Map.entry("answerDueDate", "{local-authority-answer}"),
          Map.entry("leaveRenewalBegins", "{leave-renewal} before leave ends"),
          Map.entry("leaveExpires", "the day leave ends"),
          Map.entry("bookingCloses", "the day booking closes"),
          Map.entry("eventsOver", "the last event"),
          Map.entry("peopleKeptUntil", "the day names are erased"),
          Map.entry("bookingDates.due", "the day booking closes"),
          Map.entry("referralTarget.due", "{nrm-form} from first meeting"));

  private static final String SENDS = "${sendLetters}";

  /** The steps that ask the table {@code competent-authority}. */
  private static final Set<String> ROUTES = Set.of("${routeToCompetentAuthority}", "${checkRoute}");

  private static final String PERSON = "person-or-representative";

  private static final Pattern IN = Pattern.compile("dueDates\\.in(Working)?Days\\((\\d+)\\)");
  private static final Pattern IN_BY =
      Pattern.compile("dueDates\\.inWorkingDaysBy\\((\\d+), (\\w+)\\)");
  private static final Pattern AFTER =
      Pattern.compile("dueDates\\.workingDaysAfter\\((\\w+), (\\d+)\\)");

  private final Map<String, String> roles = new LinkedHashMap<>();
  private final Map<String, List<String>> starters = new LinkedHashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, List<String>> teams = new LinkedHashMap<>();

  /** The teams of authorities with a duty, by the expression that names them in a diagram. */
  private final Map<String, List<String>> onDuty = new LinkedHashMap<>();

  private final Map<String, Map<String, Set<String>>> letters = new LinkedHashMap<>();
  private final Map<String, Set<String>> limits = new LinkedHashMap<>();

  DiagramNotes() {
    Map<String, Map<String, List<Map<String, Object>>>> rolesFile = config("roles");
    for (Map<String, Object> role : rolesFile.get("nrm").get("roles")) {
      String name = (String) role.get("name");
      roles.put((String) role.get("group"), name);
      for (Object process : (List<?>) role.getOrDefault("starts", List.of())) {
        starters.computeIfAbsent((String) process, it -> new ArrayList<>()).add(name);
      }
    }
    Map<String, Map<String, Map<String, Object>>> authorities = config("authorities");
    authorities
        .get("nrm.organisations.authorities")
        .forEach(
            (id, authority) -> {
              Map<?, ?> groups = (Map<?, ?>) authority.get("groups");
              for (Object team : groups.keySet()) {
                teams
                    .computeIfAbsent((String) team, it -> new ArrayList<>())
                    .add(id.toUpperCase(Locale.ROOT));
              }
              for (Object duty : (List<?>) authority.getOrDefault("duties", List.of())) {
                groups.forEach(
                    (team, group) ->
                        onDuty
                            .computeIfAbsent(
                                "group('%s', '%s')".formatted(((Map<?, ?>) duty).get("duty"), team),
                                it -> new ArrayList<>())
                            .add((String) group));
              }
            });
    DiagramPictures.diagrams().values().stream()
        .flatMap(List::stream)
        .forEach(
            diagram ->
                PROCESS
                    .matcher(DiagramPictures.read(diagram))
                    .results()
                    .forEach(process -> names.put(process.group(1), process.group(2))));
    for (Row row : Table.named("letters").rows()) {
      String code = row.then().get("code");
      for (String occasion : row.when().get("occasion").split(", ")) {
        letters
            .computeIfAbsent(occasion, it -> new LinkedHashMap<>())
            .computeIfAbsent(code.startsWith("NRM") ? code : "letter", it -> new LinkedHashSet<>())
            .add(row.then().get("addressee"));
      }
    }
    for (Row row : Table.named("time-limits").rows()) {
      String period = row.then().get("period");
      String value = row.then().get("value");
      limits.computeIfAbsent("#" + period, it -> new LinkedHashSet<>()).add(value);
      limits
          .computeIfAbsent(period, it -> new LinkedHashSet<>())
          .add(value + " " + row.then().get("unit"));
    }
  }

  private static <T> T config(String name) {
    return new Yaml().load(DiagramPictures.read(Path.of("config", name + ".yaml")));
  }

  /**
   * What the drawing script needs of a diagram: its {@code version}, the roles by which it is
   * {@code started} in Tasklist, and the {@code notes} by the element's id. Of a note, {@code tag}
   * is sentences beside the element, {@code rules} stands inside a box, and {@code said} is the
   * documentation, which a reader sees by pointing at the element.
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
              tag(node),
              "link",
              opens(node).map(DiagramPictures::link).orElse("")));
    }
    Process process = diagram.getModelElementsByType(Process.class).iterator().next();
    return Map.of(
        "version", Objects.requireNonNullElse(process.getCamundaVersionTag(), ""),
        "started", started(starters.getOrDefault(process.getId(), List.of())),
        "notes", notes);
  }

  /** Who may start it, those of one organisation together. */
  private String started(List<String> names) {
    Map<String, List<String>> byOrganisation = new LinkedHashMap<>();
    for (String name : names) {
      String organisation =
          Stream.concat(teams.values().stream().flatMap(List::stream), Stream.of("Local authority"))
              .map(it -> it + " ")
              .filter(name::startsWith)
              .findFirst()
              .orElse("");
      byOrganisation
          .computeIfAbsent(organisation.isEmpty() ? name : organisation, it -> new ArrayList<>())
          .add(name.substring(organisation.length()));
    }
    return byOrganisation.entrySet().stream()
        .map(
            each ->
                each.getKey().endsWith(" ")
                    ? each.getKey() + String.join(", ", each.getValue())
                    : each.getKey())
        .map(DiagramNotes::inSentence)
        .collect(Collectors.joining("; "));
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
      if (ROUTES.contains(step)) {
        return List.of("table: Competent authority");
      }
      return opens(node).map(name -> List.of("\u2192 " + names.get(name))).orElse(List.of());
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

  /** The diagram that an element calls or starts, if it is only one, without that of letters. */
  private static Optional<String> opens(FlowNode node) {
    if (node instanceof CallActivity call) {
      return Optional.ofNullable(call.getCalledElement());
    }
    if (node instanceof ServiceTask task && !SENDS.equals(task.getCamundaDelegateExpression())) {
      List<String> started =
          DeclaredStep.startedBy(
                  Objects.requireNonNullElse(task.getCamundaDelegateExpression(), ""))
              .stream()
              .filter(diagram -> !DeclaredStep.startedBy(SENDS).contains(diagram))
              .toList();
      return started.size() == 1 ? Optional.of(started.get(0)) : Optional.empty();
    }
    return Optional.empty();
  }

  /** A group is named in full, or as a team that several authorities have. */
  private String who(String groups) {
    String named = groups;
    for (Map.Entry<String, List<String>> duty : onDuty.entrySet()) {
      named = named.replace(duty.getKey(), String.join(" ", duty.getValue()));
    }
    Set<String> people = new LinkedHashSet<>();
    for (MatchResult word : GROUP.matcher(named).results().toList()) {
      String group = word.group();
      if (roles.containsKey(group)) {
        people.add(roles.get(group));
      } else if (teams.containsKey(group)) {
        people.add(String.join(" or ", teams.get(group)) + " " + group.replace('-', ' '));
      }
    }
    require(!people.isEmpty(), "The group of a task", groups);
    return StringUtils.capitalize(
        people.stream().map(DiagramNotes::inSentence).collect(Collectors.joining(" or ")));
  }

  /** A name such as UKHTC manager or Child Protection Committee monitor keeps its capitals. */
  private static String inSentence(String name) {
    return name.matches("[A-Z][a-z]+ [A-Z].*") ? name : StringUtils.uncapitalizeAsProperty(name);
  }

  private String when(String expression) {
    String date =
        expression
            .replaceAll("^\\$\\{|}$", "")
            .replaceAll("(\\.due)\\(.*", "$1")
            .replaceAll("dueDates\\.onOrInWorkingDays\\((\\w+), .*", "$1");
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
      return "%s working %s %s"
          .formatted(
              after.group(2),
              after.group(2).equals("1") ? "day" : "days",
              after.group(1).equals("handOverFrom") ? "after the move" : "later");
    }
    require(DATES.containsKey(date), "The date", date);
    return withLimits(DATES.get(date));
  }

  /**
   * A text in which each period of the table {@code time-limits} has its length, or only its
   * number.
   */
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

  /** The codes and addressees of an occasion, by outcome where they depend on it. */
  private List<String> sent(String occasion) {
    Matcher outcome = Pattern.compile("\\$\\{\\w+}").matcher(occasion);
    if (!outcome.find()) {
      return sentAlways(occasion);
    }
    Map<Outcome, List<String>> byOutcome = new EnumMap<>(Outcome.class);
    for (Outcome each : Outcome.values()) {
      byOutcome.put(each, sentAlways(outcome.replaceFirst(each.id())));
    }
    List<String> always = new ArrayList<>(byOutcome.get(Outcome.POSITIVE));
    byOutcome.values().forEach(always::retainAll);
    List<String> all = new ArrayList<>();
    byOutcome.forEach(
        (each, sent) ->
            sent.stream()
                .filter(letter -> !always.contains(letter))
                .forEach(letter -> all.add("if " + each.id() + ": " + letter)));
    all.addAll(always);
    return all;
  }

  private List<String> sentAlways(String occasion) {
    Map<String, Set<String>> byCode = letters.getOrDefault(occasion, Map.of());
    require(!byCode.isEmpty(), "The occasion of letters", occasion);
    return new TreeMap<>(byCode)
        .entrySet().stream()
            .map(
                letter ->
                    letter.getKey()
                        + " to "
                        + letter.getValue().stream()
                            // From the 18th birthday it goes to the person instead of someone else.
                            .filter(to -> !to.equals(PERSON) || letter.getValue().size() == 1)
                            .map(
                                to ->
                                    StringUtils.uncapitalizeAsProperty(
                                        KnownAuthorities.named(Addressee.of(to).words())))
                            .collect(Collectors.joining(", ")))
            .toList();
  }

  private static void require(boolean known, String what, String value) {
    if (!known) {
      throw new IllegalStateException(what + " has no words in DiagramNotes: " + value);
    }
  }
}
