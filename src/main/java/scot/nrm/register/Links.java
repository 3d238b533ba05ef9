package scot.nrm.register;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.casefile.ChainedRow;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;

/**
 * Cases that belong together (D5, D12): siblings, or possibly the same child. A link is visible
 * from both cases and decides nothing: each case keeps its own form and its own decisions.
 */
@Component
public class Links {

  private final JdbcClient jdbc;
  private final Register register;
  private final CaseClock clock;

  Links(JdbcClient jdbc, Register register, CaseClock clock) {
    this.jdbc = jdbc;
    this.register = register;
    this.clock = clock;
  }

  public enum Why implements StoredCode {
    SIBLING("sibling"),
    SAME_CHILD_SUSPECTED("possibly the same child"),
    /** The same child under two numbers: one of the cases was merged with the other (D12, D43). */
    MERGED("the same child, merged");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** Another case, as seen from one. */
  public record Link(String caseNumber, Why why) {}

  /**
   * Links two cases, in either order, and records it for both. Does nothing if they are already
   * linked for the same reason.
   *
   * @param officer the officer who links them; {@code null} for the system
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void link(String caseNumber, String other, Why why, String officer) {
    if (caseNumber.equals(other)) {
      throw new IllegalArgumentException("Case " + caseNumber + " cannot be linked to itself");
    }
    // Locks in a fixed order. Each user has locked their own case before, so two who link the same
    // cases from both sides may still collide; one of them is asked to try again.
    List<String> both = Stream.of(caseNumber, other).sorted().toList();
    register.linked(both.get(0), both.get(1), why, officer);
    register.linked(both.get(1), both.get(0), why, officer);
    if (!areLinked(caseNumber, other, why)) {
      jdbc.sql(
              """
              insert into register_link (first_case, second_case, why, linked_on, officer) values (?, ?, ?, ?, ?)\
              """)
          .params(both.get(0), both.get(1), why.id(), clock.today(), officer)
          .update();
      register.changed(both.get(0), ChainedRow.LINKED_CASE, both.get(1) + "/" + why.id());
    }
  }

  /**
   * Links the case and its siblings' cases with a sibling's case and its siblings' cases (D5), so
   * that nobody has to link each pair.
   *
   * @param officer as in {@link #link}
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void linkFamilies(String caseNumber, String sibling, String officer) {
    Stream.concat(familyOf(caseNumber).stream(), familyOf(sibling).stream())
        .sorted()
        .distinct()
        .forEach(register::lock);
    // Read once more: others may have linked some of them before the locks.
    SortedSet<String> here = familyOf(caseNumber);
    SortedSet<String> there = familyOf(sibling);
    for (String one : here) {
      there.stream()
          .filter(other -> !other.equals(one))
          .forEach(other -> link(one, other, Why.SIBLING, officer));
    }
  }

  /**
   * Links the siblings of a merged case with the case that continues for the child, and with the
   * siblings there (D5, D12).
   *
   * @param officer as in {@link #link}
   * @return whether the child has siblings under the number that ends
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean linkFamilyOfMerged(String merged, String continues, String officer) {
    SortedSet<String> siblings = familyOf(merged);
    siblings.removeAll(List.of(merged, continues));
    siblings.forEach(sibling -> linkFamilies(continues, sibling, officer));
    return !siblings.isEmpty();
  }

  /** The case and those of the child's siblings; of merged ones, only the one that continues. */
  public SortedSet<String> familyOf(String caseNumber) {
    return Stream.concat(
            Stream.of(caseNumber),
            of(caseNumber).stream()
                .filter(link -> link.why() == Why.SIBLING)
                .map(Link::caseNumber)
                .filter(this::continues))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean continues(String caseNumber) {
    return register.find(caseNumber).filter(found -> found.now().mergedInto() == null).isPresent();
  }

  /** All cases that this one is linked to, oldest link first. */
  public List<Link> of(String caseNumber) {
    return jdbc.sql(
            """
            select case when first_case = ? then second_case else first_case end as other, why
            from register_link where first_case = ? or second_case = ? order by linked_on, other, why\
            """)
        .params(caseNumber, caseNumber, caseNumber)
        .query(
            (row, number) ->
                new Link(row.getString("other"), StoredCode.of(Why.class, row.getString("why"))))
        .list();
  }

  /** The numbers of the child's cases that were merged into this one (D12). */
  public List<String> mergedInto(String caseNumber) {
    return register.history(caseNumber).stream()
        .filter(entry -> entry.is(EntryKind.LINKED) && Why.MERGED.id().equals(entry.detail()))
        .map(RegisterEvent::code)
        .filter(
            other ->
                register
                    .find(other)
                    .filter(merged -> caseNumber.equals(merged.now().mergedInto()))
                    .isPresent())
        .toList();
  }

  /** Whether the two are linked for this reason. */
  public boolean areLinked(String caseNumber, String other, Why why) {
    return of(caseNumber).stream()
        .anyMatch(link -> link.caseNumber().equals(other) && link.why() == why);
  }
}
