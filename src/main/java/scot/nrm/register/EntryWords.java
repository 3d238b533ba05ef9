package scot.nrm.register;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.springframework.util.StringUtils;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authority;

/** The parts of a sentence about an entry. A part is empty if the entry has no value for it. */
public record EntryWords(RegisterEvent event, Names names) {

  /** The display texts of codes. */
  public interface Names {
    String council(String id, LocalDate day);

    /** The sentence with its placeholders replaced by the organisations' names on a day. */
    String fillNames(String sentence, LocalDate day);

    String route(String basis);

    String label(String field);

    String form(String id);

    String addressee(String kind);

    String letter(String template);

    String outcome(Stage stage, String outcome);
  }

  /**
   * The texts for support that isn't from a listed provider; the detail has its name or the reason.
   */
  private static final Map<String, String> NO_LISTED_PROVIDER =
      Map.of(
          "other", "a provider that is not on the list",
          "none-available", "no provider was available");

  /** The texts of codes that are worded differently for people. */
  private static final Map<String, String> OTHER_WORDS =
      Map.of(
          "merge",
          "merged",
          "merged",
          "merged",
          "link",
          "linked",
          "new-child",
          "a different child",
          "officer",
          "the case owner decided so",
          "ukba-copy",
          "a {{authority.immigration.short}} copy");

  /** A code as words, such as {@code no leave to be granted}. */
  public static String words(String code) {
    return code == null
        ? ""
        : OTHER_WORDS.getOrDefault(code, code.replace('-', ' ').replace('_', ' '));
  }

  static Optional<String> unlistedProvider(RegisterEvent event) {
    return Optional.ofNullable(event.code()).map(NO_LISTED_PROVIDER::get);
  }

  String on() {
    return on(" on ");
  }

  String on(String before) {
    return event.from() == null ? "" : before + from();
  }

  String day() {
    return event.from() == null ? "a day that was not recorded" : from();
  }

  String from() {
    return BritishDate.orEmpty(event.from());
  }

  String to() {
    return BritishDate.orEmpty(event.to());
  }

  String to(String before) {
    return event.to() == null ? "" : before + to();
  }

  String fromTo() {
    return on(" from ") + to(" to ");
  }

  boolean wasMoved() {
    return event.from() != null && event.to() != null && !event.from().equals(event.to());
  }

  boolean isReasonableGrounds() {
    return event.stage() == Stage.REASONABLE_GROUNDS;
  }

  String stage() {
    return event.stage() == null ? "the stage" : event.stage().label();
  }

  static String reconsiderationResult(String code) {
    return code.equals("unanswered")
        ? "the case was closed before the request was answered"
        : "the decision is " + words(code);
  }

  String reconsideration() {
    return "Reconsideration" + (event.stage() == null ? "" : " of " + event.stage().label());
  }

  /** The name of a local authority on the day of the entry. */
  String council(String id) {
    return names.council(id, recordedOn());
  }

  /** The day whose names of organisations the entry uses: the day on which it was written. */
  private LocalDate recordedOn() {
    return event.at() == null ? event.from() : LocalDay.of(event.at());
  }

  String authority() {
    String authority = code("", code -> Authority.of(code).inText());
    return authority.isEmpty() ? "another authority" : authority;
  }

  String fillNames(String sentence) {
    return names.fillNames(sentence, recordedOn());
  }

  String outcome() {
    return code(": ", outcome -> names.outcome(event.stage(), outcome));
  }

  /** The code in words; if it no longer exists, the stored code with spaces. */
  <E extends Enum<E> & StoredCode> String value(Class<E> type, Function<E, String> words) {
    return code(
        ": ",
        code -> StoredCode.find(type, code).map(words).orElseGet(() -> code.replace('-', ' ')));
  }

  String code(String before, UnaryOperator<String> inWords) {
    return event.code() == null || event.code().isBlank()
        ? ""
        : before + inWords.apply(event.code());
  }

  String detail(String before, UnaryOperator<String> inWords) {
    return event.detail() == null || event.detail().isBlank()
        ? ""
        : before + inWords.apply(event.detail());
  }

  /** For a listed provider, the detail has its name at the time. */
  String supportProvider() {
    return unlistedProvider(event)
        .map(words -> ": " + words)
        .orElseGet(() -> detail(": ", String::strip));
  }

  /**
   * The heading of the form in which a note was written, which is also the name of its task; or
   * that a task was reassigned.
   */
  String note() {
    return RegisterUpdates.REASSIGNED.equals(event.code())
        ? "A task was reassigned"
        : "Note" + code(" on “", names::form) + (event.code() == null ? "" : "”");
  }

  String deadline() {
    return StringUtils.capitalize(
        StoredCode.find(Deadline.class, event.code())
            .map(Deadline::label)
            .orElseGet(() -> "the date" + code(" ", EntryWords::words)));
  }

  /** For a kind without a sentence: its id in words, and all its values. */
  String genericSentence() {
    return StringUtils.capitalize(words(event.kindCode()))
        + (event.stage() == null ? "" : ", " + stage())
        + code(": ", EntryWords::words)
        + on(", ")
        + (event.from() == null ? to(", ") : to(" to "));
  }
}
