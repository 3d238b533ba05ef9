package scot.nrm.register;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.sets.SetData;

/**
 * The requirements of a decision before the register accepts it (D17, D18, D26, D35), from {@code
 * config/decisions.yaml}: the acts, who does them, and the fields that must be on file first. The
 * head of the file explains the parts of a row.
 */
@ConfigurationProperties("nrm")
public final class DecisionRequirements extends SetData<List<DecisionRequirements.Row>> {

  public static final String FILE = "config/decisions.yaml";

  /** The day of the first decisions (D8). */
  private static final LocalDate BEGIN = LocalDate.of(2009, 4, 1);

  /** The proposals that a row can be about; an extension has no requirements. */
  private static final List<Proposal> OUTCOMES =
      List.of(Proposal.POSITIVE, Proposal.NEGATIVE, Proposal.SUSPEND);

  /**
   * A row of the file.
   *
   * @param from the first date of decisions to which the row applies
   * @param people the number of different people who do the acts
   */
  public record Row(
      String decision,
      @DefaultValue List<String> outcomes,
      LocalDate from,
      @DefaultValue List<ActRequirement> acts,
      @DefaultValue("2") int people,
      @DefaultValue List<FieldRequirement> onFile) {

    boolean hasActs() {
      return !acts.isEmpty();
    }

    boolean isAbout(Stage stage, Proposal outcome) {
      return stage.id().equals(decision) && outcomes.contains(outcome.id());
    }
  }

  /**
   * @param act its name in tasks, such as {@code review}
   * @param by a team of the authority that decides, the code of an authority, or a group
   */
  public record ActRequirement(String act, String by) {

    public Act code() {
      return Act.ofTask(act);
    }

    /** Whether a team of the deciding authority does it. */
    public boolean isTeam() {
      return StoredCode.find(Team.class, by).isPresent();
    }

    /** The groups whose members may do it. */
    public Set<String> groups(Authorities authorities, Authority decides) {
      if (isTeam()) {
        return Set.of(authorities.group(decides, StoredCode.of(Team.class, by)));
      }
      return authorities.ids().contains(by)
          ? authorities.groupsOf(List.of(Authority.of(by)))
          : Set.of(by);
    }
  }

  /**
   * @param field a field of the child's file
   * @param when another field and its value, such as {@code childInterviewed=yes}, for which the
   *     field is required; empty for always
   * @param say the error on a form if the field is missing
   */
  public record FieldRequirement(String field, @DefaultValue("") String when, String say) {

    /** The field in {@link #when}; empty if there is none. */
    public String conditionField() {
      return when.substring(0, Math.max(when.indexOf('='), 0));
    }

    public String conditionValue() {
      return when.substring(when.indexOf('=') + 1);
    }
  }

  public DecisionRequirements(@DefaultValue List<Row> decisions) {
    super(List.copyOf(decisions));
  }

  /**
   * The requirements of a decision with an outcome on a day: the acts and the fields on file, each
   * from the latest row that has any.
   *
   * @return empty if there are none, as for an extension
   */
  public Optional<Row> of(Stage stage, Proposal outcome, LocalDate on) {
    List<Row> rows =
        get().stream()
            .filter(row -> row.isAbout(stage, outcome) && !row.from().isAfter(on))
            .sorted(Comparator.comparing(Row::from).reversed())
            .toList();
    return rows.stream()
        .filter(Row::hasActs)
        .findFirst()
        .map(
            row ->
                new Row(
                    row.decision(),
                    row.outcomes(),
                    row.from(),
                    row.acts(),
                    row.people(),
                    rows.stream()
                        .map(Row::onFile)
                        .filter(first -> !first.isEmpty())
                        .findFirst()
                        .orElse(List.of())));
  }

  /** The acts that every decision of a stage requires, for any outcome and day. */
  public Set<Act> commonActs(Stage stage) {
    return get().stream()
        .filter(row -> row.hasActs() && stage.id().equals(row.decision()))
        .map(row -> row.acts().stream().map(ActRequirement::code).collect(Collectors.toSet()))
        .reduce(
            (some, others) -> {
              some.retainAll(others);
              return some;
            })
        .orElse(Set.of());
  }

  /** The acts that a decision of a stage requires by the latest row of any outcome. */
  public Set<Act> latestActs(Stage stage) {
    return OUTCOMES.stream()
        .flatMap(outcome -> of(stage, outcome, LocalDate.MAX).stream())
        .flatMap(row -> row.acts().stream())
        .map(ActRequirement::code)
        .collect(Collectors.toSet());
  }

  /** The fields that must be in a child's file first, and those in their conditions. */
  public Set<String> fieldsOnFile() {
    return onFile()
        .flatMap(first -> Stream.of(first.field(), first.conditionField()))
        .filter(field -> !field.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What must be in a child's file first, by any row. */
  public Stream<FieldRequirement> onFile() {
    return get().stream().flatMap(row -> row.onFile().stream());
  }

  /** The teams, authorities and groups that must do an act. */
  public Set<String> bodies() {
    return get().stream()
        .flatMap(row -> row.acts().stream())
        .map(ActRequirement::by)
        .collect(Collectors.toSet());
  }

  /** A sentence for each problem of the file; empty if it can be used. */
  public List<String> problems(Set<String> groups, Authorities authorities) {
    List<String> problems = new ArrayList<>();
    Set<String> bodies = new HashSet<>(groups);
    bodies.addAll(authorities.ids());
    bodies.addAll(StoredCode.ids(Team.class));
    List<Row> decisions = get();
    for (int i = 0; i < decisions.size(); i++) {
      String place = "Row " + (i + 1) + ": ";
      problems(decisions.get(i), bodies).forEach(problem -> problems.add(place + problem));
    }
    if (problems.isEmpty()) {
      for (Stage stage : Stage.values()) {
        for (Proposal outcome : OUTCOMES) {
          gaps(stage, outcome).forEach(problems::add);
        }
      }
    }
    return problems;
  }

  private static List<String> problems(Row row, Set<String> bodies) {
    List<String> problems = new ArrayList<>();
    checkValue("decision", row.decision(), StoredCode.ids(Stage.class), problems);
    List<String> outcomes = OUTCOMES.stream().map(Proposal::id).toList();
    row.outcomes().forEach(outcome -> checkValue("outcomes", outcome, outcomes, problems));
    if (row.outcomes().isEmpty() || row.from() == null) {
      problems.add("it has no outcomes, or no first day (from).");
    }
    row.acts()
        .forEach(
            required -> {
              checkValue("act", required.act(), Act.tasks(), problems);
              checkValue("by", required.by(), bodies, problems);
            });
    if (row.hasActs()) {
      for (Act needed : List.of(Act.PROPOSED, Act.CONFIRMED)) {
        if (row.acts().stream().noneMatch(act -> needed.task().equals(act.act()))) {
          problems.add("no decision is made without the act %s (D18).".formatted(needed.task()));
        }
      }
      if (row.people() < 2 || row.people() > row.acts().size()) {
        problems.add(
            "people is %d. Write at least 2 (D18), and no more than there are acts."
                .formatted(row.people()));
      }
    } else if (row.onFile().isEmpty()) {
      problems.add("it requires nothing. Add acts or on-file, or remove it.");
    }
    for (FieldRequirement first : row.onFile()) {
      if (first.field() == null
          || first.say() == null
          || !first.when().isEmpty() && first.conditionField().isEmpty()) {
        problems.add(
            "each part of on-file has a field and what to say. when is like childInterviewed=yes, in quotation marks if it is alone.");
      }
    }
    return problems;
  }

  private List<String> gaps(Stage stage, Proposal outcome) {
    List<Row> rows = get().stream().filter(row -> row.isAbout(stage, outcome)).toList();
    String what = stage.label() + ", " + outcome.id();
    if (rows.stream().noneMatch(row -> row.hasActs() && !row.from().isAfter(BEGIN))) {
      return List.of(
          "No row says which acts a decision requires from 1 April 2009: %s. Add one."
              .formatted(what));
    }
    return haveSameDay(rows, Row::hasActs) || haveSameDay(rows, row -> !row.hasActs())
        ? List.of("Two rows have the same first day: %s. Remove one.".formatted(what))
        : List.of();
  }

  private static boolean haveSameDay(List<Row> rows, Predicate<Row> which) {
    List<LocalDate> days = rows.stream().filter(which).map(Row::from).toList();
    return days.size() > Set.copyOf(days).size();
  }

  private static void checkValue(
      String part, String value, Collection<String> allowed, List<String> problems) {
    if (!allowed.contains(value)) {
      problems.add(
          "%s is %s. Write one of %s."
              .formatted(part, value, allowed.stream().sorted().collect(Collectors.joining(", "))));
    }
  }
}
