package scot.nrm.register;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * One entry of the register's log. Values that an entry doesn't use are {@code null}.
 *
 * @param at when it was recorded
 * @param kind the id of an {@link EntryKind}, or one that only a newer version knows
 * @param code the outcome, authority, deadline or other value that the entry is about
 * @param from the date that it is about; of a change, the earlier one
 * @param to of a change, the new date
 * @param detail words: a reason, or the row that gave a route
 */
public record RegisterEvent(
    Instant at,
    String kind,
    Stage stage,
    String code,
    LocalDate from,
    LocalDate to,
    String officer,
    String detail) {

  /** Whether the entry is of one of these kinds. */
  public boolean is(EntryKind... kinds) {
    return Arrays.stream(kinds).anyMatch(known -> known.id().equals(kind));
  }
}
