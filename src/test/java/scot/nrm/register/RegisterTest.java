package scot.nrm.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.register.RecordedActs.act;
import static scot.nrm.register.RecordedActs.decision;
import static scot.nrm.register.Stage.CONCLUSIVE_GROUNDS;
import static scot.nrm.register.Stage.REASONABLE_GROUNDS;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.IllegalTransactionStateException;
import scot.nrm.Databases.Database;
import scot.nrm.OnEachDatabase;
import scot.nrm.casefile.Store;
import scot.nrm.casefile.UnreadableContent;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Register.OfficerAct;

@OnEachDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegisterTest implements OnEachDatabase.Uses {

  private static final LocalDate OPENED = LocalDate.of(2009, 4, 8);
  private static final LocalDate RECEIVED = LocalDate.of(2009, 4, 9);
  private static final LocalDate DUE = LocalDate.of(2009, 4, 20);
  private static final LocalDate DECIDED = LocalDate.of(2009, 4, 22);
  private static final Instant NOW = Instant.parse("2009-04-22T09:30:00Z");

  private Store store;
  private String caseNumber;

  @Override
  public void open(Database database) {
    store = new Store(database);
  }

  @BeforeEach
  void openACase() {
    ClockUtil.setCurrentTime(Date.from(NOW));
    caseNumber = store.file().nextCaseNumber(OPENED);
    record(register -> register.openCase(caseNumber, "glasgow-city", OPENED, "police", null, null));
  }

  @AfterEach
  void resetTheClock() {
    ClockUtil.reset();
  }

  @Override
  public void close() {
    store.close();
  }

  @Test
  void anOfficeActCountsUntilTheNextEntryOfTheGivenKind() {
    assertThat(store.register().hasAct(caseNumber, OfficeAct.NOT_REFERRED, EntryKind.REOPENED))
        .isFalse();
    record(register -> register.officeAct(caseNumber, OfficeAct.NOT_REFERRED, "glasgow.lead"));
    record(register -> register.officeAct(caseNumber, OfficeAct.NOT_REFERRED, "glasgow.manager"));

    assertThat(store.register().lastOfficer(caseNumber, OfficeAct.NOT_REFERRED))
        .contains("glasgow.manager");
    assertThat(store.register().lastOfficer(caseNumber, OfficeAct.LEAVE)).isEmpty();
    assertThat(store.register().hasAct(caseNumber, OfficeAct.NOT_REFERRED, EntryKind.REOPENED))
        .isTrue();
    assertThat(store.register().hasAct(caseNumber, OfficeAct.NOT_REFERRED, EntryKind.CASE_OPENED))
        .isTrue();
    assertThat(store.register().hasAct(caseNumber, OfficeAct.LEAVE, EntryKind.REOPENED)).isFalse();
    assertThat(store.register().officers(caseNumber, REASONABLE_GROUNDS)).isEmpty();

    record(register -> register.protectionClosed(caseNumber, OPENED));

    assertThat(
            store
                .register()
                .hasAct(caseNumber, OfficeAct.NOT_REFERRED, EntryKind.PROTECTION_CLOSED))
        .isFalse();
  }

  /** As the forms may have them. */
  @Test
  void theRegisterKeepsOptionsOf100Characters() {
    String option = "x".repeat(100);
    String another = store.file().nextCaseNumber(OPENED);

    record(
        register -> {
          register.openCase(another, "glasgow-city", OPENED, option, null, null);
          register.referralReceived(
              another, RECEIVED, new RegisterFacts(List.of(option), option, 15, false));
          register.routed(another, REASONABLE_GROUNDS, KnownAuthorities.UKHTC, option);
          register.leaveDecided(another, option, option, DECIDED, null, null);
          store.file().merge(another, Map.of("policeForce", TextNode.valueOf(option)), null);
        });

    RegisterCase found = store.register().find(another).orElseThrow();
    assertThat(found.nationalities()).containsExactly(option);
    assertThat(
            List.of(
                found.firstResponderAgency(),
                found.sex(),
                found.routingBasis(),
                found.leaveOutcome(),
                found.leaveGround()))
        .containsOnly(option);
  }

  @Test
  void aWholeCaseIsReadBackUnchanged() {
    record(
        register -> {
          register.referralReceived(
              caseNumber,
              RECEIVED,
              new RegisterFacts(List.of("VN", "UK", "VN"), "female", 15, true));
          register.routed(caseNumber, REASONABLE_GROUNDS, KnownAuthorities.UKHTC, "D13.5");
          register.routed(caseNumber, CONCLUSIVE_GROUNDS, KnownAuthorities.UKBA, "D13.5");
          register.removalHold(caseNumber, RemovalHold.ON);
          register.deadlineSet(caseNumber, Deadline.RG_DUE, DUE, DUE, null);
          register.decided(
              caseNumber,
              decision(
                  REASONABLE_GROUNDS,
                  Outcome.POSITIVE,
                  DECIDED,
                  "ukhtc.owner",
                  "ukhtc.second",
                  "It is reasonable to believe it",
                  2));
          register.deadlineSet(
              caseNumber,
              Deadline.REFLECTION_REVIEW,
              DECIDED.plusDays(30),
              DECIDED.plusDays(30),
              null);
          register.deadlineSet(
              caseNumber,
              Deadline.REFLECTION_END,
              DECIDED.plusDays(45),
              DECIDED.plusDays(45),
              null);
          register.deadlineSet(
              caseNumber, Deadline.CG_TARGET, DECIDED.plusDays(45), DECIDED.plusDays(45), null);
          register.decided(
              caseNumber,
              decision(
                  CONCLUSIVE_GROUNDS,
                  Outcome.POSITIVE,
                  DECIDED.plusDays(40),
                  "ukba",
                  "On balance it is so"));
          register.leaveDecided(
              caseNumber,
              "granted",
              "personal-circumstances",
              DECIDED.plusDays(50),
              DECIDED.plusYears(1),
              "ukba.owner");
          register.removalHold(caseNumber, RemovalHold.ENDED);
          register.closed(caseNumber, CaseOutcome.RECOGNISED, DECIDED.plusDays(50));
        });

    RegisterCase found = store.register().find(caseNumber).orElseThrow();
    assertThat(found.localAuthority()).isEqualTo("glasgow-city");
    assertThat(found.firstResponderAgency()).isEqualTo("police");
    assertThat(found.openedOn()).isEqualTo(OPENED);
    assertThat(found.referralReceivedOn()).isEqualTo(RECEIVED);
    assertThat(found.nationalities()).containsExactly("UK", "VN");
    assertThat(found.sex()).isEqualTo("female");
    assertThat(found.age()).isEqualTo(15);
    assertThat(found.ageDisputed()).isTrue();
    assertThat(found.rgAuthority()).isEqualTo(KnownAuthorities.UKHTC);
    assertThat(found.cgAuthority()).isEqualTo(KnownAuthorities.UKBA);
    assertThat(found.routingBasis()).isEqualTo("D13.5");
    assertThat(found.reasonableGrounds())
        .isEqualTo(new RegisterCase.StageState(DUE, DUE, Outcome.POSITIVE, DECIDED, true, 2, null));
    assertThat(found.reflectionReview()).isEqualTo(DECIDED.plusDays(30));
    assertThat(found.reflectionEnd()).isEqualTo(DECIDED.plusDays(45));
    assertThat(found.conclusiveGrounds())
        .isEqualTo(
            new RegisterCase.StageState(
                DECIDED.plusDays(45),
                DECIDED.plusDays(45),
                Outcome.POSITIVE,
                DECIDED.plusDays(40),
                false,
                0,
                null));
    assertThat(found.leaveOutcome()).isEqualTo("granted");
    assertThat(found.leaveGround()).isEqualTo("personal-circumstances");
    assertThat(found.leaveExpiresOn()).isEqualTo(DECIDED.plusYears(1));
    assertThat(found.removalHold()).isEqualTo(RemovalHold.ENDED);
    assertThat(found.caseOutcome()).isEqualTo(CaseOutcome.RECOGNISED);
    assertThat(found.closedOn()).isEqualTo(DECIDED.plusDays(50));
    assertThat(kinds())
        .containsExactly(
            new String[] {
              "case-opened", "referral-received", "routed", "routed", "removal-hold",
              "deadline-set", "decided", "deadline-set", "deadline-set", "deadline-set",
              "decided", "leave-decided", "removal-hold", "closed"
            });
  }

  @Test
  void unknownFactsStayEmpty() {
    record(
        register ->
            register.referralReceived(
                caseNumber,
                RECEIVED,
                new RegisterFacts(List.of("unknown"), "unknown", null, false)));

    RegisterCase found = store.register().find(caseNumber).orElseThrow();
    assertThat(found.age()).isNull();
    assertThat(found.reasonableGrounds())
        .isEqualTo(new RegisterCase.StageState(null, null, null, null, null, null, null));
    assertThat(found.caseOutcome()).isNull();
  }

  @Test
  void officersReasonsAndEveryRoundAreStored() {
    Decision decision =
        decision(REASONABLE_GROUNDS, Outcome.NEGATIVE, DECIDED, "ukhtc", "Too little is known");
    record(
        register -> {
          rounds(null).forEach(act -> register.act(caseNumber, act));
          register.act(
              caseNumber,
              act(
                  CONCLUSIVE_GROUNDS,
                  Act.PROPOSED,
                  "ukba.owner",
                  Proposal.POSITIVE,
                  "Another stage"));
          register.decided(caseNumber, decision);
        });

    assertThat(store.register().acts(caseNumber, REASONABLE_GROUNDS)).isEqualTo(rounds(NOW));
    assertThat(store.register().decisions(caseNumber)).containsExactly(decision);
  }

  /** A proposal that is sent back, made again and confirmed. */
  private static List<OfficerAct> rounds(Instant at) {
    OfficerAct proposed =
        act(
            REASONABLE_GROUNDS,
            Act.PROPOSED,
            "ukhtc.owner",
            Proposal.NEGATIVE,
            "Too little is known",
            at);
    return List.of(
        proposed,
        act(REASONABLE_GROUNDS, Act.SENT_BACK, "ukhtc.second", null, "Ask the school first", at),
        proposed,
        act(REASONABLE_GROUNDS, Act.CONFIRMED, "ukhtc.second", Proposal.NEGATIVE, null, at));
  }

  @Test
  void anExtensionIsStoredBesideTheOriginalDate() {
    record(
        register -> {
          register.deadlineSet(caseNumber, Deadline.RG_DUE, DUE, DUE, null);
          register.extended(
              caseNumber,
              REASONABLE_GROUNDS,
              DUE,
              DUE.plusDays(7),
              "The school is closed",
              "ukhtc.owner");
          register.deadlineSet(
              caseNumber, Deadline.RG_DUE, DUE, DUE.plusDays(7), "The school is closed");
        });

    RegisterCase.StageState rg =
        store.register().find(caseNumber).orElseThrow().reasonableGrounds();
    assertThat(rg.originalDue()).isEqualTo(DUE);
    assertThat(rg.due()).isEqualTo(DUE.plusDays(7));
    assertThat(store.register().history(caseNumber))
        .contains(
            new RegisterEvent(
                NOW,
                "extended",
                REASONABLE_GROUNDS,
                null,
                DUE,
                DUE.plusDays(7),
                "ukhtc.owner",
                "The school is closed",
                null));
  }

  @Test
  void aBackdatedDecisionWithdrawsTheLateMarkAndBothAreStored() {
    record(register -> register.lateMarked(caseNumber, REASONABLE_GROUNDS, DUE));
    assertThat(store.register().find(caseNumber).orElseThrow().reasonableGrounds().lateMark())
        .isEqualTo(DUE);

    record(
        register ->
            register.lateWithdrawn(
                caseNumber, REASONABLE_GROUNDS, "decided in time, entered later"));

    assertThat(store.register().find(caseNumber).orElseThrow().reasonableGrounds().lateMark())
        .isNull();
    assertThat(kinds()).containsExactly("case-opened", "late-marked", "late-withdrawn");
  }

  @Test
  void aRepeatedEntryIsStoredOnce() {
    Consumer<Register> everything =
        register -> {
          register.openCase(caseNumber, "glasgow-city", OPENED, "police", null, null);
          register.referralReceived(
              caseNumber, RECEIVED, new RegisterFacts(List.of("VN"), "male", 16, false));
          register.routed(caseNumber, REASONABLE_GROUNDS, KnownAuthorities.UKBA, "D13.1");
          register.deadlineSet(caseNumber, Deadline.RG_DUE, DUE, DUE, null);
          register.removalHold(caseNumber, RemovalHold.ON);
          register.lateMarked(caseNumber, REASONABLE_GROUNDS, DUE);
          register.act(
              caseNumber,
              act(REASONABLE_GROUNDS, Act.PROPOSED, "ukba.owner", Proposal.POSITIVE, "A reason"));
          register.decided(
              caseNumber,
              decision(
                  REASONABLE_GROUNDS,
                  Outcome.POSITIVE,
                  DECIDED,
                  "ukba.owner",
                  "ukba.second",
                  "A reason",
                  2));
          register.leaveDecided(caseNumber, "refused", null, DECIDED, null, "ukba.owner");
          register.closed(caseNumber, CaseOutcome.RECOGNISED, DECIDED);
        };
    record(everything);
    List<RegisterEvent> once = store.register().history(caseNumber);

    record(everything);

    assertThat(store.register().history(caseNumber)).isEqualTo(once);
    assertThat(store.register().acts(caseNumber, REASONABLE_GROUNDS)).hasSize(1);
    assertThat(store.register().decisions(caseNumber)).hasSize(1);
  }

  @Test
  void reasonsAreNotReadableInTheTables() {
    record(
        register -> {
          register.act(
              caseNumber,
              act(
                  REASONABLE_GROUNDS,
                  Act.PROPOSED,
                  "ukhtc.owner",
                  Proposal.NEGATIVE,
                  "Unmistakable words"));
          register.decided(
              caseNumber,
              decision(
                  REASONABLE_GROUNDS, Outcome.NEGATIVE, DECIDED, "ukhtc", "Unmistakable words"));
          register.extended(
              caseNumber, REASONABLE_GROUNDS, DUE, DUE, "Unmistakable words", "ukhtc.owner");
        });

    for (String column :
        List.of("register_act.reason", "register_decision.reasons", "register_event.detail")) {
      String[] names = column.split("\\.");
      assertThat(
              store
                  .jdbc()
                  .sql(
                      "select "
                          + names[1]
                          + " from "
                          + names[0]
                          + " where case_number = ? and "
                          + names[1]
                          + " is not null")
                  .param(caseNumber)
                  .query((row, number) -> row.getBytes(1))
                  .list())
          .isNotEmpty()
          .allSatisfy(
              content ->
                  assertThat(new String(content, StandardCharsets.ISO_8859_1))
                      .doesNotContain("Unmistakable"));
    }
  }

  @Test
  void aReasonMovedToAnotherRowCannotBeOpened() {
    record(
        register -> {
          register.act(
              caseNumber,
              act(
                  REASONABLE_GROUNDS,
                  Act.PROPOSED,
                  "ukhtc.owner",
                  Proposal.NEGATIVE,
                  "The first reason"));
          register.act(
              caseNumber,
              act(REASONABLE_GROUNDS, Act.SENT_BACK, "ukhtc.second", null, "The second reason"));
        });

    store
        .jdbc()
        .sql(
            """
            update register_act set reason = (select reason from register_act where case_number = ? and act = 'proposed')
            where case_number = ? and act = 'sent-back'\
            """)
        .param(caseNumber)
        .param(caseNumber)
        .update();

    assertThatThrownBy(() -> store.register().acts(caseNumber, REASONABLE_GROUNDS))
        .isInstanceOf(UnreadableContent.class)
        .hasMessageNotContaining("reason");
  }

  @Test
  void theRegisterKnowsOnlyOpenedCases() {
    assertThat(store.register().find("NRM-2009-2CCC-CCCW")).isEmpty();
    assertThatThrownBy(
            () -> record(register -> register.removalHold("NRM-2009-2CCC-CCCW", RemovalHold.ON)))
        .hasMessage("Case NRM-2009-2CCC-CCCW is not in the register");
  }

  @Test
  void recordingOutsideATransactionIsRefused() {
    assertThatThrownBy(() -> store.register().removalHold(caseNumber, RemovalHold.ON))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  private List<String> kinds() {
    return store.register().history(caseNumber).stream().map(RegisterEvent::kindCode).toList();
  }

  private void record(Consumer<Register> work) {
    store.inTransaction(() -> work.accept(store.register()));
  }
}
