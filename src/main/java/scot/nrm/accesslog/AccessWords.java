package scot.nrm.accesslog;

import java.io.ByteArrayInputStream;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import scot.nrm.access.Councils;
import scot.nrm.access.Councils.Council;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.NamesAndRoles.Details;
import scot.nrm.access.Roles;
import scot.nrm.accesslog.Entries.LogEntry;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.LimitedCache;

/** Entries of the access log in words, for a page. */
@Component
class AccessWords {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm:ss", Locale.UK);

  /** The id of a task that the diagrams in force don't have, in words. */
  private static final Pattern TASK = Pattern.compile("Task_([A-Z]\\w*)");

  /** Where a password was checked, as {@link RequestOrigin#path} writes it. */
  private static final Pattern SIGN_IN =
      Pattern.compile("/camunda/api/admin/auth/user/[^/]+/login/([a-z]+)");

  private static final Map<String, String> SIGN_INS =
      Map.of(
          "token", "REST API, with a bearer token",
          "identity-provider", "Identity provider",
          "no-role-here", "No role here");

  private static final Pattern WORD = Pattern.compile("(?<=[a-z])[A-Z]");

  private final NamesAndRoles people;
  private final Roles roles;
  private final Councils councils;
  private final LettersToPost letters;
  private final DefinitionSets sets;

  /** The names of the tasks of a set by their ids. */
  private final Map<Integer, Map<String, String>> taskNames = LimitedCache.of(1);

  AccessWords(
      NamesAndRoles people,
      Roles roles,
      Councils councils,
      LettersToPost letters,
      DefinitionSets sets) {
    this.people = people;
    this.roles = roles;
    this.councils = councils;
    this.letters = letters;
    this.sets = sets;
  }

  List<Map<String, Object>> of(List<LogEntry> entries) {
    NamesAndRoles.History names =
        people.of(
            entries.stream().flatMap(entry -> Stream.of(entry.userId(), entry.about())).toList());
    Map<String, String> taskNames =
        entries.stream().anyMatch(entry -> entry.what() == What.FORM)
            ? this.taskNames.computeIfAbsent(sets.inForce(), this::taskNames)
            : Map.of();
    return entries.stream()
        .map(
            entry ->
                Map.<String, Object>ofEntries(
                    Map.entry("at", entry.at().atZone(LocalDay.ZONE).format(TIME)),
                    Map.entry("who", person(entry.userId(), entry, names)),
                    Map.entry("roles", roles(entry)),
                    Map.entry("councils", councils(entry)),
                    Map.entry("what", entry.what().words()),
                    Map.entry("caseNumber", Objects.toString(entry.caseNumber(), "")),
                    Map.entry("detail", detail(entry, names, taskNames)),
                    Map.entry("reason", entry.reason()),
                    Map.entry("noTask", Boolean.FALSE.equals(entry.hasTask())),
                    Map.entry("address", Objects.toString(entry.address(), "")),
                    Map.entry("refused", !entry.allowed())))
        .toList();
  }

  private Map<String, String> taskNames(int set) {
    return sets.files(set).entrySet().stream()
        .filter(file -> file.getKey().endsWith(".bpmn"))
        .map(file -> Bpmn.readModelFromStream(new ByteArrayInputStream(file.getValue())))
        .flatMap(diagram -> diagram.getModelElementsByType(UserTask.class).stream())
        .filter(task -> task.getName() != null)
        .collect(Collectors.toMap(UserTask::getId, UserTask::getName, (one, other) -> one));
  }

  /** As the person was called then. The id is what doesn't change, so it is always there. */
  private static String person(String userId, LogEntry entry, NamesAndRoles.History names) {
    if (userId == null) {
      return "";
    }
    String name = names.at(userId, entry.at()).map(Details::name).orElse("");
    return name.isEmpty() ? userId : name + " (" + userId + ")";
  }

  private String detail(
      LogEntry entry, NamesAndRoles.History names, Map<String, String> taskNames) {
    return Stream.of(
            person(entry.about(), entry, names),
            detail(entry, taskNames),
            entry.rows() == null ? "" : entry.rows() + (entry.rows() == 1 ? " row" : " rows"))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private String detail(LogEntry entry, Map<String, String> taskNames) {
    String detail = Objects.toString(entry.detail(), "");
    return switch (entry.what()) {
      case SIGN_IN, SIGN_IN_DELAYED -> signIn(detail);
      case MEMBERSHIP -> membership(detail);
      case LETTER, LETTER_POSTED, POSTING_UNDONE -> letters.description(detail).orElse(detail);
      default -> taskNames.getOrDefault(detail, inWords(detail));
    };
  }

  /** Where someone has signed in. */
  static String signIn(String detail) {
    Matcher application = SIGN_IN.matcher(detail);
    if (application.matches()) {
      return StringUtils.capitalize(application.group(1));
    }
    return detail.startsWith("/engine-rest")
        ? "REST API, with a password"
        : detail.startsWith("/nrm/modeler")
            ? "Camunda Modeler"
            : SIGN_INS.getOrDefault(detail, detail);
  }

  /** Such as {@code join Local authority manager}. */
  private String membership(String detail) {
    return Arrays.stream(detail.split(" "))
        .map(id -> councils.find(id).map(Council::name).orElseGet(() -> roles.name(id)))
        .collect(Collectors.joining(" "));
  }

  /** With the names that groups have now. */
  String roles(LogEntry entry) {
    return Arrays.stream(entry.roles().split(" "))
        .map(roles::name)
        .collect(Collectors.joining(", "));
  }

  /** With the names that local authorities have now. */
  String councils(LogEntry entry) {
    return entry.councils().equals(AccessLog.ALL_COUNCILS)
        ? "all local authorities"
        : Arrays.stream(entry.councils().split(" "))
            .map(councils::name)
            .collect(Collectors.joining(", "));
  }

  /** Where the page has the names of letters and tasks, a table has their ids. */
  String detailForTable(LogEntry entry) {
    return entry.what() == What.MEMBERSHIP && entry.detail() != null
        ? membership(entry.detail())
        : entry.detail();
  }

  static String inWords(String detail) {
    Matcher task = TASK.matcher(detail);
    return task.matches()
        ? WORD.matcher(task.group(1))
            .replaceAll(letter -> " " + letter.group().toLowerCase(Locale.ROOT))
            .replaceFirst("^Nrm ", "NRM ")
        : detail;
  }
}
