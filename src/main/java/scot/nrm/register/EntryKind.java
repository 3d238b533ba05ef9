package scot.nrm.register;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that the register's log can say. Each kind of entry is declared here once, with its
 * topic, the meaning of its dates, its audience, its part of the record and its sentence.
 */
public enum EntryKind implements StoredCode {
  CASE_OPENED(
      "case-opened",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.HISTORY,
      e -> "The case was opened" + e.on() + e.code(" for ", e.names()::council) + "."),
  REFERRAL_RECEIVED(
      "referral-received",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.HISTORY,
      e -> "UKHTC received the NRM form" + e.on() + "."),
  ROUTED(
      "routed",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.HISTORY,
      e ->
          "The decision on "
              + e.stage()
              + " was allocated to "
              + e.authority()
              + "."
              + e.detail(" Basis: ", e.names()::route)),
  CLOCK_SET(
      "clock-set",
      Topic.DECISION,
      DateMeaning.ANOTHER,
      Audience.EVERYONE,
      Part.HISTORY,
      e ->
          e.wasMoved()
              ? e.deadline() + " moved to " + e.to() + "; it was originally " + e.from() + "."
              : e.deadline()
                  + " was set"
                  + (e.event().to() == null ? e.on(" to ") : e.to(" to "))
                  + "."),
  EXTENDED(
      "extended",
      Topic.DECISION,
      DateMeaning.ANOTHER,
      Audience.EVERYONE,
      Part.EXTENSIONS,
      e ->
          (e.isReasonableGrounds()
                  ? "The deadline for reasonable grounds was extended"
                  : "The reflection period was extended, and with it the target date for"
                      + " conclusive grounds")
              + e.fromTo()
              + "."),
  DECIDED(
      "decided",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.HISTORY,
      e -> "Decision on " + e.stage() + e.on() + e.outcome() + "."),
  LATE_MARKED(
      "late-marked",
      Topic.DECISION,
      DateMeaning.ANOTHER,
      Audience.NOBODY,
      Part.HISTORY,
      e ->
          "The decision on "
              + e.stage()
              + " was due"
              + e.on()
              + " and had not been made by the end of that day: late."),
  LATE_WITHDRAWN(
      "late-withdrawn",
      Topic.DECISION,
      DateMeaning.ANOTHER,
      Audience.EVERYONE,
      Part.HISTORY,
      e -> "The late mark for " + e.stage() + " was withdrawn."),
  LEAVE_DECIDED(
      "leave-decided",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.HISTORY,
      e -> "Leave to remain" + e.on() + e.code(": ", EntryWords::words) + e.to(", until ") + "."),
  LEAVE_RENEWED(
      "leave-renewed",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e -> "Leave to remain was renewed" + e.on() + e.to(", until ") + "."),
  LEAVE_NOT_RENEWED(
      "leave-not-renewed",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e -> "It was recorded" + e.on() + " that leave to remain was not renewed."),
  REMOVAL_HOLD(
      "removal-hold",
      Topic.DECISION,
      DateMeaning.ANOTHER,
      Audience.NOBODY,
      Part.HISTORY,
      e -> "Removal" + e.code(": ", CaseOverview::removal) + "."),
  CLOSED(
      "closed",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.HISTORY,
      e -> "The case was recorded as closed" + e.on() + e.code(": ", CaseOverview::outcome) + "."),
  REOPENED(
      "reopened",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e -> "The closed case was reopened" + e.on() + e.code(": ", EntryWords::words) + "."),
  BELIEVED_AFTER_ALL(
      "believed-after-all",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e ->
          "The child, who was not referred, is believed"
              + e.on(" since ")
              + " to have been trafficked after all."),
  PROTECTION_CLOSED(
      "protection-closed",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.HISTORY,
      e -> "The local authority closed its protection work for the child" + e.on() + "."),
  LETTER_SENT(
      "letter-sent",
      Topic.LETTER,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.HISTORY,
      e ->
          "Letter written"
              + e.on()
              + e.detail(" to ", e.names()::addressee)
              + e.code(": ", e.names()::letter)
              + "."),
  DOCUMENT_ADDED(
      "document-added",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e -> "A document was added to the case" + e.on() + e.code(": ", EntryWords::words) + "."),
  UKBA_COPY_RECEIVED(
      "ukba-copy-received",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e ->
          "A copy of the UKBA referral form was received"
              + e.on()
              + ": a pre-alert, not a referral."),
  CONCERN_ACCEPTED(
      "concern-accepted",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e -> "The local authority accepted the concern" + e.on() + "."),
  TARGET_MISSED(
      "target-missed",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e -> "The NRM form was received later than the target after the child was first met."),
  DIRECT_REFERRAL(
      "direct-referral",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e ->
          "An NRM form reached UKHTC"
              + e.on()
              + " without the local authority"
              + e.code(", from: ", EntryWords::words)
              + "."),
  DIRECT_REFERRAL_ANSWERED(
      "direct-referral-answered",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e ->
          "The local authority answered"
              + e.on()
              + " about the NRM form that had reached UKHTC without it"
              + e.code(": ", EntryWords::words)
              + "."),
  CHILD_MISSING(
      "child-missing",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.MISSING,
      e -> "The child has been missing since " + e.day() + "."),
  MISSING_REPORTED_TO_POLICE(
      "missing-reported-to-police",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.MISSING,
      e ->
          "The missing child was reported to the police"
              + e.on()
              + e.code("; ", EntryWords::words)
              + "."),
  CHILD_FOUND(
      "child-found",
      Topic.NEWS,
      DateMeaning.ENDS,
      Audience.EVERYONE,
      Part.MISSING,
      e ->
          "The child was found, or came back, on "
              + (e.to().isEmpty() ? e.day() : e.to())
              + (e.wasMoved() ? "; missing since " + e.from() : "")
              + "."),
  SUSPENDED(
      "suspended",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.AUTHORITIES,
      Part.SUSPENSIONS,
      e -> "The decision on " + e.stage() + " was suspended" + e.on() + ". No decision was made."),
  RESUMED(
      "resumed",
      Topic.DECISION,
      DateMeaning.ENDS,
      Audience.AUTHORITIES,
      Part.SUSPENSIONS,
      e ->
          "case-ended".equals(e.event().code())
              ? "The suspension of the decision on " + e.stage() + " ended with the case."
              : "The suspended decision on "
                  + e.stage()
                  + " resumed on "
                  + (e.to().isEmpty() ? e.day() : e.to())
                  + e.code(", because: ", EntryWords::words)
                  + "."),
  IMMIGRATION_NEWS(
      "immigration-news",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e -> "Immigration update" + e.on() + e.code(": ", EntryWords::words) + "."),
  AUTHORITY_CHANGED(
      "authority-changed",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.HISTORY,
      e ->
          "The decision on "
              + e.stage()
              + " was transferred to "
              + e.authority()
              + e.on()
              + "."
              + e.detail(" Basis: ", e.names()::route)),
  HAND_OVER_ASKED(
      "hand-over-asked",
      Topic.NEWS,
      DateMeaning.ANOTHER,
      Audience.EVERYONE,
      Part.HISTORY,
      e ->
          "Another local authority was asked to take over the case"
              + e.code(": ", e.names()::council)
              + e.on("; the child moves on ")
              + "."),
  HAND_OVER_RETURNED(
      "hand-over-returned",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e -> "The handover was returned" + e.on() + e.code(" by ", e.names()::council) + "."),
  COUNCIL_CHANGED(
      "council-changed",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.HISTORY,
      e ->
          "The case was handed over"
              + e.detail(" from ", e.names()::council)
              + e.code(" to ", e.names()::council)
              + e.on()
              + "."),
  CORRECTION_PROPOSED(
      "correction-proposed",
      Topic.NEWS,
      DateMeaning.ANOTHER,
      Audience.EVERYONE,
      Part.HISTORY,
      e ->
          "A correction is waiting for a second officer"
              + e.code(": ", e.names()::label)
              + e.on("; proposed on ")
              + "."),
  CORRECTION_REFUSED(
      "correction-refused",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e ->
          "The second officer refused a correction"
              + e.on()
              + e.code(": ", e.names()::label)
              + "."),
  CORRECTED(
      "corrected",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.CORRECTIONS,
      e -> "A recorded fact was corrected" + e.on() + e.code(": ", e.names()::label) + "."),
  MATCH_DECIDED(
      "match-decided",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.HISTORY,
      e ->
          "UKHTC compared cases that may concern the same child"
              + e.on()
              + e.code(": ", EntryWords::words)
              + e.detail(", with case ", code -> code)
              + "."),
  LINKED(
      "linked",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.HISTORY,
      e ->
          "The case was linked"
              + e.on()
              + e.code(" to case ", code -> code)
              + e.detail(": ", EntryWords::words)
              + "."),
  CASE_ENDED(
      "case-ended",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e ->
          "The case ended"
              + e.on()
              + " without a decision"
              + e.code(", because: ", EntryWords::words)
              + "."),
  JOINED(
      "joined",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e -> "The case was merged" + e.code(" with case ", code -> code) + e.on(" on ") + "."),
  ERROR_CLOSED(
      "error-closed",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.HISTORY,
      e ->
          "The case was closed"
              + e.on()
              + " as entered in error"
              + e.code(": ", EntryWords::words)
              + "."),
  INFORMATION_RECEIVED(
      "information-received",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.AUTHORITIES,
      Part.HISTORY,
      e -> "Further information was received" + e.on() + e.code(": ", EntryWords::words) + "."),
  HEARING_RECORDED(
      "hearing-recorded",
      Topic.DECISION,
      DateMeaning.ANOTHER,
      Audience.EVERYONE,
      Part.EXTENSIONS,
      e -> "A court hearing was recorded" + e.on(" for ") + "."),
  EXTENSION_REQUESTED(
      "extension-requested",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.EXTENSIONS,
      e ->
          "A longer reflection period was requested"
              + e.on()
              + e.code(", because of: ", EntryWords::words)
              + "."),
  EXTENSION_REFUSED(
      "extension-refused",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.AUTHORITIES,
      Part.EXTENSIONS,
      e -> "A longer reflection period was refused" + e.on() + "."),
  RECONSIDERATION_ASKED(
      "reconsideration-asked",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.AUTHORITIES,
      Part.RECONSIDERATION,
      e ->
          e.someone("Reconsideration of ")
              + " was requested"
              + e.on()
              + e.code(", by: ", EntryWords::words)
              + "."),
  RECONSIDERATION_NOT_ENTITLED(
      "reconsideration-not-entitled",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.AUTHORITIES,
      Part.RECONSIDERATION,
      e ->
          "Reconsideration was requested"
              + e.on()
              + " by someone who is not entitled to ask for it"
              + e.code(": ", EntryWords::words)
              + "; they were referred to the local authority."),
  RECONSIDERATION_ACCEPTED(
      "reconsideration-accepted",
      Topic.DECISION,
      DateMeaning.ANOTHER,
      Audience.AUTHORITIES,
      Part.RECONSIDERATION,
      e -> "The decision on " + e.stage() + " is being reconsidered, as requested" + e.on() + "."),
  RECONSIDERATION_REFUSED(
      "reconsideration-refused",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.AUTHORITIES,
      Part.RECONSIDERATION,
      e -> "Reconsideration was refused" + e.on() + "."),
  RECONSIDERATION_ENDED(
      "reconsideration-ended",
      Topic.DECISION,
      DateMeaning.HAPPENED,
      Audience.AUTHORITIES,
      Part.RECONSIDERATION,
      e ->
          e.someone("Reconsideration of ")
              + " ended"
              + e.on()
              + e.code("; the decision is ", EntryWords::words)
              + "."),
  WITHDRAWAL_REQUESTED(
      "withdrawal-requested",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.AUTHORITIES,
      Part.WITHDRAWAL,
      e ->
          "Someone asked"
              + e.on()
              + " for the child to be withdrawn. A child cannot withdraw: the case continues"
              + e.code(". Asked by: ", EntryWords::words)
              + "."),
  WITHDRAWAL_ADVICE(
      "withdrawal-advice",
      Topic.NEWS,
      DateMeaning.ANOTHER,
      Audience.AUTHORITIES,
      Part.WITHDRAWAL,
      e ->
          "The policy adviser answered the request to withdraw" + e.on(" that was made on ") + "."),
  AGE_FINDING(
      "age-finding",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.AGE,
      e -> "A finding on age was recorded" + e.on() + e.code(": ", EntryWords::words) + "."),
  CAME_OF_AGE(
      "came-of-age",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.AGE,
      e ->
          "The person is an adult from "
              + e.day()
              + ("birthday".equals(e.event().code())
                  ? ", the 18th birthday"
                  : e.code(", by a recorded ", EntryWords::words))
              + "."),
  CHILD_AGAIN(
      "child-again",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.AGE,
      e ->
          "The person, who had been treated as an adult, is treated as a child again"
              + e.on()
              + "."),
  CONSENT(
      "consent",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.EVERYONE,
      Part.AGE,
      e -> "Consent to further support" + e.on() + e.code(": ", EntryWords::words) + "."),
  SUPPORT_PROVIDER(
      "support-provider",
      Topic.NEWS,
      DateMeaning.HAPPENED,
      Audience.NOBODY,
      Part.AGE,
      e -> "Support for adults" + e.on() + e.supportProvider() + ".") {
    @Override
    public Audience audience(RegisterEvent event) {
      return EntryWords.unlistedProvider(event).isPresent()
          ? Audience.EVERYONE
          : super.audience(event);
    }
  };

  /** The topics by which a reader filters a timeline. */
  public enum Topic {
    /** Decisions, and the deadlines that depend on them. */
    DECISION,
    NEWS,
    LETTER
  }

  /** Which of an entry's dates is the day it happened. */
  public enum DateMeaning {
    HAPPENED,
    /** The second date, when something that started on the first one ended. */
    ENDS,
    /** None: the date is a deadline or still to come. */
    ANOTHER
  }

  /**
   * Who may read an officer's text with an entry. The text may resemble a minute, which a local
   * authority reads only if it was sent to it (D37), or contain what an authority was told in
   * confidence.
   */
  public enum Audience {
    /** The text is a code, and the sentence already shows it in words. */
    NOBODY,
    /** The competent authorities and the NRM manager. */
    AUTHORITIES,
    /** The local authority too. */
    EVERYONE
  }

  /** The part of the record that lists the entry in addition to the history, which lists all. */
  public enum Part {
    EXTENSIONS("Extensions"),
    SUSPENSIONS("Suspensions"),
    MISSING("Missing"),
    RECONSIDERATION("Reconsideration"),
    AGE("Age"),
    WITHDRAWAL("Requests to withdraw"),
    CORRECTIONS("Corrections"),
    HISTORY("History");

    private final String heading;

    Part(String heading) {
      this.heading = heading;
    }

    public String heading() {
      return heading;
    }
  }

  private static final Map<String, EntryKind> BY_ID =
      Arrays.stream(values()).collect(Collectors.toMap(EntryKind::id, Function.identity()));

  private final String id;
  private final Topic topic;
  private final DateMeaning dateMeaning;
  private final Audience audience;
  private final Part part;
  private final Function<EntryWords, String> sentence;

  EntryKind(
      String id,
      Topic topic,
      DateMeaning dateMeaning,
      Audience audience,
      Part part,
      Function<EntryWords, String> sentence) {
    this.id = id;
    this.topic = topic;
    this.dateMeaning = dateMeaning;
    this.audience = audience;
    this.part = part;
    this.sentence = sentence;
  }

  /** Empty for an entry of a kind that only a newer version of the program knows. */
  public static Optional<EntryKind> find(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  @Override
  public String id() {
    return id;
  }

  public Topic topic() {
    return topic;
  }

  public DateMeaning dateMeaning() {
    return dateMeaning;
  }

  /** Who reads the detail of an entry of this kind. */
  public Audience audience(RegisterEvent event) {
    return audience;
  }

  public Part part() {
    return part;
  }

  /** What happened, as a sentence. */
  public String sentence(EntryWords words) {
    return sentence.apply(words);
  }
}
