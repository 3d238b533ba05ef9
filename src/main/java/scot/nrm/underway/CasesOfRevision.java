package scot.nrm.underway;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;
import scot.nrm.revision.RevisionContents.InForce;
import scot.nrm.routing.Routes;

/** The actions in cases under a revision, from the register's entries under its sets. */
@Component
class CasesOfRevision {

  /** What was done under the revision, most serious first. A case is in the first that matches. */
  enum Group {
    NOT_REFERRED(
        "Closed as not referred",
        "If the child has to be referred, the local authority's lead professional or manager records it with \"Record that a child will be referred after all\"."),
    ROUTED_DIFFERENTLY(
        "Allocated to another authority than the earlier table gives",
        "The earlier table was asked with what the case's file says now. The operator moves a case back before the routing, with an NRM manager's approval."),
    DECIDED(
        "Decided",
        "A decision is changed by reconsidering it. If only its letters or dates are wrong, a correction sets them again."),
    CLOSED(
        "Closed for another reason",
        "A closed case is reopened by reconsidering its decision, or reported again."),
    OPENED("Opened", "Check that the case is at the task where it should be."),
    OTHER("Something else was recorded", "Check that the case is at the task where it should be."),
    MOVED(
        "Moved under it, and nothing else was recorded",
        "Nothing has to be done again. A revision can move the cases that are still under it.");

    private final String heading;
    private final String advice;

    Group(String heading, String advice) {
      this.heading = heading;
      this.advice = advice;
    }

    String heading() {
      return heading;
    }

    String advice() {
      return advice;
    }
  }

  /** The most cases that are read: each is decrypted, and a revision may last for years. */
  static final int MAX_CASES = 2_000;

  /**
   * The cases of a revision.
   *
   * @param groups the numbers of the cases by group, in ascending order
   * @param still the numbers of open cases that still run under a set of the revision
   * @param more whether there are more cases than {@link #MAX_CASES}, which were left out
   */
  record CaseGroups(Map<Group, List<String>> groups, Set<String> still, boolean more) {}

  private record Entry(String kind, String stage, String code) {

    boolean is(EntryKind entryKind) {
      return entryKind.id().equals(kind);
    }
  }

  private final JdbcClient jdbc;
  private final Register register;
  private final Routes routes;

  CasesOfRevision(JdbcClient jdbc, Register register, Routes routes) {
    this.jdbc = jdbc;
    this.register = register;
    this.routes = routes;
  }

  /** The first cases of a revision, by group. */
  CaseGroups cases(InForce revision) {
    int until = revision.until() == null ? Integer.MAX_VALUE : revision.until();
    List<String> numbers =
        jdbc.sql(
                """
                select distinct case_number from register_event
                where definition_set >= ? and definition_set < ? order by case_number
                fetch first %d rows only\
                """
                    .formatted(MAX_CASES + 1))
            .params(revision.from(), until)
            .query(String.class)
            .list();
    List<String> first = numbers.stream().limit(MAX_CASES).toList();
    Map<String, List<Entry>> entries = new LinkedHashMap<>();
    if (!first.isEmpty()) {
      jdbc.sql(
              """
              select case_number, kind, stage, code from register_event
              where definition_set >= :from and definition_set < :until and case_number in (:first)
              order by case_number, id\
              """)
          .param("from", revision.from())
          .param("until", until)
          .param("first", first)
          .query(
              row -> {
                entries
                    .computeIfAbsent(row.getString("case_number"), number -> new ArrayList<>())
                    .add(
                        new Entry(
                            row.getString("kind"), row.getString("stage"), row.getString("code")));
              });
    }
    Map<String, RegisterCase> known = register.find(first);
    Map<Group, List<String>> groups = new EnumMap<>(Group.class);
    entries.forEach(
        (number, of) ->
            groups
                .computeIfAbsent(
                    group(of, Optional.ofNullable(known.get(number)), revision.earlier()),
                    group -> new ArrayList<>())
                .add(number));
    Set<String> still =
        known.values().stream()
            .filter(one -> !one.isClosed() && one.definitionSet() != null)
            .filter(one -> one.definitionSet() >= revision.from() && one.definitionSet() < until)
            .map(RegisterCase::caseNumber)
            .collect(Collectors.toSet());
    return new CaseGroups(groups, still, numbers.size() > MAX_CASES);
  }

  private Group group(List<Entry> entries, Optional<RegisterCase> known, int earlier) {
    if (has(entries, EntryKind.CLOSED, CaseOutcome.NOT_REFERRED.id())) {
      return Group.NOT_REFERRED;
    }
    if (known.isPresent() && isRoutedDifferently(entries, known.get(), earlier)) {
      return Group.ROUTED_DIFFERENTLY;
    }
    if (has(entries, EntryKind.DECIDED, null) || has(entries, EntryKind.LEAVE_DECIDED, null)) {
      return Group.DECIDED;
    }
    if (has(entries, EntryKind.CLOSED, null)) {
      return Group.CLOSED;
    }
    if (has(entries, EntryKind.CASE_OPENED, null)) {
      return Group.OPENED;
    }
    boolean onlyMoved =
        entries.stream()
            .allMatch(
                entry -> entry.is(EntryKind.PROCEDURE_CHANGED) || entry.is(EntryKind.TIMER_SET));
    return onlyMoved ? Group.MOVED : Group.OTHER;
  }

  private static boolean has(List<Entry> entries, EntryKind kind, String code) {
    return entries.stream()
        .anyMatch(entry -> entry.is(kind) && (code == null || code.equals(entry.code())));
  }

  /** Whether the last route of any stage differs from that of the earlier table. */
  private boolean isRoutedDifferently(List<Entry> entries, RegisterCase nrmCase, int earlier) {
    for (Stage stage : Stage.values()) {
      Optional<String> last =
          entries.stream()
              .filter(entry -> entry.is(EntryKind.ROUTED) && stage.id().equals(entry.stage()))
              .map(Entry::code)
              .reduce((one, later) -> later);
      if (last.isPresent() && !last.equals(route(nrmCase, stage, earlier))) {
        return true;
      }
    }
    return false;
  }

  /** The route of a stage by the earlier table; empty if it gives none. */
  private Optional<String> route(RegisterCase nrmCase, Stage stage, int earlier) {
    try {
      return Optional.of(
              routes.askInSet(
                  earlier,
                  nrmCase.caseNumber(),
                  nrmCase.localAuthority(),
                  stage,
                  nrmCase.referralReceivedOn(),
                  nrmCase.reasonableGrounds().decidedOn()))
          .map(Authority::id);
    } catch (IllegalStateException none) {
      return Optional.empty();
    }
  }
}
