package scot.nrm.register;

import static scot.nrm.register.EntryKind.Audience.AUTHORITIES;
import static scot.nrm.register.EntryKind.Audience.EVERYONE;
import static scot.nrm.register.EntryKind.Audience.NOBODY;
import static scot.nrm.register.EntryKind.DateMeaning.ANOTHER;
import static scot.nrm.register.EntryKind.DateMeaning.ENDS;
import static scot.nrm.register.EntryKind.DateMeaning.HAPPENED;
import static scot.nrm.register.EntryKind.Part.AGE;
import static scot.nrm.register.EntryKind.Part.CORRECTIONS;
import static scot.nrm.register.EntryKind.Part.EXTENSIONS;
import static scot.nrm.register.EntryKind.Part.HISTORY;
import static scot.nrm.register.EntryKind.Part.MISSING;
import static scot.nrm.register.EntryKind.Part.RECONSIDERATION;
import static scot.nrm.register.EntryKind.Part.SUSPENSIONS;
import static scot.nrm.register.EntryKind.Part.WITHDRAWAL;
import static scot.nrm.register.EntryKind.Topic.DECISION;
import static scot.nrm.register.EntryKind.Topic.LETTER;
import static scot.nrm.register.EntryKind.Topic.UPDATE;

import java.util.function.Function;
import scot.nrm.engine.StoredCode;

/**
 * The kinds of entries in the register's log. Each is declared here once, with its topic, the
 * meaning of its dates, its audience, its part of the record and its sentence.
 */
public enum EntryKind implements StoredCode {
  CASE_OPENED(
      new About(DECISION, HAPPENED, NOBODY, HISTORY),
      e -> "The case was opened" + e.on() + e.code(" for ", e::council)),
  REFERRAL_RECEIVED(
      new About(DECISION, HAPPENED, NOBODY, HISTORY),
      e -> "{{authority.intake.the}} received the NRM form" + e.on()),
  ROUTED(
      new About(DECISION, HAPPENED, NOBODY, HISTORY),
      e ->
          "The decision on "
              + e.stage()
              + " was allocated to "
              + e.authority()
              + "."
              + e.detail(" Basis: ", e.names()::route)),
  DEADLINE_SET(
      new About(DECISION, ANOTHER, EVERYONE, HISTORY),
      e ->
          e.wasMoved()
              ? e.deadline() + " moved to " + e.to() + "; it was originally " + e.from()
              : e.deadline() + " was set" + (e.event().to() == null ? e.on(" to ") : e.to(" to "))),
  EXTENDED(
      new About(DECISION, ANOTHER, EVERYONE, EXTENSIONS),
      e ->
          (e.isReasonableGrounds()
                  ? "The deadline for reasonable grounds was extended"
                  : "The reflection period was extended")
              + e.fromTo()),
  DECIDED(
      new About(DECISION, HAPPENED, NOBODY, HISTORY),
      e -> "Decision on " + e.stage() + e.on() + e.outcome()),
  LATE_MARKED(
      new About(DECISION, ANOTHER, NOBODY, HISTORY),
      e ->
          "The decision on "
              + e.stage()
              + " was due"
              + e.on()
              + " and had not been made by the end of that day: late"),
  LATE_WITHDRAWN(
      new About(DECISION, ANOTHER, EVERYONE, HISTORY),
      e -> "The late mark for " + e.stage() + " was withdrawn"),
  LEAVE_DECIDED(
      new About(DECISION, HAPPENED, NOBODY, HISTORY),
      e -> "Leave to remain" + e.on() + e.code(": ", EntryWords::words) + e.to(", until ")),
  LEAVE_RENEWED(
      new About(DECISION, HAPPENED, EVERYONE, HISTORY),
      e -> "Leave to remain was renewed" + e.on() + e.to(", until ")),
  LEAVE_NOT_RENEWED(
      new About(DECISION, HAPPENED, EVERYONE, HISTORY),
      e -> "It was recorded" + e.on() + " that leave to remain was not renewed"),
  REMOVAL_HOLD(
      new About(DECISION, ANOTHER, NOBODY, HISTORY),
      e -> "Removal" + e.value(RemovalHold.class, RemovalHold::words)),
  CLOSED(
      new About(DECISION, HAPPENED, NOBODY, HISTORY),
      e ->
          "The case was recorded as closed"
              + e.on()
              + e.value(CaseOutcome.class, CaseOutcome::words)),
  REOPENED(
      new About(DECISION, HAPPENED, EVERYONE, HISTORY),
      e -> "The closed case was reopened" + e.on() + e.code(": ", EntryWords::words)),
  BELIEVED_AFTER_ALL(
      new About(DECISION, HAPPENED, EVERYONE, HISTORY),
      e ->
          "The child, who was not referred, is believed"
              + e.on(" since ")
              + " to have been trafficked after all"),
  PROTECTION_CLOSED(
      new About(DECISION, HAPPENED, NOBODY, HISTORY),
      e -> "The local authority closed its protection work for the child" + e.on()),
  LETTER_SENT(
      new About(LETTER, HAPPENED, NOBODY, HISTORY),
      e ->
          "Letter written"
              + e.on()
              + e.detail(" to ", e.names()::addressee)
              + e.code(": ", e.names()::letter)),
  DOCUMENT_ADDED(
      new About(UPDATE, HAPPENED, EVERYONE, HISTORY),
      e -> "A document was added to the case" + e.on() + e.code(": ", EntryWords::words)),
  UKBA_COPY_RECEIVED(
      new About(UPDATE, HAPPENED, EVERYONE, HISTORY),
      e ->
          "A copy of the {{authority.immigration.short}} referral form was received"
              + e.on()
              + ": a pre-alert, not a referral"),
  CONCERN_ACCEPTED(
      new About(UPDATE, HAPPENED, EVERYONE, HISTORY),
      e -> "The local authority accepted the concern" + e.on()),
  TARGET_MISSED(
      new About(DECISION, HAPPENED, EVERYONE, HISTORY),
      e -> "The NRM form was received late, counted from the first meeting with the child"),
  DIRECT_REFERRAL(
      new About(UPDATE, HAPPENED, EVERYONE, HISTORY),
      e ->
          "An NRM form was sent straight to {{authority.intake.the}}, and not by the local authority"
              + e.code(", from: ", EntryWords::words)),
  DIRECT_REFERRAL_ANSWERED(
      new About(UPDATE, HAPPENED, EVERYONE, HISTORY),
      e ->
          "The local authority answered"
              + e.on()
              + " about the NRM form that had reached {{authority.intake.the}} without it"
              + e.code(": ", EntryWords::words)),
  CHILD_MISSING(
      new About(UPDATE, HAPPENED, EVERYONE, MISSING),
      e -> "The child has been missing since " + e.day()),
  MISSING_REPORTED_TO_POLICE(
      new About(UPDATE, HAPPENED, EVERYONE, MISSING),
      e ->
          "The missing child was reported to the police"
              + e.on()
              + e.code("; ", EntryWords::words)),
  SEARCH_ENDED(
      new About(UPDATE, ENDS, NOBODY, MISSING),
      e ->
          (RegisterEvent.MERGED.equals(e.event().code())
                  ? "The search for the child continues under the number of the case with which this one was merged"
                  : "The search for the child ended when the case was closed")
              + (e.to().isEmpty() ? "" : " on " + e.to())
              + e.on("; missing since ")),
  CHILD_FOUND(
      new About(UPDATE, ENDS, EVERYONE, MISSING),
      e ->
          "The child was found, or came back, on "
              + (e.to().isEmpty() ? e.day() : e.to())
              + (e.wasMoved() ? "; missing since " + e.from() : "")),
  SUSPENDED(
      new About(DECISION, HAPPENED, AUTHORITIES, SUSPENSIONS),
      e -> "The decision on " + e.stage() + " was suspended" + e.on() + ". No decision was made"),
  RESUMED(
      new About(DECISION, ENDS, AUTHORITIES, SUSPENSIONS),
      e ->
          "case-ended".equals(e.event().code())
              ? "The suspension of the decision on " + e.stage() + " ended with the case"
              : "The suspended decision on "
                  + e.stage()
                  + " resumed on "
                  + (e.to().isEmpty() ? e.day() : e.to())
                  + e.code(", because: ", EntryWords::words)),
  IMMIGRATION_UPDATE(
      new About(UPDATE, HAPPENED, EVERYONE, HISTORY),
      e -> "Immigration update" + e.on() + e.code(": ", EntryWords::words)),
  AUTHORITY_CHANGED(
      new About(DECISION, HAPPENED, NOBODY, HISTORY),
      e ->
          "The decision on "
              + e.stage()
              + " was transferred to "
              + e.authority()
              + e.on()
              + "."
              + e.detail(" Basis: ", e.names()::route)),
  HAND_OVER_ASKED(
      new About(UPDATE, ANOTHER, EVERYONE, HISTORY),
      e ->
          "Another local authority was asked to take over the case"
              + e.code(": ", e::council)
              + e.on("; the child moves on ")),
  HAND_OVER_RETURNED(
      new About(UPDATE, HAPPENED, EVERYONE, HISTORY),
      e -> "The handover was returned" + e.on() + e.code(" by ", e::council)),
  COUNCIL_CHANGED(
      new About(UPDATE, HAPPENED, NOBODY, HISTORY),
      e ->
          "The case was handed over"
              + e.detail(" from ", e::council)
              + e.code(" to ", e::council)
              + e.on()),
  CORRECTION_PROPOSED(
      new About(UPDATE, ANOTHER, EVERYONE, HISTORY),
      e ->
          "A correction is waiting for a second officer"
              + e.code(": ", e.names()::label)
              + e.on("; proposed on ")),
  CORRECTION_REFUSED(
      new About(UPDATE, HAPPENED, EVERYONE, HISTORY),
      e -> "The second officer refused a correction" + e.on() + e.code(": ", e.names()::label)),
  CORRECTED(
      new About(UPDATE, HAPPENED, EVERYONE, CORRECTIONS),
      e -> "A recorded fact was corrected" + e.on() + e.code(": ", e.names()::label)),
  MATCH_DECIDED(
      new About(UPDATE, HAPPENED, NOBODY, HISTORY),
      e ->
          "{{authority.intake.the}} compared cases that may concern the same child"
              + e.on()
              + e.code(": ", EntryWords::words)
              + e.detail(", with case ", code -> code)),
  LINKED(
      new About(UPDATE, HAPPENED, NOBODY, HISTORY),
      e ->
          "The case was linked"
              + e.on()
              + e.code(" to case ", code -> code)
              + e.detail(": ", EntryWords::words)),
  CASE_ENDED(
      new About(DECISION, HAPPENED, EVERYONE, HISTORY),
      e -> "The case ended" + e.on() + e.code(", because: ", EntryWords::words)),
  MERGED(
      new About(UPDATE, HAPPENED, EVERYONE, HISTORY),
      e -> "The case was merged" + e.code(" with case ", code -> code) + e.on(" on ")),
  /** The child's case with another local authority, which was merged; its number is the text. */
  SAME_CHILD_ELSEWHERE(
      new About(UPDATE, ANOTHER, NOBODY, HISTORY),
      e ->
          "The same child has had another case"
              + e.code(" with ", e::council)
              + e.on(" since ")
              + e.detail(": ", number -> number)
              + ". The two cases were merged"),
  ERROR_CLOSED(
      new About(DECISION, HAPPENED, EVERYONE, HISTORY),
      e ->
          "The case was closed"
              + e.on()
              + " as entered in error"
              + e.code(": ", EntryWords::words)),
  INFORMATION_RECEIVED(
      new About(
          UPDATE, HAPPENED, NOBODY, HISTORY), // the note shows the text, to its author as well
      e -> "Further information was received" + e.on() + e.code(": ", EntryWords::words)) {
    /** Listed with the person's first answer (D7). */
    @Override
    public Part part(RegisterEvent event) {
      return NOW_WANTS_SUPPORT.equals(event.code()) || NO_LONGER_WANTS_SUPPORT.equals(event.code())
          ? AGE
          : super.part(event);
    }
  },
  HEARING_RECORDED(
      new About(DECISION, ANOTHER, EVERYONE, EXTENSIONS),
      e -> "A court hearing was recorded" + e.on(" for ")),
  HEARING_CANCELLED(
      new About(DECISION, ANOTHER, EVERYONE, EXTENSIONS),
      e -> "The court hearing" + e.on(" on ") + " will not take place"),
  EXTENSION_REQUESTED(
      new About(UPDATE, HAPPENED, EVERYONE, EXTENSIONS),
      e ->
          "A longer reflection period was requested"
              + e.on()
              + e.code(", because of: ", EntryWords::words)),
  EXTENSION_REFUSED(
      new About(DECISION, HAPPENED, EVERYONE, EXTENSIONS),
      e -> "A longer reflection period was refused" + e.on()),
  RECONSIDERATION_ASKED(
      new About(UPDATE, HAPPENED, AUTHORITIES, RECONSIDERATION),
      e -> e.reconsideration() + " was requested" + e.on() + e.code(", by: ", EntryWords::words)) {
    @Override
    public Audience audience(RegisterEvent event) {
      return requestAudience(event);
    }
  },
  RECONSIDERATION_NOT_ENTITLED(
      new About(UPDATE, HAPPENED, AUTHORITIES, RECONSIDERATION),
      e ->
          "Reconsideration was requested"
              + e.on()
              + " by someone who is not entitled to ask for it"
              + e.code(": ", EntryWords::words)
              + "; they were referred to the local authority"),
  RECONSIDERATION_ACCEPTED(
      new About(DECISION, ANOTHER, AUTHORITIES, RECONSIDERATION),
      e -> "The decision on " + e.stage() + " is being reconsidered, as requested" + e.on()),
  RECONSIDERATION_REFUSED(
      new About(DECISION, HAPPENED, AUTHORITIES, RECONSIDERATION),
      e -> "Reconsideration was refused" + e.on()),
  RECONSIDERATION_ENDED(
      new About(DECISION, HAPPENED, AUTHORITIES, RECONSIDERATION),
      e ->
          e.reconsideration()
              + " ended"
              + e.on()
              + e.code("; ", EntryWords::reconsiderationResult)),
  WITHDRAWAL_REQUESTED(
      new About(UPDATE, HAPPENED, AUTHORITIES, WITHDRAWAL),
      e ->
          "Someone asked"
              + e.on()
              + " for the child to be withdrawn. The case continues"
              + e.code(". Asked by: ", EntryWords::words)) {
    @Override
    public Audience audience(RegisterEvent event) {
      return requestAudience(event);
    }
  },
  WITHDRAWAL_ADVICE(
      new About(UPDATE, ANOTHER, AUTHORITIES, WITHDRAWAL),
      e -> "The policy adviser answered the request to withdraw" + e.on(" that was made on ")),
  AGE_FINDING(
      new About(UPDATE, HAPPENED, EVERYONE, AGE),
      e -> "A finding on age was recorded" + e.on() + e.code(": ", EntryWords::words)),
  CAME_OF_AGE(
      new About(UPDATE, ENDS, EVERYONE, AGE),
      e ->
          "The person is an adult from "
              + e.day()
              + ("birthday".equals(e.event().code())
                  ? ", the 18th birthday"
                  : e.code(", by a recorded ", EntryWords::words))
              + e.to(" of ")),
  CHILD_AGAIN(
      new About(UPDATE, HAPPENED, EVERYONE, AGE),
      e -> "The person, who had been treated as an adult, is treated as a child again" + e.on()),
  CONSENT(
      new About(UPDATE, HAPPENED, EVERYONE, AGE),
      e -> "Consent to further support" + e.on() + e.code(": ", EntryWords::words)),
  SUPPORT_PROVIDER(
      new About(UPDATE, HAPPENED, NOBODY, AGE),
      e -> "Support for adults" + e.on() + e.supportProvider()) {
    @Override
    public Audience audience(RegisterEvent event) {
      return EntryWords.unlistedProvider(event).isPresent()
          ? Audience.EVERYONE
          : super.audience(event);
    }
  },
  LEGAL_HOLD_SET(
      new About(UPDATE, HAPPENED, AUTHORITIES, HISTORY),
      e -> "A legal hold was set" + e.on() + ": the case is kept until it is lifted"),
  LEGAL_HOLD_LIFTED(
      new About(UPDATE, HAPPENED, AUTHORITIES, HISTORY), e -> "The legal hold was lifted" + e.on()),
  SUBJECT_ACCESS(
      new About(UPDATE, HAPPENED, NOBODY, HISTORY),
      e -> "A copy for the person it is about was made" + e.on() + " (subject access)"),
  REPAIRED(
      new About(DECISION, HAPPENED, AUTHORITIES, HISTORY),
      e ->
          "The process of the case was repaired"
              + e.on()
              + " by the operator, with an NRM manager's approval"
              + e.code(": ", EntryWords::words)),
  /** A case under way has moved to the set of a revision; the code is the set's number. */
  PROCEDURE_CHANGED(
      new About(DECISION, HAPPENED, NOBODY, HISTORY),
      e ->
          "From "
              + e.day()
              + " this case is handled under the procedure of revision"
              + e.code(" ", code -> code)
              + e.detail(", for: ", diagram -> diagram)),
  /** A timer of a case that has moved has got its date by the new diagram. */
  TIMER_SET(
      new About(DECISION, ANOTHER, NOBODY, HISTORY),
      e ->
          (e.from().isEmpty()
                  ? "By the new procedure, a timer was added"
                  : "By the new procedure, a timer has another date")
              + e.detail(": “", name -> name + "”")
              + e.to(", now ")
              + e.on(", before ")),
  CHANGE_ACKNOWLEDGED(
      new About(DECISION, HAPPENED, AUTHORITIES, HISTORY),
      e ->
          "A change to this record outside the service was dealt with"
              + e.on()
              + ". The operator and an NRM manager have acknowledged it"),
  /** A note from a form, whose id is the code. Everyone who can read the case can read it. */
  NOTE(new About(Topic.NOTE, ANOTHER, EVERYONE, HISTORY), EntryWords::note),
  AUTHORITY_NOTE(new About(Topic.NOTE, ANOTHER, AUTHORITIES, HISTORY), EntryWords::note),
  /** An entry of a kind that only a newer version of the program knows. It is never written. */
  OTHER(new About(UPDATE, HAPPENED, AUTHORITIES, HISTORY), EntryWords::genericSentence);

  /** The topics by which a reader filters a timeline. */
  public enum Topic {
    /** Decisions, and the deadlines that depend on them. */
    DECISION,
    UPDATE,
    LETTER,
    /** Notes that people wrote when they completed a task. */
    NOTE
  }

  /** Which date of an entry, if any, is the day of its event. */
  public enum DateMeaning {
    HAPPENED,
    /** The second date: the end of a period that started on the first one. */
    ENDS,
    /** Neither: the date is a deadline or in the future. */
    ANOTHER
  }

  /**
   * Who may read an officer's text with an entry. The text may resemble a minute, which a local
   * authority reads only if it was sent to it (D37), or contain information that an authority
   * received in confidence.
   */
  public enum Audience {
    /** The text is a code, and the sentence already shows it in words. */
    NOBODY,
    /** The competent authorities and the NRM manager. */
    AUTHORITIES,
    /** Everyone who can read the case, the local authority as well. */
    EVERYONE
  }

  /** The part of the record that lists the entry, in addition to the history with all entries. */
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

  /** Kinds of information: an adult changes their answer about support (D7). */
  private static final String NOW_WANTS_SUPPORT = "now-wants-support-as-an-adult";

  private static final String NO_LONGER_WANTS_SUPPORT = "no-longer-wants-support-as-an-adult";

  private record About(Topic topic, DateMeaning dates, Audience audience, Part part) {}

  private final About about;
  private final Function<EntryWords, String> sentence;

  EntryKind(About about, Function<EntryWords, String> sentence) {
    this.about = about;
    this.sentence = sentence;
  }

  public Topic topic() {
    return about.topic();
  }

  public DateMeaning dateMeaning() {
    return about.dates();
  }

  /** The readers of the detail of an entry of this kind. */
  public Audience audience(RegisterEvent event) {
    return about.audience();
  }

  /** A local authority can read its own requests, but not those of others. */
  private static Audience requestAudience(RegisterEvent event) {
    return "local-authority".equals(event.code()) ? Audience.EVERYONE : Audience.AUTHORITIES;
  }

  /**
   * Whether a reader sees entries of this kind. Local authorities don't see the notes of the
   * competent authorities, which would reveal a proposal before the decision.
   *
   * @param readsAll whether the reader is from a competent authority or the NRM manager
   */
  public boolean isShown(boolean readsAll) {
    return this != AUTHORITY_NOTE || readsAll;
  }

  public Part part(RegisterEvent event) {
    return about.part();
  }

  /**
   * A condition in SQL: whether an entry of this kind was recorded for a case.
   *
   * @param register the name of {@code case_register} in the statement
   */
  public String isRecordedFor(String register) {
    return "exists (select 1 from register_event e where e.case_number = %s.case_number and e.kind = '%s')"
        .formatted(register, id());
  }

  public String sentence(EntryWords words) {
    String written = words.fillNames(sentence.apply(words));
    return written.endsWith(".") ? written : written + ".";
  }
}
