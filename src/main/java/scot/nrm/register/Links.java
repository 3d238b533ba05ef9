package scot.nrm.register;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.engine.CaseClock;

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

  /** Why two cases are linked. */
  public enum Why {
    SIBLING("sibling", "sibling"),
    SAME_CHILD_SUSPECTED("same-child-suspected", "possibly the same child"),
    /** The same child under two numbers: one of the cases was merged with the other (D12, D43). */
    JOINED("joined", "the same child, merged");

    private final String id;
    private final String words;

    Why(String id, String words) {
      this.id = id;
      this.words = words;
    }

    public String id() {
      return id;
    }

    public String words() {
      return words;
    }

    static Why of(String id) {
      return Arrays.stream(values()).filter(why -> why.id.equals(id)).findFirst().orElseThrow();
    }
  }

  /** Another case, as seen from one. */
  public record Link(String caseNumber, Why why, LocalDate linkedOn) {}

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
    // Locks in a fixed order, so that two users who link the same cases can't deadlock.
    List<String> both = Stream.of(caseNumber, other).sorted().toList();
    register.linked(both.get(0), both.get(1), why.id(), officer);
    register.linked(both.get(1), both.get(0), why.id(), officer);
    if (!areLinked(caseNumber, other, why)) {
      jdbc.sql(
              """
              insert into register_link (first_case, second_case, why, linked_on, officer) values (?, ?, ?, ?, ?)\
              """)
          .param(both.get(0))
          .param(both.get(1))
          .param(why.id())
          .param(clock.today())
          .param(officer)
          .update();
    }
  }

  /** All cases that this one is linked to, oldest link first. */
  public List<Link> of(String caseNumber) {
    return jdbc.sql(
            """
            select case when first_case = ? then second_case else first_case end as other, why, linked_on
            from register_link where first_case = ? or second_case = ? order by linked_on, other, why\
            """)
        .param(caseNumber)
        .param(caseNumber)
        .param(caseNumber)
        .query(
            (row, number) ->
                new Link(
                    row.getString("other"),
                    Why.of(row.getString("why")),
                    row.getObject("linked_on", LocalDate.class)))
        .list();
  }

  /** Whether the two are linked for this reason. */
  public boolean areLinked(String caseNumber, String other, Why why) {
    return of(caseNumber).stream()
        .anyMatch(link -> link.caseNumber().equals(other) && link.why() == why);
  }
}
