package scot.nrm.engine;

import static io.holunda.camunda.bpm.data.CamundaBpmData.booleanVariable;
import static io.holunda.camunda.bpm.data.CamundaBpmData.dateVariable;
import static io.holunda.camunda.bpm.data.CamundaBpmData.intVariable;
import static io.holunda.camunda.bpm.data.CamundaBpmData.stringVariable;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.util.Date;

/**
 * The few things about a case that the diagrams need. Everything else about the child is in the
 * case file.
 *
 * <p>A <em>clock</em> (due, target, end) is a {@link Date}: the last second of the day in
 * Europe/London (D40), so that timers and due dates of tasks take it as it is. A <em>fact</em> (a
 * day on which something happened) is text such as {@code 2009-04-14}, as Camunda Forms submit it.
 */
public final class CaseVariables {

  /** The council, which is also the tenant of the case. */
  public static final VariableFactory<String> LOCAL_AUTHORITY = stringVariable("localAuthority");

  /** The user who assessed the child, and to whom the parts of the NRM form belong. */
  public static final VariableFactory<String> LEAD_PROFESSIONAL =
      stringVariable("leadProfessional");

  /** Decision A: {@code yes} or {@code no} (D4). */
  public static final VariableFactory<String> BELIEVED_TRAFFICKED =
      stringVariable("believedTrafficked");

  /** Of a process that brings news: the case that it is about. */
  public static final VariableFactory<String> CASE_NUMBER = stringVariable("caseNumber");

  public static final VariableFactory<String> REFERRAL_RECEIVED_DATE =
      stringVariable("referralReceivedDate");

  /**
   * Whether the NRM form arrived more than 48 hours after the first encounter: a flag that stops
   * nothing (D6).
   */
  public static final VariableFactory<Boolean> REFERRAL_TARGET_MISSED =
      booleanVariable("referralTargetMissed");

  /** {@code yes} where facts are missing on the NRM form that UKHTC has logged (D12). */
  public static final VariableFactory<String> FACTS_MISSING = stringVariable("factsMissing");

  /** {@code UKHTC} or {@code UKBA} (D13). */
  public static final VariableFactory<String> RG_AUTHORITY = stringVariable("rgAuthority");

  public static final VariableFactory<String> CG_AUTHORITY = stringVariable("cgAuthority");

  /** The row of D13 that gave the authorities, such as {@code D13.5}. */
  public static final VariableFactory<String> ROUTING_BASIS = stringVariable("routingBasis");

  /**
   * {@code no} where a manager must confirm the route first: a UK national in an immigration
   * process (D13).
   */
  public static final VariableFactory<String> ROUTE_CLEAR = stringVariable("routeClear");

  /** {@code not-needed}, {@code on} or {@code ended} (D32). */
  public static final VariableFactory<String> REMOVAL_HOLD = stringVariable("removalHold");

  /** The 5th working day after receipt (D15); never changes within one clock. */
  public static final VariableFactory<Date> RG_ORIGINAL_DUE_DATE =
      dateVariable("rgOriginalDueDate");

  /** The original due date plus what it was extended by (D15). */
  public static final VariableFactory<Date> RG_DUE_DATE = dateVariable("rgDueDate");

  /** The date in force: task, timer and lateness follow it (D16). */
  public static final VariableFactory<Date> RG_TARGET_DATE = dateVariable("rgTargetDate");

  /**
   * What the case owner proposes: {@code positive}, {@code negative}, {@code suspend} or {@code
   * extend} (D15, D18, D35). There only while the proposal waits for the second officer.
   */
  public static final VariableFactory<String> RG_PROPOSAL = stringVariable("rgProposal");

  public static final VariableFactory<Integer> RG_EXTENSION_WORKING_DAYS =
      intVariable("rgExtensionWorkingDays");

  /** What the second officer answers: {@code confirm} or {@code send-back} (D18). */
  public static final VariableFactory<String> RG_CONFIRMATION = stringVariable("rgConfirmation");

  /** {@code positive} or {@code negative}. */
  public static final VariableFactory<String> RG_OUTCOME = stringVariable("rgOutcome");

  public static final VariableFactory<String> RG_DECISION_DATE = stringVariable("rgDecisionDate");
  public static final VariableFactory<Boolean> RG_LATE = booleanVariable("rgLate");

  /**
   * First moment of day 30 of the reflection period: the review's task must be there from here on
   * (D21).
   */
  public static final VariableFactory<Date> REFLECTION_REVIEW_OPENS =
      dateVariable("reflectionReviewOpens");

  /** Day 30 of the reflection period (D21). */
  public static final VariableFactory<Date> REFLECTION_REVIEW_DATE =
      dateVariable("reflectionReviewDate");

  /** Ten working days after the review date: whoever has not answered by then is reminded (D21). */
  public static final VariableFactory<Date> REFLECTION_REMINDER_DATE =
      dateVariable("reflectionReminderDate");

  /** Day 45 of the reflection period (D20). */
  public static final VariableFactory<Date> REFLECTION_END_DATE = dateVariable("reflectionEndDate");

  /** The date in force for conclusive grounds (D24). */
  public static final VariableFactory<Date> CG_TARGET_DATE = dateVariable("cgTargetDate");

  /** As {@link #RG_PROPOSAL}: {@code positive}, {@code negative} or {@code suspend}. */
  public static final VariableFactory<String> CG_PROPOSAL = stringVariable("cgProposal");

  public static final VariableFactory<String> CG_CONFIRMATION = stringVariable("cgConfirmation");

  /** {@code positive} or {@code negative}. */
  public static final VariableFactory<String> CG_OUTCOME = stringVariable("cgOutcome");

  public static final VariableFactory<String> CG_DECISION_DATE = stringVariable("cgDecisionDate");
  public static final VariableFactory<Boolean> CG_LATE = booleanVariable("cgLate");

  /** The day since which the child is missing; only while it is (D34). */
  public static final VariableFactory<String> MISSING_SINCE = stringVariable("missingSince");

  /**
   * Of what runs beside the path: the authority whose case owner is at work, or {@code none}. In
   * the search for a missing child it decides on suspension (D35); after a join it reads the joined
   * case (D12).
   */
  public static final VariableFactory<String> DECIDING_AUTHORITY =
      stringVariable("decidingAuthority");

  /**
   * {@code reasonable-grounds} or {@code conclusive-grounds}; only while that stage is suspended
   * (D35).
   */
  public static final VariableFactory<String> SUSPENDED_STAGE = stringVariable("suspendedStage");

  /** The day from which an officer lets a suspended stage go on without news (D35). */
  public static final VariableFactory<String> RESUMED_DATE = stringVariable("resumedDate");

  /** The target that the case owner sets when conclusive grounds go on after a suspension (D36). */
  public static final VariableFactory<String> CG_NEW_TARGET_DATE =
      stringVariable("cgNewTargetDate");

  /** Of a UKBA copy: {@code yes} where the port officer names a case that exists (D9). */
  public static final VariableFactory<String> COPY_FOR_KNOWN_CASE =
      stringVariable("copyForKnownCase");

  /** Of a pre-alert: {@code yes} where the council has answered before the copy came (D10). */
  public static final VariableFactory<String> CONCERN_ACCEPTED = stringVariable("concernAccepted");

  /**
   * The last day for the council's answer to a pre-alert or to a form that came straight to UKHTC
   * (D10, D11).
   */
  public static final VariableFactory<Date> ANSWER_DUE_DATE = dateVariable("answerDueDate");

  /**
   * {@code yes} or {@code no}: what the council says to a form that came straight to UKHTC (D11).
   */
  public static final VariableFactory<String> COUNCIL_AGREES = stringVariable("councilAgrees");

  /**
   * What immigration news says: {@code asylum-claim}, {@code other-process}, {@code
   * claim-withdrawn} or more (D14).
   */
  public static final VariableFactory<String> IMMIGRATION_NEWS = stringVariable("immigrationNews");

  /** Which process has begun besides an asylum claim, such as {@code port-case} (D14). */
  public static final VariableFactory<String> OTHER_PROCESS = stringVariable("otherProcess");

  /** The authority to which immigration news moves the case, or {@code no} (D14). */
  public static final VariableFactory<String> CASE_MOVES = stringVariable("caseMoves");

  /** {@code yes} where UKBA's asylum colleagues are told of a claim in a case of UKBA's (D14). */
  public static final VariableFactory<String> TELL_ASYLUM_COLLEAGUES =
      stringVariable("tellAsylumColleagues");

  /** {@code yes} where a court hearing moves the date in force for reasonable grounds (D16). */
  public static final VariableFactory<String> HEARING_MOVES_TARGET =
      stringVariable("hearingMovesTarget");

  /**
   * Which of the case's requests of one kind this is, counted from 1 as the register has them (D19,
   * D22).
   */
  public static final VariableFactory<Integer> REQUEST_NUMBER = intVariable("requestNumber");

  /** Why a longer reflection period is asked for, as a code (D22). */
  public static final VariableFactory<String> REFLECTION_EXTENSION_KIND =
      stringVariable("reflectionExtensionKind");

  /** {@code grant} or {@code refuse} (D22). */
  public static final VariableFactory<String> REFLECTION_EXTENSION_DECISION =
      stringVariable("reflectionExtensionDecision");

  /** Calendar days after the present end (D22). */
  public static final VariableFactory<Integer> REFLECTION_EXTENSION_DAYS =
      intVariable("reflectionExtensionDays");

  /** Who asks to withdraw the child, as a code (D19). */
  public static final VariableFactory<String> WITHDRAWAL_ASKED_BY =
      stringVariable("withdrawalAskedBy");

  /**
   * Whether the council has the task: no authority has the case yet (D19), or the council corrects
   * a fact (D43).
   */
  public static final VariableFactory<Boolean> WITH_LOCAL_AUTHORITY =
      booleanVariable("withLocalAuthority");

  /** Whether UKBA decides now (D19) or corrects a fact (D43), and not UKHTC. */
  public static final VariableFactory<Boolean> WITH_UKBA = booleanVariable("withUkba");

  /**
   * {@code reasonable-grounds} or {@code conclusive-grounds}: whose decision is asked to be made
   * anew (D30).
   */
  public static final VariableFactory<String> RECONSIDERED_STAGE =
      stringVariable("reconsideredStage");

  /** The day of the request, from which the new clock runs (D30). */
  public static final VariableFactory<String> RECONSIDERATION_REQUEST_DATE =
      stringVariable("reconsiderationRequestDate");

  /** {@code yes} where who asks may ask: the council, or a referring agency of the case (D30). */
  public static final VariableFactory<String> RECONSIDERATION_ENTITLED =
      stringVariable("reconsiderationEntitled");

  /** {@code accept} or {@code refuse}: the answer to the request (D30). */
  public static final VariableFactory<String> RECONSIDERATION_DECISION =
      stringVariable("reconsiderationDecision");

  /** {@code yes} where the decision that was made anew is another one (D30). */
  public static final VariableFactory<String> DECISION_CHANGED = stringVariable("decisionChanged");

  /** Of a finding on age: whether the person is an adult (D7). */
  public static final VariableFactory<Boolean> FOUND_ADULT = booleanVariable("foundAdult");

  /**
   * The start of the day on which the person comes of age; {@code null} where there is none to wait
   * for (D7).
   */
  public static final VariableFactory<Date> COMES_OF_AGE = dateVariable("comesOfAge");

  /**
   * {@code given} or {@code refused}: what a person who is an adult now says to further support
   * (D7).
   */
  public static final VariableFactory<String> CONSENT_TO_SUPPORT =
      stringVariable("consentToSupport");

  /** The council that is asked to take the case over (D41). */
  public static final VariableFactory<String> RECEIVING_COUNCIL =
      stringVariable("receivingCouncil");

  /** {@code accept} or {@code return}: what it answers (D41). */
  public static final VariableFactory<String> HAND_OVER_ANSWER = stringVariable("handOverAnswer");

  /**
   * Whether the council has not accepted the concern yet, so that duty social work reads what is
   * sent (D31).
   */
  public static final VariableFactory<Boolean> WITH_DUTY_SOCIAL_WORK =
      booleanVariable("withDutySocialWork");

  /** {@code yes} where a suspended stage goes on because of further information (D35). */
  public static final VariableFactory<String> SUSPENDED_STAGE_GOES_ON =
      stringVariable("suspendedStageGoesOn");

  /** Which recorded fact is wrong, such as {@code receipt-date} (D43). */
  public static final VariableFactory<String> CORRECTED_FACT = stringVariable("correctedFact");

  /** The user who corrects it. */
  public static final VariableFactory<String> CORRECTED_BY = stringVariable("correctedBy");

  /** {@code yes} where a clock hangs on the fact, so that a second officer confirms (D43). */
  public static final VariableFactory<String> CLOCK_DATE_CHANGES =
      stringVariable("clockDateChanges");

  /** {@code confirm} or {@code refuse}: what the second officer answers (D43). */
  public static final VariableFactory<String> CORRECTION_ANSWER =
      stringVariable("correctionAnswer");

  /** {@code yes} where letters told the fact that was wrong (D43). */
  public static final VariableFactory<String> LETTERS_WRONG = stringVariable("lettersWrong");

  /** {@code entered-in-error} or {@code child-died} (D43). */
  public static final VariableFactory<String> CASE_CLOSE_REASON = stringVariable("caseCloseReason");

  /** {@code not-needed}, {@code no-leave-to-be-granted} or {@code consider} (D29). */
  public static final VariableFactory<String> LEAVE_NEED = stringVariable("leaveNeed");

  /** {@code yes} where an asylum claim has been made, which is decided first (D29). */
  public static final VariableFactory<String> ASYLUM_CLAIM = stringVariable("asylumClaim");

  /** {@code granted} or {@code refused}, as UKBA's case owner decides. */
  public static final VariableFactory<String> LEAVE_DECISION = stringVariable("leaveDecision");

  public static final VariableFactory<String> LEAVE_GRANT_DATE = stringVariable("leaveGrantDate");
  public static final VariableFactory<String> LEAVE_OFFICER = stringVariable("leaveOfficer");

  /**
   * {@code granted}, {@code refused} or {@code no-leave-to-be-granted}; absent where leave is not
   * needed.
   */
  public static final VariableFactory<String> LEAVE_OUTCOME = stringVariable("leaveOutcome");

  public static final VariableFactory<String> LEAVE_EXPIRY_DATE = stringVariable("leaveExpiryDate");

  /** The end of the day on which leave runs out; only where that is watched (D29). */
  public static final VariableFactory<Date> LEAVE_EXPIRES = dateVariable("leaveExpires");

  /** The start of the day from which the renewal of leave is prepared (D29). */
  public static final VariableFactory<Date> LEAVE_RENEWAL_BEGINS =
      dateVariable("leaveRenewalBegins");

  /** Whether the person is an adult when leave runs out soon (D29). */
  public static final VariableFactory<Boolean> ADULT = booleanVariable("adult");

  /** {@code yes} or {@code no}: what became of leave that runs out (D29). */
  public static final VariableFactory<String> LEAVE_RENEWED = stringVariable("leaveRenewed");

  public static final VariableFactory<String> LEAVE_RENEWAL_GRANT_DATE =
      stringVariable("leaveRenewalGrantDate");
  public static final VariableFactory<String> LEAVE_RENEWAL_EXPIRY_DATE =
      stringVariable("leaveRenewalExpiryDate");

  /**
   * {@code recognised}, {@code not-recognised}, {@code no-reasonable-grounds}, {@code not-referred}
   * (D33).
   */
  public static final VariableFactory<String> CASE_OUTCOME = stringVariable("caseOutcome");

  /**
   * Of a case that is being joined to another of the same child: the number of the case that goes
   * on (D12).
   */
  public static final VariableFactory<String> JOINED_TO = stringVariable("joinedTo");

  /** The user who has found that two cases are one child's; empty where it is not known. */
  public static final VariableFactory<String> JOINED_BY = stringVariable("joinedBy");

  // --- awareness events: a booking belongs to no case

  /** Number of the booking in its own table, where its people are. */
  public static final VariableFactory<Integer> BOOKING_NUMBER = intVariable("bookingNumber");

  /** {@code confirmed}, {@code offered}, {@code waiting} or {@code withdrawn}. */
  public static final VariableFactory<String> BOOKING_STATE = stringVariable("bookingState");

  /** The closing date: until then each area's own places are safe. */
  public static final VariableFactory<Date> BOOKING_CLOSES = dateVariable("bookingCloses");

  /** The last day of the events. */
  public static final VariableFactory<Date> EVENTS_OVER = dateVariable("eventsOver");

  /** Until then the names of those who came are kept. */
  public static final VariableFactory<Date> PEOPLE_KEPT_UNTIL = dateVariable("peopleKeptUntil");

  /**
   * What a group answers that was offered the other event: {@code accepted}, {@code waits} or
   * {@code withdrawn}.
   */
  public static final VariableFactory<String> OFFER_ANSWER = stringVariable("offerAnswer");

  /** What the organiser records of a booking: {@code booker-told} or {@code withdrawn}. */
  public static final VariableFactory<String> BOOKING_CHANGE = stringVariable("bookingChange");

  private CaseVariables() {}
}
