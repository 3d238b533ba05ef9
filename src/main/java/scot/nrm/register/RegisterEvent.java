package scot.nrm.register;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import scot.nrm.engine.StoredCode;

/**
 * One entry of the register's log. Values that an entry doesn't use are {@code null}.
 *
 * @param at the time of recording
 * @param kindCode the code of its {@link #kind}, or one that only a newer version knows
 * @param code the outcome, authority, deadline or other value that the entry is about
 * @param from the date that it is about; for a change, the earlier date
 * @param to for a change, the new date
 * @param detail a text: a reason, or the row of a route
 * @param set the set under which the case ran then; {@code null} for always the newest
 */
public record RegisterEvent(
    Instant at,
    String kindCode,
    Stage stage,
    String code,
    LocalDate from,
    LocalDate to,
    String officer,
    String detail,
    Integer set) {

  /** The reason for closing a case: the child has died (D43). */
  public static final String CHILD_DIED = "child-died";

  /** The reason for ending a case: it was merged with another of the same child (D12). */
  public static final String MERGED = "merged";

  /** An entry to be logged; the register adds the time and the set. */
  public static RegisterEvent entry(EntryKind kind) {
    return new RegisterEvent(null, kind.id(), null, null, null, null, null, null, null);
  }

  public EntryKind kind() {
    return StoredCode.find(EntryKind.class, kindCode).orElse(EntryKind.OTHER);
  }

  public boolean is(EntryKind... kinds) {
    return Arrays.asList(kinds).contains(kind());
  }

  /** The manager's reason for closing the case (D43). Call it only on the entry of the closing. */
  public String closingReason() {
    return is(EntryKind.ERROR_CLOSED) ? "entered in error" : "the child has died";
  }

  /** Whether it closed the case because the child has died (D43). */
  public boolean isDeath() {
    return is(EntryKind.CASE_ENDED) && CHILD_DIED.equals(code);
  }

  public RegisterEvent stage(Stage stage) {
    return new RegisterEvent(at, kindCode, stage, code, from, to, officer, detail, set);
  }

  public RegisterEvent code(StoredCode value) {
    return code(value.id());
  }

  public RegisterEvent code(String code) {
    return new RegisterEvent(at, kindCode, stage, code, from, to, officer, detail, set);
  }

  public RegisterEvent from(LocalDate from) {
    return new RegisterEvent(at, kindCode, stage, code, from, to, officer, detail, set);
  }

  public RegisterEvent to(LocalDate to) {
    return new RegisterEvent(at, kindCode, stage, code, from, to, officer, detail, set);
  }

  public RegisterEvent officer(String officer) {
    return new RegisterEvent(at, kindCode, stage, code, from, to, officer, detail, set);
  }

  public RegisterEvent detail(String detail) {
    return new RegisterEvent(at, kindCode, stage, code, from, to, officer, detail, set);
  }
}
