package scot.nrm.rehearsal;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.StringUtils;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;

/**
 * The course of a case: a line for each fact, by kind. The same statements read it from the
 * register of the real database and of a rehearsal. Steps, teams and authorities are written as
 * ids; {@link CourseNames} replaces these with names for people to read.
 */
record CaseCourse(Map<Kind, List<String>> lines) {

  /** The kinds of differences, in the order in which they are shown. */
  enum Kind {
    AUTHORITY("Different authority"),
    OUTCOME("Different outcome"),
    DEADLINE("Different deadline"),
    LATE("Late or not"),
    LETTERS("Different letters"),
    TASKS("Different tasks"),
    STUCK("Stuck");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private static final String NEW = "New: ";

  /** The beginning of a line about a step where a case waits with no open task and no date. */
  static final String AT = "At ";

  /** The end of such a line. */
  static final String WAITS = ", the case waits with no open task and no date";

  /** The columns of the register by kind, each with the label that begins its line. */
  private static final Map<Kind, Map<String, String>> COLUMNS =
      Map.of(
          Kind.AUTHORITY,
          Map.of(
              "rg_authority", "Reasonable grounds decided by",
              "cg_authority", "Conclusive grounds decided by"),
          Kind.OUTCOME,
          Map.of(
              "rg_outcome", "Reasonable grounds",
              "cg_outcome", "Conclusive grounds",
              "leave_outcome", "Leave",
              "case_outcome", "Outcome"),
          Kind.DEADLINE,
          Map.of(
              "rg_original_due", "Reasonable grounds first due on",
              "rg_due", "Reasonable grounds due on",
              "reflection_review", "Review of the reflection period on",
              "reflection_end", "Reflection period until",
              "cg_original_target", "Conclusive grounds first due on",
              "cg_target", "Conclusive grounds due on"),
          Kind.LATE,
          Map.of(
              "rg_days_late", "Days late, reasonable grounds:",
              "cg_days_late", "Days late, conclusive grounds:",
              "rg_late_mark", "Reasonable grounds not decided by",
              "cg_late_mark", "Conclusive grounds not decided by"));

  /** The label of a line that comes from the register; empty for other lines. */
  static String label(Kind kind, String line) {
    return COLUMNS.getOrDefault(kind, Map.of()).values().stream()
        .filter(label -> line.startsWith(label + " "))
        .findFirst()
        .orElse("");
  }

  /** The course of a case that could not even be opened. */
  static final CaseCourse NOTHING = empty();

  private static CaseCourse empty() {
    Map<Kind, List<String>> lines = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      lines.put(kind, List.of());
    }
    return new CaseCourse(lines);
  }

  static CaseCourse read(JdbcClient jdbc, String caseNumber) {
    Map<Kind, List<String>> lines = new EnumMap<>(Kind.class);
    Map<String, Object> row = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    jdbc.sql("select * from case_register where case_number = ?")
        .param(caseNumber)
        .query()
        .listOfRows()
        .forEach(row::putAll);
    COLUMNS.forEach(
        (kind, columns) ->
            lines.put(
                kind,
                columns.entrySet().stream()
                    .filter(column -> row.get(column.getKey()) != null)
                    .map(column -> column.getValue() + " " + dateInWords(row.get(column.getKey())))
                    .sorted()
                    .toList()));
    lines.put(
        Kind.LETTERS,
        jdbc
            .sql("select template, addressee, dated from letter where case_number = ?")
            .param(caseNumber)
            .query(
                (letter, number) ->
                    "%s to %s on %s"
                        .formatted(
                            inWords(letter.getString(1)),
                            inWords(letter.getString(2)),
                            BritishDate.of(letter.getObject(3, LocalDate.class))))
            .list()
            .stream()
            .sorted()
            .toList());
    lines.put(
        Kind.TASKS,
        jdbc.sql(
                """
                select t.TASK_DEF_KEY_, count(*) from ACT_HI_PROCINST p
                join ACT_HI_TASKINST t on t.PROC_INST_ID_ = p.ID_
                where p.BUSINESS_KEY_ = ? group by t.TASK_DEF_KEY_ order by t.TASK_DEF_KEY_\
                """)
            .param(caseNumber)
            .query((task, number) -> times(inWords(task.getString(1)), task.getInt(2)))
            .list());
    lines.put(Kind.STUCK, standstill(jdbc, caseNumber));
    return new CaseCourse(lines);
  }

  /** A line for each step that waits without a task or a job: only a message could continue it. */
  private static List<String> standstill(JdbcClient jdbc, String caseNumber) {
    return jdbc.sql(
            """
            select distinct e.ACT_ID_ from ACT_RU_EXECUTION i join ACT_RU_EXECUTION e on e.PROC_INST_ID_ = i.ID_
            where i.BUSINESS_KEY_ = ? and e.IS_ACTIVE_ = true and e.ACT_ID_ is not null
              and not exists (select 1 from ACT_RU_EXECUTION c where c.PARENT_ID_ = e.ID_)
              and not exists (select 1 from ACT_RU_EXECUTION c where c.SUPER_EXEC_ = e.ID_)
              and not exists (select 1 from ACT_RU_TASK t where t.EXECUTION_ID_ = e.ID_)
              and not exists (select 1 from ACT_RU_JOB j where j.EXECUTION_ID_ = e.ID_)
            order by e.ACT_ID_\
            """)
        .param(caseNumber)
        .query((step, number) -> AT + inWords(step.getString(1)) + WAITS)
        .list();
  }

  /** What a case waits for: its open tasks with their teams and due dates, and its timers. */
  static CaseCourse waiting(JdbcClient jdbc, String caseNumber) {
    List<String> tasks = new ArrayList<>();
    List<String> dates = new ArrayList<>();
    for (OpenTask open : OpenTask.of(jdbc, caseNumber)) {
      String task = inWords(open.key());
      tasks.add(task + (open.team() == null ? " is open" : " is open for " + inWords(open.team())));
      if (open.due() != null) {
        dates.add("%s due on %s".formatted(task, day(open.due())));
      }
    }
    jdbc.sql(
            """
            select job.HANDLER_CFG_, job.DUEDATE_
            from ACT_RU_EXECUTION instance join ACT_RU_JOB job on job.PROCESS_INSTANCE_ID_ = instance.ID_
            where instance.BUSINESS_KEY_ = ? and job.TYPE_ = 'timer'\
            """)
        .param(caseNumber)
        .query(
            row -> {
              dates.add(
                  "%s on %s"
                      .formatted(
                          inWords(row.getString(1).replaceAll("[$~].*", "")),
                          day(row.getTimestamp(2))));
            });
    Map<Kind, List<String>> lines = new EnumMap<>(NOTHING.lines);
    lines.put(Kind.TASKS, tasks.stream().sorted().toList());
    lines.put(Kind.DEADLINE, dates.stream().sorted().toList());
    return new CaseCourse(lines);
  }

  private static String day(Timestamp moment) {
    return BritishDate.of(LocalDay.of(moment));
  }

  /** This course, with those lines of the others that it doesn't have. */
  CaseCourse plus(List<CaseCourse> others) {
    Map<Kind, List<String>> all = new EnumMap<>(lines);
    for (Kind kind : Kind.values()) {
      Set<String> more = new TreeSet<>();
      others.forEach(other -> more.addAll(other.lines.get(kind)));
      more.removeAll(lines.get(kind)); // a deadline can be in the register and in a timer
      all.put(kind, Stream.concat(lines.get(kind).stream(), more.stream()).toList());
    }
    return new CaseCourse(all);
  }

  /** The lines that an earlier course of the same case doesn't have. */
  CaseCourse since(CaseCourse earlier) {
    Map<Kind, List<String>> later = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      later.put(kind, minus(lines.get(kind), earlier.lines.get(kind)));
    }
    return new CaseCourse(later);
  }

  private static List<String> minus(List<String> all, List<String> others) {
    List<String> left = new ArrayList<>(all);
    others.forEach(left::remove);
    return left;
  }

  /** This course, with these reasons for being stuck before its own. */
  CaseCourse withStuck(List<String> why) {
    Map<Kind, List<String>> all = new EnumMap<>(lines);
    all.put(Kind.STUCK, Stream.concat(why.stream(), lines.get(Kind.STUCK).stream()).toList());
    return new CaseCourse(all);
  }

  /** Whether something failed, was refused or had no place. Waiting for a message doesn't count. */
  boolean isStuck() {
    return lines.get(Kind.STUCK).stream().anyMatch(line -> !line.endsWith(WAITS));
  }

  /** Where and why a case gets stuck under the revision; empty if it doesn't. */
  static List<String> stuckLines(Map<Kind, List<String>> differences) {
    return differences.getOrDefault(Kind.STUCK, List.of()).stream()
        .filter(line -> line.startsWith(NEW) && !line.startsWith(NEW + CaseReplay.NO_PLACE))
        .map(line -> line.substring(NEW.length()))
        .toList();
  }

  /** A line about a stuck case, without the text of the refusal or error. */
  static String withoutReason(String line) {
    return line.replaceFirst("( was refused| failed): .*", "$1");
  }

  private static Object dateInWords(Object value) {
    return value instanceof java.sql.Date day ? BritishDate.of(day.toLocalDate()) : value;
  }

  private static String times(String task, int times) {
    return times == 1 ? task : task + ", " + times + " times";
  }

  /** An id such as {@code Timer_ReviewDue} or {@code nrm-05} in words. */
  static String inWords(String code) {
    return StringUtils.capitalize(
        code.replaceFirst("^(Task|Timer)_", "")
            .replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
            .replace('-', ' ')
            .toLowerCase(Locale.ROOT));
  }

  /**
   * The differences between this course and another of the same case, as sentences by kind; kinds
   * without a difference are left out.
   */
  Map<Kind, List<String>> differencesTo(CaseCourse after, Kind... only) {
    Map<Kind, List<String>> differences = new EnumMap<>(Kind.class);
    for (Kind kind : only.length == 0 ? Kind.values() : only) {
      List<String> removed = minus(lines.get(kind), after.lines.get(kind));
      List<String> added = minus(after.lines.get(kind), lines.get(kind));
      List<String> sentences =
          Stream.concat(
                  removed.stream().map(line -> "No longer: " + line),
                  added.stream().map(line -> NEW + line))
              .toList();
      if (!sentences.isEmpty()) {
        differences.put(kind, sentences);
      }
    }
    return differences;
  }
}
