package scot.nrm.record;

import static scot.nrm.record.RegisterEntryText.Detail.AUTHORITIES;
import static scot.nrm.record.RegisterEntryText.Detail.EVERYONE;
import static scot.nrm.record.RegisterEntryText.Detail.NOBODY;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/**
 * A sentence for each kind of entry in the register's history. An entry of a kind that has none is
 * shown with the words of its kind, so that nothing that happened is ever left out of a record.
 */
@Component
class RegisterEntryText {

  /**
   * Who of those who read the record reads what an officer wrote with an entry: the text may come
   * close to a minute, which is a council's only where it was sent (D37), or be what somebody told
   * an authority in confidence.
   */
  enum Detail {
    /** The sentence has it, where it is a code in words. */
    NOBODY,
    /** The competent authorities and the NRM manager. */
    AUTHORITIES,
    /** The council too. */
    EVERYONE
  }

  private record Words(Function<Said, String> sentence, Function<RegisterEvent, Detail> detail) {}

  /** What is engaged where it is none of the list: then the detail says which, or why. */
  private static final Map<String, String> NO_LISTED_PROVIDER =
      Map.of(
          "other",
          "a provider that is not on the list",
          "none-available",
          "no provider was available");

  private final Map<String, Words> kinds = new LinkedHashMap<>();
  private final CodeNames names;

  RegisterEntryText(CodeNames names) {
    this.names = names;
    pathOfTheCase();
    concernAndCopy();
    missingAndSuspended();
    movesAndCorrections();
    clocksAndRequests();
    age();
  }

  /** What happened, as a sentence. */
  String sentence(RegisterEvent event) {
    Words words = kinds.get(event.kind());
    Said said = new Said(event, names);
    String sentence = words == null ? said.inItsOwnWords() : words.sentence().apply(said);
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  /**
   * What was written with it; empty where there is nothing, or it is not for this reader.
   *
   * @param readsAll whether the reader is of a competent authority, or the NRM manager
   */
  String detail(RegisterEvent event, boolean readsAll) {
    Detail readBy =
        kinds.containsKey(event.kind())
            ? kinds.get(event.kind()).detail().apply(event)
            : AUTHORITIES;
    boolean shown = readBy == EVERYONE || readBy == AUTHORITIES && readsAll;
    return shown && event.detail() != null ? event.detail().strip() : "";
  }

  /** The kinds that have a sentence of their own. */
  Set<String> kinds() {
    return kinds.keySet();
  }

  private void kind(String kind, Detail detail, Function<Said, String> sentence) {
    kinds.put(kind, new Words(sentence, event -> detail));
  }

  private void pathOfTheCase() {
    kind(
        "case-opened",
        NOBODY,
        e -> "The case was opened" + e.on() + e.code(" for ", names::council) + ".");
    kind("referral-received", NOBODY, e -> "UKHTC received the NRM form" + e.on() + ".");
    kind(
        "routed",
        NOBODY,
        e ->
            "The decision on "
                + e.stage()
                + " was allocated to "
                + e.authority()
                + "."
                + e.detail(" Basis: ", names::route));
    kind(
        "clock-set",
        EVERYONE,
        e ->
            e.wasMoved()
                ? e.clock() + " moved to " + e.to() + "; it was originally " + e.from() + "."
                : e.clock()
                    + " was set"
                    + (e.event().to() == null ? e.on(" to ") : e.to(" to "))
                    + ".");
    kind(
        "extended",
        EVERYONE,
        e ->
            (e.isReasonableGrounds()
                    ? "The date for reasonable grounds was extended"
                    : "The reflection period was extended, and with it the date for conclusive"
                        + " grounds")
                + e.fromTo()
                + ".");
    kind("decided", NOBODY, e -> "Decision on " + e.stage() + e.on() + e.outcome() + ".");
    kind(
        "late-marked",
        NOBODY,
        e ->
            "The decision on "
                + e.stage()
                + " was due"
                + e.on()
                + " and had not been made by the end of that day: late.");
    kind("late-withdrawn", EVERYONE, e -> "The late mark for " + e.stage() + " was withdrawn.");
    kind(
        "leave-decided",
        NOBODY,
        e -> "Leave to remain" + e.on() + e.code(": ", CodeNames::words) + e.to(", until ") + ".");
    kind(
        "leave-renewed",
        EVERYONE,
        e -> "Leave to remain was renewed" + e.on() + e.to(", until ") + ".");
    kind(
        "leave-not-renewed",
        EVERYONE,
        e -> "It was recorded" + e.on() + " that leave to remain was not renewed.");
    kind("removal-hold", NOBODY, e -> "Removal" + e.code(": ", CaseOverview::removal) + ".");
    kind(
        "closed",
        NOBODY,
        e ->
            "The case was recorded as closed" + e.on() + e.code(": ", CaseOverview::outcome) + ".");
    kind(
        "reopened",
        EVERYONE,
        e -> "The closed case was reopened" + e.on() + e.code(": ", CodeNames::words) + ".");
    kind(
        "believed-after-all",
        EVERYONE,
        e ->
            "The child, who was not referred, is believed"
                + e.on(" since ")
                + " to have been trafficked after all.");
    kind(
        "protection-closed",
        NOBODY,
        e -> "The local authority closed its protection work for the child" + e.on() + ".");
    kind(
        "letter-sent",
        NOBODY,
        e ->
            "Letter written"
                + e.on()
                + e.detail(" to ", CodeNames::addressee)
                + e.code(": ", CodeNames::letter)
                + ".");
    kind(
        "document-added",
        EVERYONE,
        e -> "A document was added to the case" + e.on() + e.code(": ", CodeNames::words) + ".");
  }

  private void concernAndCopy() {
    kind(
        "ukba-copy-received",
        EVERYONE,
        e ->
            "A copy of the UKBA referral form was received"
                + e.on()
                + ": a pre-alert, not a referral.");
    kind(
        "concern-accepted",
        EVERYONE,
        e -> "The local authority accepted the concern" + e.on() + ".");
    kind(
        "target-missed",
        EVERYONE,
        e -> "The NRM form was received later than the target after the first encounter.");
    kind(
        "direct-referral",
        EVERYONE,
        e ->
            "An NRM form reached UKHTC"
                + e.on()
                + " without the local authority"
                + e.code(", from: ", CodeNames::words)
                + ".");
    kind(
        "direct-referral-answered",
        EVERYONE,
        e ->
            "The local authority answered"
                + e.on()
                + " about the NRM form that had reached UKHTC without it"
                + e.code(": ", CodeNames::words)
                + ".");
  }

  private void missingAndSuspended() {
    kind("child-missing", EVERYONE, e -> "The child has been missing since " + e.day() + ".");
    kind(
        "missing-reported-to-police",
        EVERYONE,
        e ->
            "The police took the report of the missing child"
                + e.on()
                + e.code("; ", CodeNames::words)
                + ".");
    kind(
        "child-found",
        EVERYONE,
        e ->
            "The child was found, or came back, on "
                + (e.to().isEmpty() ? e.day() : e.to())
                + (e.wasMoved() ? "; missing since " + e.from() : "")
                + ".");
    kind(
        "suspended",
        AUTHORITIES,
        e ->
            "The decision on " + e.stage() + " was suspended" + e.on() + ". No decision was made.");
    kind(
        "resumed",
        AUTHORITIES,
        e ->
            "case-ended".equals(e.event().code())
                ? "The suspension of the decision on " + e.stage() + " ended with the case."
                : "The suspended decision on "
                    + e.stage()
                    + " resumed on "
                    + (e.to().isEmpty() ? e.day() : e.to())
                    + e.code(", because: ", CodeNames::words)
                    + ".");
  }

  private void movesAndCorrections() {
    kind(
        "immigration-news",
        EVERYONE,
        e -> "Immigration update" + e.on() + e.code(": ", CodeNames::words) + ".");
    kind(
        "authority-changed",
        NOBODY,
        e ->
            "The decision on "
                + e.stage()
                + " moved to "
                + e.authority()
                + e.on()
                + "."
                + e.detail(" Basis: ", names::route));
    kind(
        "hand-over-asked",
        EVERYONE,
        e ->
            "Another local authority was asked to take over the case"
                + e.code(": ", names::council)
                + e.on("; the child moves on ")
                + ".");
    kind(
        "hand-over-returned",
        EVERYONE,
        e -> "The handover was returned" + e.on() + e.code(" by ", names::council) + ".");
    kind(
        "council-changed",
        NOBODY,
        e ->
            "The case moved"
                + e.detail(" from ", names::council)
                + e.code(" to ", names::council)
                + e.on()
                + ".");
    kind(
        "correction-proposed",
        EVERYONE,
        e ->
            "A correction is waiting for a second officer"
                + e.code(": ", names::label)
                + e.on("; asked on ")
                + ".");
    kind(
        "correction-refused",
        EVERYONE,
        e -> "The second officer refused a correction" + e.on() + e.code(": ", names::label) + ".");
    kind(
        "corrected",
        EVERYONE,
        e -> "A recorded fact was corrected" + e.on() + e.code(": ", names::label) + ".");
    kind(
        "match-decided",
        NOBODY,
        e ->
            "UKHTC compared cases that may concern the same child"
                + e.on()
                + e.code(": ", CodeNames::words)
                + e.detail(", with case ", code -> code)
                + ".");
    kind(
        "linked",
        NOBODY,
        e ->
            "The case was linked"
                + e.on()
                + e.code(" with case ", code -> code)
                + e.detail(": ", CodeNames::words)
                + ".");
    kind(
        "case-ended",
        EVERYONE,
        e ->
            "The case ended"
                + e.on()
                + " without a decision"
                + e.code(", because: ", CodeNames::words)
                + ".");
    kind(
        "joined",
        EVERYONE,
        e -> "The case was merged" + e.code(" with case ", code -> code) + e.on(" on ") + ".");
    kind(
        "error-closed",
        EVERYONE,
        e ->
            "The case was closed"
                + e.on()
                + " as entered in error"
                + e.code(": ", CodeNames::words)
                + ".");
    kind(
        "information-received",
        AUTHORITIES,
        e -> "Further information was received" + e.on() + e.code(": ", CodeNames::words) + ".");
  }

  private void clocksAndRequests() {
    kind("hearing-recorded", EVERYONE, e -> "A court hearing was recorded" + e.on(" for ") + ".");
    kind(
        "extension-requested",
        EVERYONE,
        e ->
            "More time for reflection was requested"
                + e.on()
                + e.code(", because of: ", CodeNames::words)
                + ".");
    kind(
        "extension-refused",
        AUTHORITIES,
        e -> "More time for reflection was refused" + e.on() + ".");
    kind(
        "reconsideration-asked",
        AUTHORITIES,
        e ->
            e.someone("Reconsideration of ")
                + " was requested"
                + e.on()
                + e.code(", by: ", CodeNames::words)
                + ".");
    kind(
        "reconsideration-not-entitled",
        AUTHORITIES,
        e ->
            "Reconsideration was requested"
                + e.on()
                + " by someone who is not entitled to ask for it"
                + e.code(": ", CodeNames::words)
                + "; they were referred to the local authority.");
    kind(
        "reconsideration-accepted",
        AUTHORITIES,
        e ->
            "The decision on " + e.stage() + " is being reconsidered, as requested" + e.on() + ".");
    kind("reconsideration-refused", AUTHORITIES, e -> "Reconsideration was refused" + e.on() + ".");
    kind(
        "reconsideration-ended",
        AUTHORITIES,
        e ->
            e.someone("Reconsideration of ")
                + " ended"
                + e.on()
                + e.code("; the decision is ", CodeNames::words)
                + ".");
    kind(
        "withdrawal-requested",
        AUTHORITIES,
        e ->
            "Someone asked"
                + e.on()
                + " for the child to be withdrawn. A child cannot withdraw: the case continues"
                + e.code(". Asked by: ", CodeNames::words)
                + ".");
    kind(
        "withdrawal-advice",
        AUTHORITIES,
        e ->
            "The policy adviser answered the request to withdraw"
                + e.on(" that was made on ")
                + ".");
  }

  private void age() {
    kind(
        "age-finding",
        EVERYONE,
        e -> "A finding on age was recorded" + e.on() + e.code(": ", CodeNames::words) + ".");
    kind(
        "came-of-age",
        EVERYONE,
        e ->
            "The person is an adult from "
                + e.day()
                + ("birthday".equals(e.event().code())
                    ? ", the 18th birthday"
                    : e.code(", by a recorded ", CodeNames::words))
                + ".");
    kind(
        "child-again",
        EVERYONE,
        e ->
            "The person, who had been treated as an adult, is treated as a child again"
                + e.on()
                + ".");
    kind(
        "consent",
        EVERYONE,
        e -> "Consent to further support" + e.on() + e.code(": ", CodeNames::words) + ".");
    kinds.put(
        "support-provider",
        new Words(
            e -> "Support for adults" + e.on() + e.supportProvider() + ".",
            event -> unlistedProvider(event).isPresent() ? EVERYONE : NOBODY));
  }

  private static Optional<String> unlistedProvider(RegisterEvent event) {
    return Optional.ofNullable(event.code()).map(NO_LISTED_PROVIDER::get);
  }

  /**
   * An entry, with the pieces of sentences that can be made of it. A piece of what the entry has
   * not is empty.
   */
  private record Said(RegisterEvent event, CodeNames names) {

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
      return CodeNames.day(event.from());
    }

    String to() {
      return CodeNames.day(event.to());
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
      return event.stage() == null ? "the stage" : CodeNames.stage(event.stage());
    }

    String someone(String before) {
      return event.stage() == null
          ? before.replace(" of ", "")
          : before + CodeNames.stage(event.stage());
    }

    String authority() {
      String authority = code("", code -> names.authority(code, event.from()));
      return authority.isEmpty() ? "another authority" : authority;
    }

    String outcome() {
      return code(": ", outcome -> CodeNames.outcome(event.stage(), outcome));
    }

    String code(String before, Function<String, String> inWords) {
      return event.code() == null || event.code().isBlank()
          ? ""
          : before + inWords.apply(event.code());
    }

    String detail(String before, Function<String, String> inWords) {
      return event.detail() == null || event.detail().isBlank()
          ? ""
          : before + inWords.apply(event.detail());
    }

    /** One of the list has its name, as it was then, in the detail. */
    String supportProvider() {
      return unlistedProvider(event)
          .map(words -> ": " + words)
          .orElseGet(() -> detail(": ", String::strip));
    }

    String clock() {
      return switch (event.code() == null ? "" : event.code()) {
        case "rg-due" -> "The date for reasonable grounds";
        case "reflection-review" -> "The review of the reflection period";
        case "reflection-end" -> "The end of the reflection period";
        case "cg-target" -> "The date for conclusive grounds";
        default -> "The date" + code(" ", CodeNames::words);
      };
    }

    /** For a kind that has no sentence: its own words, and all that is known of it. */
    String inItsOwnWords() {
      return CodeNames.sentence(CodeNames.words(event.kind()))
          + (event.stage() == null ? "" : ", " + stage())
          + code(": ", CodeNames::words)
          + on(", ")
          + (event.from() == null ? to(", ") : to(" to "))
          + ".";
    }
  }
}
