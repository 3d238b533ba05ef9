package scot.nrm.retention;

import static java.util.stream.Collectors.groupingBy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.ComingOfAge;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.UnreadableContent;
import scot.nrm.register.EntryKind;
import scot.nrm.register.ReferralSql;
import scot.nrm.retention.RetentionRules.Rule;

/**
 * When each closed case is erased: by {@link RetentionRules}, from the end of the case or the 18th
 * birthday, whichever is later. A case ends with the last entry in its register. If the birthday is
 * not known, the latest possible day counts, so that nothing is erased too early. A case whose
 * legal hold was lifted waits for some time, so that a mistake can be noticed first.
 *
 * <p>Cases that were merged (D12) are about the same child. They are erased together, on the latest
 * day on which one of them would be due: a merge may have been a mistake, and the case that
 * continued be closed as entered in error (D43).
 */
@Component
public class Retention {

  private static final int ADULT_AGE = 18;

  private static final String CLOSED =
      """
      select r.case_number, r.merged_into, r.case_outcome, r.closed_on, r.opened_on,
        r.referral_received_on, r.age, r.adult_from, r.legal_hold_since, %s as not_counted,
        (select max(e.recorded_at) from register_event e where e.case_number = r.case_number
          and e.kind not in ('%s', '%s', '%s')) as last_entry,
        (select max(e.recorded_at) from register_event e where e.case_number = r.case_number
          and e.kind = '%s') as hold_lifted,
        exists (select 1 from ACT_RU_EXECUTION x where x.BUSINESS_KEY_ = r.case_number) as running
      from case_register r where r.erased is null
        and (r.merged_into is not null or r.case_outcome is not null and r.closed_on <= :latest)\
      """
          .formatted(
              ReferralSql.NOT_COUNTED,
              EntryKind.LEGAL_HOLD_SET.id(),
              EntryKind.LEGAL_HOLD_LIFTED.id(),
              EntryKind.SUBJECT_ACCESS.id(),
              EntryKind.LEGAL_HOLD_LIFTED.id());

  private final JdbcClient jdbc;
  private final CaseFile files;
  private final RetentionRules rules;

  public Retention(JdbcClient jdbc, CaseFile files, RetentionRules rules) {
    this.jdbc = jdbc;
    this.files = files;
    this.rules = rules;
  }

  /** Whether a case that is due can be erased. */
  public enum State {
    DUE,
    /** Not until the hold is lifted. */
    ON_HOLD,
    /** Not until all work on it has ended, although it has an outcome. */
    OPEN_WORK
  }

  /**
   * A case with the date of its erasure.
   *
   * @param merged the numbers of the cases that were merged with it, and are erased with it
   * @param on the first day on which it is erased
   */
  public record Due(String caseNumber, List<String> merged, Rule rule, LocalDate on, State state) {

    /** All its numbers. */
    List<String> numbers() {
      List<String> all = new ArrayList<>(merged);
      all.add(caseNumber);
      return all;
    }
  }

  /** All cases that are due by a day, with the earliest first. */
  public List<Due> dueBy(LocalDate day) {
    return due(jdbc.sql(CLOSED), day);
  }

  /** Whether a case that was due by a day is due in the same way now. */
  boolean isStillDue(Due due, LocalDate day) {
    return due(
            jdbc.sql(CLOSED + " and (r.case_number in (:numbers) or r.merged_into in (:numbers))")
                .param("numbers", due.numbers()),
            day)
        .contains(due);
  }

  private List<Due> due(JdbcClient.StatementSpec cases, LocalDate day) {
    Map<String, ClosedCase> closed = new HashMap<>();
    cases
        .param("latest", rules.latestEnd(day))
        .query((row, number) -> ClosedCase.of(row))
        .list()
        .forEach(one -> closed.put(one.number(), one));
    Map<String, List<ClosedCase>> merged =
        closed.values().stream()
            .filter(one -> one.mergedInto() != null)
            .collect(groupingBy(one -> finalNumber(one, closed)));
    List<Due> due = new ArrayList<>();
    closed.values().stream()
        .filter(one -> one.mergedInto() == null)
        .forEach(
            one -> due(one, merged.getOrDefault(one.number(), List.of()), day).ifPresent(due::add));
    due.sort(Comparator.comparing(Due::on).thenComparing(Due::caseNumber));
    return due;
  }

  /** The number under which a merged case finally continued. */
  private static String finalNumber(ClosedCase one, Map<String, ClosedCase> closed) {
    String number = one.mergedInto();
    for (int steps = 0; steps < closed.size(); steps++) {
      ClosedCase next = closed.get(number);
      if (next == null || next.mergedInto() == null) {
        break;
      }
      number = next.mergedInto();
    }
    return number;
  }

  private Optional<Due> due(ClosedCase one, List<ClosedCase> merged, LocalDate day) {
    List<ClosedCase> all = new ArrayList<>(List.of(one));
    merged.stream().sorted(Comparator.comparing(ClosedCase::number)).forEach(all::add);
    LocalDate ended = all.stream().map(ClosedCase::ended).max(LocalDate::compareTo).orElseThrow();
    if (all.stream()
        .anyMatch(each -> ruleOf(each).due(ended, each.earliestBirthday()).isAfter(day))) {
      return Optional.empty();
    }
    Rule rule = ruleOf(one);
    LocalDate on = ended;
    for (ClosedCase each : all) {
      Rule its = ruleOf(each);
      LocalDate due = its.due(ended, its.waitsForBirthday() ? adultFrom(each) : ended);
      if (due.isAfter(on)) {
        rule = its;
        on = due;
      }
    }
    for (ClosedCase each : all) {
      LocalDate afterHold =
          each.holdLifted() == null ? on : each.holdLifted().plus(rules.afterHold());
      on = afterHold.isAfter(on) ? afterHold : on;
    }
    return on.isAfter(day)
        ? Optional.empty()
        : Optional.of(
            new Due(
                one.number(),
                all.stream().skip(1).map(ClosedCase::number).toList(),
                rule,
                on,
                state(all)));
  }

  private Rule ruleOf(ClosedCase one) {
    return rules.of(one.kind(), Objects.requireNonNullElse(one.outcome(), ""), one.age());
  }

  private static State state(List<ClosedCase> all) {
    if (all.stream().anyMatch(ClosedCase::held)) {
      return State.ON_HOLD;
    }
    return all.stream().anyMatch(one -> one.running() || one.outcome() == null)
        ? State.OPEN_WORK
        : State.DUE;
  }

  private LocalDate adultFrom(ClosedCase one) {
    if (one.adultFrom() != null) {
      return one.adultFrom();
    }
    CaseFileContent file;
    try {
      file = files.read(one.number());
    } catch (UnreadableContent e) {
      return one.latestBirthday();
    }
    return Adulthood.from(file)
        .or(() -> file.date("childDateOfBirth").map(ComingOfAge::adultFrom))
        .orElseGet(one::latestBirthday);
  }

  /**
   * A row of the register. The earliest and latest 18th birthday follow from the age on the form,
   * unless it is known.
   */
  private record ClosedCase(
      String number,
      String mergedInto,
      String kind,
      String outcome,
      Integer age,
      LocalDate ended,
      LocalDate known,
      LocalDate adultFrom,
      boolean held,
      LocalDate holdLifted,
      boolean running) {

    static ClosedCase of(ResultSet row) throws SQLException {
      LocalDate received = row.getObject("referral_received_on", LocalDate.class);
      LocalDate opened = row.getObject("opened_on", LocalDate.class);
      return new ClosedCase(
          row.getString("case_number"),
          row.getString("merged_into"),
          kind(row.getString("not_counted"), received),
          row.getString("case_outcome"),
          row.getObject("age", Integer.class),
          ended(row, opened),
          Objects.requireNonNullElse(received, opened),
          row.getObject("adult_from", LocalDate.class),
          row.getObject("legal_hold_since") != null,
          day(row.getObject("hold_lifted", OffsetDateTime.class)),
          row.getBoolean("running"));
    }

    private static LocalDate ended(ResultSet row, LocalDate opened) throws SQLException {
      LocalDate closed =
          Objects.requireNonNullElse(row.getObject("closed_on", LocalDate.class), opened);
      LocalDate entered = day(row.getObject("last_entry", OffsetDateTime.class));
      return entered != null && entered.isAfter(closed) ? entered : closed;
    }

    private static LocalDate day(OffsetDateTime time) {
      return time == null ? null : LocalDay.of(time.toInstant());
    }

    private static String kind(String notCounted, LocalDate received) {
      if (notCounted.equals("entered-in-error")) {
        return RetentionRules.IN_ERROR;
      }
      return received == null ? RetentionRules.CONCERN : RetentionRules.REFERRAL;
    }

    LocalDate earliestBirthday() {
      if (adultFrom != null) {
        return adultFrom;
      }
      return age == null || age >= ADULT_AGE ? known : known.plusYears(ADULT_AGE - age - 1L);
    }

    LocalDate latestBirthday() {
      return age == null
          ? known.plusYears(ADULT_AGE)
          : known.plusYears(Math.max(0, ADULT_AGE - age));
    }
  }
}
