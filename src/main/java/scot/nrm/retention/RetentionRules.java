package scot.nrm.retention;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * For how long cases are kept, from {@code config/retention.yaml}.
 *
 * @param accessLog for how long entries of the access log are kept
 * @param afterHold for how long a case that is due is still kept after a legal hold was lifted
 * @param rules the first matching one applies; the last one matches all cases
 */
public record RetentionRules(
    @DefaultValue("7y") Period accessLog,
    @DefaultValue("30d") Period afterHold,
    @DefaultValue List<Rule> rules) {

  /** An NRM form was received and the case counts as a referral (D38). */
  static final String REFERRAL = "referral";

  /** No NRM form was received. */
  static final String CONCERN = "concern";

  static final String IN_ERROR = "entered-in-error";

  /** The time begins with the end of the case, whatever the age. */
  static final String CASE_END = "case-end";

  /** The time begins with the end of the case or the 18th birthday, whichever is later. */
  static final String LATER = "later";

  public RetentionRules {
    rules = List.copyOf(rules);
  }

  /**
   * One rule. Empty lists and {@code null} match every case.
   *
   * @param id kept with each erasure; never changes
   * @param name displayed to people
   * @param youngest the lowest age in whole years on the day of receipt
   * @param oldest the highest age in whole years on the day of receipt
   * @param from {@link #LATER} or {@link #CASE_END}
   */
  public record Rule(
      @DefaultValue("") String id,
      @DefaultValue("") String name,
      @DefaultValue List<String> kinds,
      @DefaultValue List<String> outcomes,
      Integer youngest,
      Integer oldest,
      Period keep,
      @DefaultValue(LATER) String from) {

    public Rule {
      kinds = List.copyOf(kinds);
      outcomes = List.copyOf(outcomes);
    }

    private boolean matches(String kind, String outcome, Integer age) {
      return (kinds.isEmpty() || kinds.contains(kind))
          && (outcomes.isEmpty() || outcomes.contains(outcome))
          && (youngest == null || age != null && age >= youngest)
          && (oldest == null || age != null && age <= oldest);
    }

    boolean matchesAll() {
      return kinds.isEmpty() && outcomes.isEmpty() && youngest == null && oldest == null;
    }

    boolean waitsForBirthday() {
      return from.equals(LATER);
    }

    /** The first day on which the case is erased. */
    LocalDate due(LocalDate ended, LocalDate adultFrom) {
      return (waitsForBirthday() && adultFrom.isAfter(ended) ? adultFrom : ended).plus(keep);
    }
  }

  /**
   * The rule for a case.
   *
   * @param kind one of the constants above
   * @param age on the day of receipt; {@code null} if it is not known
   */
  Rule of(String kind, String outcome, Integer age) {
    return rules.stream()
        .filter(rule -> rule.matches(kind, outcome, age))
        .findFirst()
        .orElseThrow();
  }

  /** The last day on which a case can have ended that is due by this day. */
  LocalDate latestEnd(LocalDate dueBy) {
    return rules.stream().map(rule -> dueBy.minus(rule.keep())).max(LocalDate::compareTo).get();
  }

  /** The name of a rule, or its id if it is from an earlier version of the file. */
  String name(String id) {
    Optional<String> name =
        rules.stream().filter(rule -> rule.id().equals(id)).map(Rule::name).findFirst();
    return name.orElse(id);
  }
}
