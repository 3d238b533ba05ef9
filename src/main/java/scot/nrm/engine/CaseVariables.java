package scot.nrm.engine;

import static io.holunda.camunda.bpm.data.CamundaBpmData.booleanVariable;
import static io.holunda.camunda.bpm.data.CamundaBpmData.dateVariable;
import static io.holunda.camunda.bpm.data.CamundaBpmData.intVariable;
import static io.holunda.camunda.bpm.data.CamundaBpmData.stringVariable;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Field;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The few facts about a case that the diagrams need. Everything else about the child is in the case
 * file.
 *
 * <p>A <em>deadline</em> (due, target, end) is a {@link Date}: the last second of the day in
 * Europe/London (D40), so that timers and tasks' due dates can use it directly. A <em>fact</em> (a
 * day on which something happened) is text such as {@code 2009-04-14}, the format that Camunda
 * Forms submit.
 */
public final class CaseVariables {

  /**
   * The codes that a step can set a variable to. For answers in a form, its options are the codes.
   */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.FIELD)
  public @interface OneOf {

    String[] value() default {};

    /** Whether the code of any authority is possible as well. */
    boolean orAuthority() default false;
  }

  /** The local authority, which is also the tenant of the case. */
  public static final VariableFactory<String> LOCAL_AUTHORITY = stringVariable("localAuthority");

  /** The user who assessed the child, to whom the parts of the NRM form are assigned. */
  public static final VariableFactory<String> LEAD_PROFESSIONAL =
      stringVariable("leadProfessional");

  /** Decision A: {@code yes} or {@code no} (D4). */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> BELIEVED_TRAFFICKED =
      stringVariable("believedTrafficked");

  /** In an update process: the case that it updates. */
  public static final VariableFactory<String> CASE_NUMBER = stringVariable("caseNumber");

  /** The day on which UKHTC received the NRM form (D12). */
  public static final VariableFactory<String> REFERRAL_RECEIVED_DATE =
      stringVariable("referralReceivedDate");

  /**
   * Whether the NRM form arrived more than 48 hours after the first meeting: a flag with no further
   * effect (D6).
   */
  @OneOf({"true", "false"})
  public static final VariableFactory<Boolean> REFERRAL_TARGET_MISSED =
      booleanVariable("referralTargetMissed");

  /** {@code yes} if facts are missing on the NRM form that UKHTC has logged (D12). */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> FACTS_MISSING = stringVariable("factsMissing");

  /** The code of an authority, such as {@code UKHTC} (D13). */
  @OneOf(orAuthority = true)
  public static final VariableFactory<String> RG_AUTHORITY = stringVariable("rgAuthority");

  /** As {@link #RG_AUTHORITY}, for conclusive grounds (D13). */
  @OneOf(orAuthority = true)
  public static final VariableFactory<String> CG_AUTHORITY = stringVariable("cgAuthority");

  /** The row of D13 that gave the authorities, such as {@code D13.5}. */
  public static final VariableFactory<String> ROUTING_BASIS = stringVariable("routingBasis");

  /**
   * {@code no} if a manager must confirm the route first: a UK national in an immigration process
   * (D13).
   */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> ROUTE_CLEAR = stringVariable("routeClear");

  /** {@code not-needed}, {@code on} or {@code ended} (D32). */
  @OneOf({"not-needed", "on", "ended"})
  public static final VariableFactory<String> REMOVAL_HOLD = stringVariable("removalHold");

  /**
   * The 5th working day after receipt (D15); changes only when a decision is reconsidered or the
   * receipt is corrected.
   */
  public static final VariableFactory<Date> RG_ORIGINAL_DUE_DATE =
      dateVariable("rgOriginalDueDate");

  /** The original due date plus any extensions (D15). */
  public static final VariableFactory<Date> RG_DUE_DATE = dateVariable("rgDueDate");

  /** The date in force: task, timer and lateness follow it (D16). */
  public static final VariableFactory<Date> RG_TARGET_DATE = dateVariable("rgTargetDate");

  /**
   * What the case owner proposes: {@code positive}, {@code negative}, {@code suspend} or {@code
   * extend} (D15, D18, D35). Set only while the proposal is waiting for the second officer.
   */
  public static final VariableFactory<String> RG_PROPOSAL = stringVariable("rgProposal");

  /** By how many working days the case owner extends the deadline (D15). */
  public static final VariableFactory<Integer> RG_EXTENSION_WORKING_DAYS =
      intVariable("rgExtensionWorkingDays");

  /** What the second officer answers: {@code confirm} or {@code send-back} (D18). */
  public static final VariableFactory<String> RG_CONFIRMATION = stringVariable("rgConfirmation");

  /** {@code positive} or {@code negative}. */
  @OneOf({"positive", "negative"})
  public static final VariableFactory<String> RG_OUTCOME = stringVariable("rgOutcome");

  /** The date of the decision on reasonable grounds. */
  public static final VariableFactory<String> RG_DECISION_DATE = stringVariable("rgDecisionDate");

  /** Whether reasonable grounds were not decided in time (D28). */
  @OneOf({"true", "false"})
  public static final VariableFactory<Boolean> RG_LATE = booleanVariable("rgLate");

  /**
   * First moment of day 30 of the reflection period: the review task must exist from then on (D21).
   */
  public static final VariableFactory<Date> REFLECTION_REVIEW_OPENS =
      dateVariable("reflectionReviewOpens");

  /** Day 30 of the reflection period (D21). */
  public static final VariableFactory<Date> REFLECTION_REVIEW_DATE =
      dateVariable("reflectionReviewDate");

  /**
   * Ten working days after the review date: anyone who had not answered at the review is reminded
   * (D21).
   */
  public static final VariableFactory<Date> REFLECTION_REMINDER_DATE =
      dateVariable("reflectionReminderDate");

  /** The last day of the reflection period, with its extensions (D20, D22). */
  public static final VariableFactory<Date> REFLECTION_END_DATE = dateVariable("reflectionEndDate");

  /** The date in force for conclusive grounds (D24). */
  public static final VariableFactory<Date> CG_TARGET_DATE = dateVariable("cgTargetDate");

  /** As {@link #RG_PROPOSAL}: {@code positive}, {@code negative} or {@code suspend}. */
  public static final VariableFactory<String> CG_PROPOSAL = stringVariable("cgProposal");

  /** As {@link #RG_CONFIRMATION}, for conclusive grounds. */
  public static final VariableFactory<String> CG_CONFIRMATION = stringVariable("cgConfirmation");

  /** {@code positive} or {@code negative}. */
  @OneOf({"positive", "negative"})
  public static final VariableFactory<String> CG_OUTCOME = stringVariable("cgOutcome");

  /** The date of the decision on conclusive grounds. */
  public static final VariableFactory<String> CG_DECISION_DATE = stringVariable("cgDecisionDate");

  /** Whether conclusive grounds were not decided in time (D28). */
  @OneOf({"true", "false"})
  public static final VariableFactory<Boolean> CG_LATE = booleanVariable("cgLate");

  /** The day since which the child is missing; only while it is (D34). */
  public static final VariableFactory<String> MISSING_SINCE = stringVariable("missingSince");

  /**
   * In a process alongside the path: the authority whose case owner is working on the case, or
   * {@code none}. In the search for a missing child it decides on suspension (D35); after a merge
   * it reads the merged case (D12); where a letter has no address it finds one (D7); it reads
   * further information and advice (D19, D31), and corrects a fact (D43).
   */
  @OneOf(value = "none", orAuthority = true)
  public static final VariableFactory<String> DECIDING_AUTHORITY =
      stringVariable("decidingAuthority");

  /**
   * {@code reasonable-grounds} or {@code conclusive-grounds}; only while that stage is suspended
   * (D35).
   */
  @OneOf({"reasonable-grounds", "conclusive-grounds"})
  public static final VariableFactory<String> SUSPENDED_STAGE = stringVariable("suspendedStage");

  /** The day from which an officer resumes a suspended stage without an update (D35). */
  public static final VariableFactory<String> RESUMED_DATE = stringVariable("resumedDate");

  /**
   * The target that the case owner sets when conclusive grounds resume after a suspension (D36).
   */
  public static final VariableFactory<String> CG_NEW_TARGET_DATE =
      stringVariable("cgNewTargetDate");

  /**
   * In a UKBA copy: {@code yes} if the case that the port officer names is likely to be of the same
   * child, by a second fact (D9, D12).
   */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> SAME_CHILD_LIKELY = stringVariable("sameChildLikely");

  /** In a pre-alert: {@code yes} if the local authority answered before the copy arrived (D10). */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> CONCERN_ACCEPTED = stringVariable("concernAccepted");

  /**
   * The last day for the local authority's answer to a pre-alert or to a form sent directly to
   * UKHTC (D10, D11).
   */
  public static final VariableFactory<Date> ANSWER_DUE_DATE = dateVariable("answerDueDate");

  /**
   * {@code yes} or {@code no}: the local authority's answer to a form sent directly to UKHTC (D11).
   */
  public static final VariableFactory<String> COUNCIL_AGREES = stringVariable("councilAgrees");

  /**
   * The content of an immigration update: {@code asylum-claim}, {@code other-process}, {@code
   * claim-withdrawn} or more (D14).
   */
  public static final VariableFactory<String> IMMIGRATION_UPDATE =
      stringVariable("immigrationUpdate");

  /** The process that has started, other than an asylum claim, such as {@code port-case} (D14). */
  public static final VariableFactory<String> OTHER_PROCESS = stringVariable("otherProcess");

  /** The authority to which an update or a correction moves the case, or {@code no} (D14). */
  @OneOf(value = "no", orAuthority = true)
  public static final VariableFactory<String> CASE_MOVES = stringVariable("caseMoves");

  /**
   * The authority that had the case before its transfer, and writes to the next one (D14); {@code
   * no} if the case didn't move after all (D43).
   */
  @OneOf(value = "no", orAuthority = true)
  public static final VariableFactory<String> MOVED_FROM = stringVariable("movedFrom");

  /** {@code yes} if UKBA's asylum colleagues are notified of a claim in a UKBA case (D14). */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> NOTIFY_ASYLUM_COLLEAGUES =
      stringVariable("notifyAsylumColleagues");

  /** {@code yes} if a court hearing moves the date in force for reasonable grounds (D16). */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> HEARING_MOVES_TARGET =
      stringVariable("hearingMovesTarget");

  /**
   * The number of this request among the case's requests of the same kind in the register, starting
   * at 1 (D19, D22).
   */
  public static final VariableFactory<Integer> REQUEST_NUMBER = intVariable("requestNumber");

  /** The reason for requesting a longer reflection period, as a code (D22). */
  public static final VariableFactory<String> REFLECTION_EXTENSION_KIND =
      stringVariable("reflectionExtensionKind");

  /** The calendar days requested (D22). */
  public static final VariableFactory<Integer> REFLECTION_EXTENSION_DAYS_ASKED =
      intVariable("reflectionExtensionDaysAsked");

  /** {@code grant} or {@code refuse} (D22). */
  public static final VariableFactory<String> REFLECTION_EXTENSION_DECISION =
      stringVariable("reflectionExtensionDecision");

  /** Calendar days after the current end (D22). */
  public static final VariableFactory<Integer> REFLECTION_EXTENSION_DAYS =
      intVariable("reflectionExtensionDays");

  /** Who requested to withdraw the child, as a code (D19). */
  public static final VariableFactory<String> WITHDRAWAL_ASKED_BY =
      stringVariable("withdrawalAskedBy");

  /**
   * Whether the local authority has the task, because no competent authority has the case yet
   * (D19), the local authority corrects a fact, or an authority closes the case (D43).
   */
  @OneOf({"true", "false"})
  public static final VariableFactory<Boolean> WITH_LOCAL_AUTHORITY =
      booleanVariable("withLocalAuthority");

  /**
   * {@code reasonable-grounds} or {@code conclusive-grounds}: the stage whose decision should be
   * reconsidered (D30).
   */
  @OneOf({"reasonable-grounds", "conclusive-grounds"})
  public static final VariableFactory<String> RECONSIDERED_STAGE =
      stringVariable("reconsideredStage");

  /** The date of the request, from which the new deadline is calculated (D30). */
  public static final VariableFactory<String> RECONSIDERATION_REQUEST_DATE =
      stringVariable("reconsiderationRequestDate");

  /**
   * {@code yes} if the applicant is entitled to ask: the local authority or a referring agency of
   * the case (D30).
   */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> RECONSIDERATION_ENTITLED =
      stringVariable("reconsiderationEntitled");

  /** {@code accept} or {@code refuse}: the answer to the request (D30). */
  public static final VariableFactory<String> RECONSIDERATION_DECISION =
      stringVariable("reconsiderationDecision");

  /** {@code yes} if the reconsidered decision has changed (D30). */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> DECISION_CHANGED = stringVariable("decisionChanged");

  /**
   * In a finding on age, on the 18th birthday and where a letter waits: whether the person is an
   * adult (D7).
   */
  @OneOf({"true", "false"})
  public static final VariableFactory<Boolean> FOUND_ADULT = booleanVariable("foundAdult");

  /**
   * {@code given} or {@code refused}: the answer of a person who is now an adult to the offer of
   * further support (D7).
   */
  public static final VariableFactory<String> CONSENT_TO_SUPPORT =
      stringVariable("consentToSupport");

  /** The local authority that is asked to take over the case (D41). */
  public static final VariableFactory<String> RECEIVING_COUNCIL =
      stringVariable("receivingCouncil");

  /**
   * The end of the first day on which another local authority can accept the case (D41): the day on
   * which the child moves, or of the request if that is later.
   */
  public static final VariableFactory<Date> HAND_OVER_FROM = dateVariable("handOverFrom");

  /** {@code accept} or {@code return}: its answer (D41). */
  public static final VariableFactory<String> HAND_OVER_ANSWER = stringVariable("handOverAnswer");

  /**
   * Whether the local authority has not yet accepted the concern, so that duty social work reads
   * the information (D31).
   */
  @OneOf({"true", "false"})
  public static final VariableFactory<Boolean> WITH_DUTY_SOCIAL_WORK =
      booleanVariable("withDutySocialWork");

  /** {@code yes} if a suspended stage resumes because of further information (D35). */
  public static final VariableFactory<String> SUSPENDED_STAGE_RESUMES =
      stringVariable("suspendedStageResumes");

  /** Which recorded fact is wrong, such as {@code receipt-date} (D43). */
  public static final VariableFactory<String> CORRECTED_FACT = stringVariable("correctedFact");

  /** The user who corrects it. */
  public static final VariableFactory<String> CORRECTED_BY = stringVariable("correctedBy");

  /** {@code yes} if a deadline depends on the fact, so that a second officer confirms (D43). */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> DEADLINE_CHANGES = stringVariable("deadlineChanges");

  /** {@code confirm} or {@code refuse}: the second officer's answer (D43). */
  public static final VariableFactory<String> CORRECTION_ANSWER =
      stringVariable("correctionAnswer");

  /**
   * The letters that wait for an address, each as its occasion and occurrence with a slash between
   * them, separated by commas (D7).
   */
  public static final VariableFactory<String> LETTERS_WAITING = stringVariable("lettersWaiting");

  /**
   * {@code yes} if a correction after the end of the case shows that leave has to be considered
   * after all (D29).
   */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> LEAVE_NEEDED_NOW = stringVariable("leaveNeededNow");

  /** {@code yes} if letters contained the wrong fact (D43). */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> LETTERS_WRONG = stringVariable("lettersWrong");

  /** {@code entered-in-error} or {@code child-died} (D43). */
  public static final VariableFactory<String> CASE_CLOSE_REASON = stringVariable("caseCloseReason");

  /**
   * {@code yes} if the first responder, the local authority and the police had all answered at the
   * review of the reflection period (D21).
   */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> REVIEW_COMPLETE = stringVariable("reviewComplete");

  /** {@code not-needed}, {@code no-leave-to-be-granted} or {@code consider} (D29). */
  @OneOf({"not-needed", "no-leave-to-be-granted", "consider"})
  public static final VariableFactory<String> LEAVE_NEED = stringVariable("leaveNeed");

  /** {@code yes} if an asylum claim has been made, which is decided first (D29). */
  @OneOf({"yes", "no"})
  public static final VariableFactory<String> ASYLUM_CLAIM = stringVariable("asylumClaim");

  /** {@code granted} or {@code refused}, as UKBA's case owner decides. */
  public static final VariableFactory<String> LEAVE_DECISION = stringVariable("leaveDecision");

  /** The date of the decision on leave. */
  public static final VariableFactory<String> LEAVE_GRANT_DATE = stringVariable("leaveGrantDate");

  /** The user who decided on leave. */
  public static final VariableFactory<String> LEAVE_OFFICER = stringVariable("leaveOfficer");

  /**
   * {@code granted}, {@code refused} or {@code no-leave-to-be-granted}; absent if leave is not
   * needed.
   */
  @OneOf({"granted", "refused", "no-leave-to-be-granted"})
  public static final VariableFactory<String> LEAVE_OUTCOME = stringVariable("leaveOutcome");

  /** The last day of the leave that was granted. */
  public static final VariableFactory<String> LEAVE_EXPIRY_DATE = stringVariable("leaveExpiryDate");

  /** The end of the day on which leave expires; only set if expiry is monitored (D29). */
  public static final VariableFactory<Date> LEAVE_EXPIRES = dateVariable("leaveExpires");

  /** The start of the day on which preparing the renewal of leave begins (D29). */
  public static final VariableFactory<Date> LEAVE_RENEWAL_BEGINS =
      dateVariable("leaveRenewalBegins");

  /** Whether the person is an adult when leave is about to expire (D29). */
  @OneOf({"true", "false"})
  public static final VariableFactory<Boolean> ADULT = booleanVariable("adult");

  /** {@code yes} or {@code no}: whether expiring leave was renewed (D29). */
  public static final VariableFactory<String> LEAVE_RENEWED = stringVariable("leaveRenewed");

  /** The day on which expiring leave was renewed (D29). */
  public static final VariableFactory<String> LEAVE_RENEWAL_GRANT_DATE =
      stringVariable("leaveRenewalGrantDate");

  /** The last day of the renewed leave (D29). */
  public static final VariableFactory<String> LEAVE_RENEWAL_EXPIRY_DATE =
      stringVariable("leaveRenewalExpiryDate");

  /**
   * {@code recognised}, {@code not-recognised}, {@code no-reasonable-grounds}, {@code not-referred}
   * (D33).
   */
  public static final VariableFactory<String> CASE_OUTCOME = stringVariable("caseOutcome");

  /**
   * In a case that is being merged with another of the same child: the number of the case that
   * continues (D12).
   */
  public static final VariableFactory<String> MERGED_INTO = stringVariable("mergedInto");

  /** The user who found that two cases are of the same child; empty if not known. */
  public static final VariableFactory<String> MERGED_BY = stringVariable("mergedBy");

  // --- awareness events: a booking doesn't belong to a case

  /** Number of the booking in its own table, which has the personal details. */
  public static final VariableFactory<Integer> BOOKING_NUMBER = intVariable("bookingNumber");

  /** {@code confirmed}, {@code offered}, {@code waiting} or {@code withdrawn}. */
  @OneOf({"confirmed", "offered", "waiting", "withdrawn"})
  public static final VariableFactory<String> BOOKING_STATE = stringVariable("bookingState");

  /** The closing date: until then each area's places are reserved. */
  public static final VariableFactory<Date> BOOKING_CLOSES = dateVariable("bookingCloses");

  /** The last day of the events. */
  public static final VariableFactory<Date> EVENTS_OVER = dateVariable("eventsOver");

  /** The date until which attendees' names are kept. */
  public static final VariableFactory<Date> PEOPLE_KEPT_UNTIL = dateVariable("peopleKeptUntil");

  /**
   * The answer of a group that was offered the other event: {@code accepted}, {@code waits} or
   * {@code withdrawn}.
   */
  public static final VariableFactory<String> OFFER_ANSWER = stringVariable("offerAnswer");

  /**
   * What the organiser records of a booking: {@code booker-notified}, {@code person-changed} or
   * {@code withdrawn}.
   */
  public static final VariableFactory<String> BOOKING_CHANGE = stringVariable("bookingChange");

  private static final VariableFactory<?>[] SET_BY_STEPS = {
    LOCAL_AUTHORITY, CASE_NUMBER, BELIEVED_TRAFFICKED, REFERRAL_RECEIVED_DATE,
    RG_AUTHORITY, CG_AUTHORITY, DECIDING_AUTHORITY, ROUTING_BASIS,
    ROUTE_CLEAR, REMOVAL_HOLD, RG_ORIGINAL_DUE_DATE, RG_DUE_DATE,
    RG_TARGET_DATE, RG_OUTCOME, RG_DECISION_DATE, RG_LATE,
    REFLECTION_REVIEW_OPENS, REFLECTION_REVIEW_DATE, REFLECTION_REMINDER_DATE, REFLECTION_END_DATE,
    CG_TARGET_DATE, CG_OUTCOME, CG_DECISION_DATE, CG_LATE,
    MISSING_SINCE, ANSWER_DUE_DATE, COUNCIL_AGREES, CASE_CLOSE_REASON,
    REVIEW_COMPLETE, LEAVE_NEED, LEAVE_DECISION, LEAVE_OUTCOME,
    LEAVE_GRANT_DATE, LEAVE_EXPIRY_DATE, LEAVE_OFFICER, LEAVE_EXPIRES,
    LEAVE_RENEWAL_BEGINS, CASE_OUTCOME, MERGED_INTO, MERGED_BY
  };

  /**
   * Whether a variable has the local authority, an authority, an outcome, a removal hold or a
   * deadline. Only steps and forms set these: a diagram passes them on under the same name.
   */
  public static boolean isSetBySteps(String variable) {
    return Stream.of(SET_BY_STEPS).map(VariableFactory::getName).anyMatch(variable::equals);
  }

  /** The values that a step can set by the names of the variables. */
  public static Map<String, OneOf> codes() {
    Map<String, OneOf> codes = new TreeMap<>();
    Stream.of(CaseVariables.class.getFields())
        .filter(variable -> variable.isAnnotationPresent(OneOf.class))
        .forEach(variable -> codes.put(name(variable), variable.getAnnotation(OneOf.class)));
    return codes;
  }

  public static Set<String> names() {
    return Stream.of(CaseVariables.class.getFields())
        .map(CaseVariables::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String name(Field variable) {
    try {
      return ((VariableFactory<?>) variable.get(null)).getName();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private CaseVariables() {}
}
