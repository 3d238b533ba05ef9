package scot.nrm.decision.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;
import static scot.nrm.engine.CaseVariables.LEAVE_EXPIRY_DATE;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.calendar.Length;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.decision.deadline.Limit;
import scot.nrm.decision.deadline.TimeLimit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.TestExecution;
import scot.nrm.facts.RequiredActs;
import scot.nrm.register.EntryKind;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** The entries about leave to remain (D29). */
@Tag("quick")
class LeaveStepsTest {

  private static final String CASE = "NRM-2009-2222-345L";
  private static final LocalDate TODAY = LocalDate.of(2009, 9, 1);

  private final Register register = mock(Register.class);
  private final CaseFile caseFile = mock(CaseFile.class);
  private final CaseInstances instances = mock(CaseInstances.class);
  private final CaseClock clock = mock(CaseClock.class);
  private final RequiredActs acts = mock(RequiredActs.class);
  private final RegisterUpdates updates = mock(RegisterUpdates.class);
  private final TimeLimits limits = mock(TimeLimits.class);
  private final InventedCase known = new InventedCase();
  private final LeaveSteps steps = new LeaveSteps(register, caseFile, instances, clock);

  @BeforeEach
  void openCase() {
    when(clock.today()).thenReturn(TODAY);
    when(register.lock(CASE)).thenAnswer(asked -> known.build());
    known.caseNumber = CASE;
    known.localAuthority = "glasgow";
  }

  private void file(Map<String, Object> fields) {
    when(caseFile.read(CASE))
        .thenReturn(new CaseFileContent(new ObjectMapper().valueToTree(fields)));
  }

  private static TestExecution decision(String decision) {
    return new TestExecution(
        CASE,
        Map.of(
            "leaveDecision", decision,
            "leaveGrantDate", "2009-08-31",
            "leaveExpiryDate", "2010-08-31",
            "leaveOfficer", "ukba.owner"));
  }

  @Test
  void d29GrantedLeaveIsRecordedWithItsGroundAndExpiryDate() throws Exception {
    file(Map.of("leaveGround", "investigation"));
    TestExecution step = decision("granted");

    steps.recordLeave(acts).execute(step);

    assertThat(step.getVariable("leaveOutcome")).isEqualTo("granted");
    verify(register)
        .leaveDecided(
            CASE,
            "granted",
            "investigation",
            LocalDate.of(2009, 8, 31),
            LocalDate.of(2010, 8, 31),
            "ukba.owner");
  }

  @Test
  void d29RefusedLeaveNeverExpires() throws Exception {
    file(Map.of("leaveGround", "investigation"));
    TestExecution step = decision("refused");

    steps.recordLeave(acts).execute(step);

    assertThat(step.getVariable("leaveOutcome")).isEqualTo("refused");
    verify(register)
        .leaveDecided(CASE, "refused", null, LocalDate.of(2009, 8, 31), null, "ukba.owner");
  }

  @Test
  void d29OnlyADecisionByAUkbaCaseOwnerIsRecorded() {
    doThrow(new IllegalStateException("D29")).when(acts).requireForLeave(CASE);
    TestExecution step = decision("granted");

    assertThatThrownBy(() -> steps.recordLeave(acts).execute(step)).hasMessage("D29");

    assertThat(step.getVariable("leaveOutcome")).isNull();
    verifyNoInteractions(register);
  }

  @Test
  void d29NoLeaveToBeGrantedIsRecordedTodayWithoutAnOfficer() throws Exception {
    TestExecution step = new TestExecution(CASE, Map.of());

    steps.recordNoLeave(acts).execute(step);

    assertThat(step.getVariable("leaveOutcome")).isEqualTo("no-leave-to-be-granted");
    verify(register).leaveDecided(CASE, "no-leave-to-be-granted", null, TODAY, null, null);
  }

  @Test
  void d29WithoutAPositiveDecisionNoLeaveIsRecorded() {
    doThrow(new IllegalStateException("D33")).when(acts).requireForNoLeave(CASE);

    assertThatThrownBy(() -> steps.recordNoLeave(acts).execute(new TestExecution(CASE, Map.of())))
        .hasMessage("D33");

    verifyNoInteractions(register);
  }

  @Test
  void d29TheExpiryOfLeaveIsMonitoredForTheLocalAuthorityOfTheCase() throws Exception {
    steps.startLeaveExpiry().execute(new TestExecution(CASE, Map.of()));

    verify(instances).start("leave-expiry", CASE, "glasgow", Map.of());
  }

  /** 60 days for leave granted in 2009 and 90 days, as an example, for leave renewed in 2010. */
  @ParameterizedTest
  @CsvSource({", 2010-07-02", "2010-08-20, 2010-06-02"})
  void d29TheRenewalTaskFollowsTheLimitsOfTheLatestGrant(String renewedOn, LocalDate begins)
      throws Exception {
    known.leaveDecidedOn = LocalDate.of(2009, 8, 31);
    known.leaveExpiresOn = LocalDate.of(2010, 8, 31);
    when(limits.of(null, LocalDate.of(2009, 8, 31))).thenReturn(renewalDays(60));
    when(limits.of(null, LocalDate.of(2010, 8, 20))).thenReturn(renewalDays(90));
    Map<String, Object> variables = new HashMap<>();
    if (renewedOn != null) {
      variables.put("leaveRenewalGrantDate", renewedOn);
    }
    TestExecution step = new TestExecution(CASE, variables);

    steps.setRenewalDates(limits).execute(step);

    assertThat(step.getVariables())
        .containsEntry("leaveExpires", LocalDay.endOf(LocalDate.of(2010, 8, 31)))
        .containsEntry("leaveRenewalBegins", LocalDay.startOf(begins));
  }

  private static TimeLimit renewalDays(int days) {
    return new TimeLimit(Map.of(Limit.LEAVE_RENEWAL, new Length(days, Length.Unit.DAYS)));
  }

  @ParameterizedTest
  @CsvSource({"1991-09-01, true", "1991-09-02, false"})
  void d7FromTheir18thBirthdayThePersonRenewsTheirOwnLeave(String born, boolean adult)
      throws Exception {
    file(Map.of("childDateOfBirth", born));
    TestExecution step = new TestExecution(CASE, Map.of());

    steps.checkAdult().execute(step);

    assertThat(step.getVariable("adult")).isEqualTo(adult);
  }

  @Test
  void d29ARenewalIsRecordedWithItsNewExpiryDate() throws Exception {
    Map<String, String> renewal =
        Map.of(
            "leaveRenewed", "yes",
            "leaveRenewalGrantDate", "2010-08-20",
            "leaveRenewalExpiryDate", "2011-08-20");

    steps.recordLeaveRenewal(updates).execute(new TestExecution(CASE, renewal).signIn("la.lead"));

    verify(register)
        .leaveRenewed(CASE, LocalDate.of(2010, 8, 20), LocalDate.of(2011, 8, 20), "la.lead");
    verify(instances).set(CASE, LEAVE_EXPIRY_DATE, "2011-08-20");
    verifyNoInteractions(updates);
  }

  @Test
  void d29UnrenewedLeaveIsRecordedWithAReasonAndKeepsItsExpiryDate() throws Exception {
    file(Map.of("leaveNotRenewedReason", "Left the country"));

    steps
        .recordLeaveRenewal(updates)
        .execute(new TestExecution(CASE, Map.of("leaveRenewed", "no")).signIn("la.lead"));

    verify(updates)
        .addEntry(
            CASE,
            RegisterEvent.entry(EntryKind.LEAVE_NOT_RENEWED)
                .from(TODAY)
                .officer("la.lead")
                .detail("Left the country"));
    verifyNoInteractions(register, instances);
  }
}
