package scot.nrm.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static scot.nrm.forms.check.Submissions.refusals;
import static scot.nrm.register.RecordedActs.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.persistence.entity.GroupEntity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.calendar.Length;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.decision.deadline.DecisionTable;
import scot.nrm.decision.deadline.Limit;
import scot.nrm.decision.deadline.TimeLimit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.decision.leave.LeaveLengthRule;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.register.Act;
import scot.nrm.register.Proposal;
import scot.nrm.register.Register;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.Stage;

/** The rules of decisions with the shipped forms. */
@Tag("quick")
class DecisionRulesTest {

  private static final String CASE = "NRM-2009-2222-345L";

  private static final Set<String> GROUPS = Set.of("ukhtc-case-owner", "ukhtc-second-officer");

  private final Register register = mock(Register.class);
  private final IdentityService identity = mock(IdentityService.class, RETURNS_DEEP_STUBS);
  private final DecisionActsCheck acts =
      new DecisionActsCheck(
          Requirements.OF_THE_FILE, KnownAuthorities.OF_THE_FILE, register, identity);
  private final TimeLimits limits = spy(DecisionTable.limits());
  private final Map<String, Object> variables = new HashMap<>();
  private final ObjectNode file = JsonNodeFactory.instance.objectNode();

  @BeforeEach
  void officersOfBothTeams() {
    when(identity.getCurrentAuthentication()).thenReturn(null);
    when(identity.createGroupQuery().groupMember(any()).list())
        .thenReturn(GROUPS.stream().map(GroupEntity::new).map(Group.class::cast).toList());
    when(identity.createTenantQuery().userMember(any()).includingGroupsOfUser(true).list())
        .thenReturn(List.of());
  }

  private FormSubmission submission(String form, String officer, Map<String, String> values) {
    return submission(FormFile.of(form).inItsTask(), officer, values);
  }

  private FormSubmission submission(FormSchema schema, String officer, Map<String, String> values) {
    Map<String, JsonNode> nodes = new HashMap<>();
    values.forEach((key, value) -> nodes.put(key, JsonNodeFactory.instance.textNode(value)));
    assertThat(schema.fields().keySet()).as("fields of the form").containsAll(values.keySet());
    return new FormSubmission(
        CASE,
        schema,
        false,
        nodes,
        new CaseFileContent(file),
        variables,
        officer,
        LocalDate.of(2009, 9, 1));
  }

  private static FormSchema form(String id) {
    return FormFile.of(id).inItsTask();
  }

  private void proposed(Stage stage, String officer, String outcome) {
    when(register.lastAct(any(), any(), any())).thenCallRealMethod();
    when(register.acts(CASE, stage))
        .thenReturn(
            List.of(
                act(stage, Act.PROPOSED, "somebody.before", Proposal.POSITIVE, "", Instant.EPOCH),
                act(stage, Act.SENT_BACK, officer, Proposal.POSITIVE, "", Instant.EPOCH),
                act(stage, Act.PROPOSED, officer, Proposal.of(outcome), "", Instant.EPOCH)));
  }

  // --- D18

  @Test
  void d18TheLastProposerCannotConfirmOrSendBack() {
    proposed(Stage.REASONABLE_GROUNDS, "ukhtc.owner", "positive");
    SecondOfficerRule rule = new SecondOfficerRule(register, acts);

    assertThat(refusals(rule, submission("confirm-reasonable-grounds", "ukhtc.owner", Map.of())))
        .containsExactly(
            "You proposed this decision yourself. A different, second officer must confirm it or send it back.");
    assertThat(refusals(rule, submission("confirm-reasonable-grounds", "ukhtc.second", Map.of())))
        .isEmpty();
  }

  @Test
  void d18AManagerCannotAssignTheConfirmationToTheProposer() {
    proposed(Stage.REASONABLE_GROUNDS, "ukhtc.owner", "positive");
    SecondOfficerRule rule = new SecondOfficerRule(register, acts);

    assertThat(rule.taskRefusal(CASE, form("confirm-reasonable-grounds"), "ukhtc.owner"))
        .isPresent();
    assertThat(rule.taskRefusal(CASE, form("confirm-reasonable-grounds"), "ukhtc.second"))
        .isEmpty();
    assertThat(rule.taskRefusal(CASE, form("propose-reasonable-grounds"), "ukhtc.owner")).isEmpty();
  }

  @Test
  void d18EachStageHasItsOwnTwoOfficers() {
    proposed(Stage.REASONABLE_GROUNDS, "ukhtc.owner", "positive");
    proposed(Stage.CONCLUSIVE_GROUNDS, "ukhtc.second", "positive");

    assertThat(
            refusals(
                new SecondOfficerRule(register, acts),
                submission("confirm-conclusive-grounds", "ukhtc.owner", Map.of())))
        .isEmpty();
  }

  @Test
  void d30AnOfficerWhoActedBeforeCannotBeAssignedTheReconsideration() {
    when(register.officersBeforeReconsideration(CASE, Stage.REASONABLE_GROUNDS))
        .thenReturn(Set.of("ukhtc.owner"));
    SecondOfficerRule rule = new SecondOfficerRule(register, acts);

    assertThat(rule.taskRefusal(CASE, form("propose-reasonable-grounds"), "ukhtc.owner"))
        .contains(
            "You took part in the decision that is being reconsidered. A case owner who did not must propose the new decision. Leave the task to a colleague, or ask your manager to assign it to one");
    assertThat(rule.taskRefusal(CASE, form("propose-reasonable-grounds"), "ukhtc.second"))
        .isEmpty();
    assertThat(rule.taskRefusal(CASE, form("propose-conclusive-grounds"), "ukhtc.owner")).isEmpty();
  }

  @Test
  void d18OnlyAProposalCanBeConfirmedAndOnlyBySomeoneSignedIn() {
    SecondOfficerRule rule = new SecondOfficerRule(register, acts);

    assertThat(refusals(rule, submission("confirm-reasonable-grounds", "ukhtc.second", Map.of())))
        .containsExactly("There is no proposal to confirm or to send back.");
    assertThat(refusals(rule, submission("propose-reasonable-grounds", null, Map.of())))
        .containsExactly("Sign in to decide. The register records who decided.");
  }

  @Test
  void d18AFormWithoutAProposalMakesNone() {
    assertThat(
            refusals(
                new SecondOfficerRule(register, acts),
                submission("propose-reasonable-grounds", "ukhtc.owner", Map.of())))
        .singleElement()
        .asString()
        .startsWith("Say what you propose.");
  }

  @Test
  void d18TheActsOfOfficersAreInTheRegister() {
    proposed(Stage.REASONABLE_GROUNDS, "ukhtc.owner", "negative");
    ActRecorder recorder = new ActRecorder(register, acts);
    for (String form : List.of("propose-reasonable-grounds", "confirm-reasonable-grounds")) {
      assertThat(recorder.appliesTo(form(form))).isTrue();
    }
    assertThat(recorder.appliesTo(form("act-on-late-reasonable-grounds"))).isFalse();

    recorder.accepted(
        submission(
            "propose-reasonable-grounds",
            "ukhtc.owner",
            Map.of("rgProposal", "negative", "rgReasons", "No sign")));
    recorder.accepted(
        submission(
            "propose-reasonable-grounds",
            "ukhtc.owner",
            Map.of("rgProposal", "extend", "rgExtensionReason", "Waiting")));
    recorder.accepted(
        submission(
            "confirm-reasonable-grounds", "ukhtc.second", Map.of("rgConfirmation", "confirm")));
    recorder.accepted(
        submission(
            "confirm-reasonable-grounds",
            "ukhtc.second",
            Map.of("rgConfirmation", "send-back", "rgSendBackReason", "Ask again")));

    Stage stage = Stage.REASONABLE_GROUNDS;
    verify(register)
        .act(
            CASE,
            new OfficerAct(
                stage,
                Act.PROPOSED,
                "ukhtc.owner",
                Proposal.NEGATIVE,
                "No sign",
                null,
                GROUPS,
                null));
    verify(register)
        .act(
            CASE,
            new OfficerAct(
                stage,
                Act.PROPOSED,
                "ukhtc.owner",
                Proposal.EXTEND,
                "Waiting",
                null,
                GROUPS,
                null));
    verify(register)
        .act(
            CASE,
            new OfficerAct(
                stage, Act.CONFIRMED, "ukhtc.second", Proposal.NEGATIVE, null, null, GROUPS, null));
    verify(register)
        .act(
            CASE,
            new OfficerAct(
                stage,
                Act.SENT_BACK,
                "ukhtc.second",
                Proposal.NEGATIVE,
                "Ask again",
                null,
                GROUPS,
                null));
  }

  // --- D17

  @Test
  void d17ContactWithTheCouncilIsRequiredForADecisionButNotAnExtension() {
    FieldsOnFileRule rule = new FieldsOnFileRule(Requirements.OF_THE_FILE, OptionLists.NONE);

    for (String outcome : List.of("positive", "negative")) {
      assertThat(
              refusals(
                  rule,
                  submission("propose-reasonable-grounds", "o", Map.of("rgProposal", outcome))))
          .singleElement()
          .asString()
          .contains("enter the date of the contact with the local authority before you propose");
      assertThat(
              refusals(
                  rule,
                  submission(
                      "propose-reasonable-grounds",
                      "o",
                      Map.of("rgProposal", outcome, "localAuthorityContactedDate", "2009-08-31"))))
          .isEmpty();
    }
    assertThat(
            refusals(
                rule,
                submission("propose-reasonable-grounds", "o", Map.of("rgProposal", "extend"))))
        .isEmpty();
  }

  @Test
  void aDemandedFieldMustBeOnAForm() throws IOException {
    Map<String, byte[]> forms = new HashMap<>();
    for (String form : List.of("propose-reasonable-grounds", "propose-conclusive-grounds")) {
      forms.put(form + ".form", Files.readAllBytes(Path.of("forms", form + ".form")));
    }
    String misspelt =
        Requirements.FILE_CONTENT.replace("field: policeConsultedDate", "field: policeConsultDate");

    assertThat(new FieldsOnFileRule(Requirements.OF_THE_FILE, OptionLists.NONE).problems(forms))
        .isEmpty();
    assertThat(new FieldsOnFileRule(Requirements.read(misspelt), OptionLists.NONE).problems(forms))
        .containsExactly(
            "config/decisions.yaml requires the field policeConsultDate, which no form has: nobody could propose a decision. Write the key of a field.");

    String never =
        Requirements.FILE_CONTENT.replace("childInterviewed=no", "childInterviewed=never");
    assertThat(new FieldsOnFileRule(Requirements.read(never), OptionLists.NONE).problems(forms))
        .containsExactly(
            "config/decisions.yaml requires the field noInterviewReason when childInterviewed=never, an answer that no form offers: it would never be required. Write the value of an option.");
  }

  private static final String CONFIRM = "<camunda:property name=\"act\" value=\"confirm\" />";

  @Test
  void anUnknownAnswerIsRefused() throws IOException {
    DecisionAnswersCheck answers = new DecisionAnswersCheck(OptionLists.NONE);
    Map<String, byte[]> files = new HashMap<>();
    for (String form :
        List.of(
            "propose-conclusive-grounds",
            "confirm-reasonable-grounds",
            "confirm-not-referred",
            "decide-leave")) {
      files.put(form + ".form", Files.readAllBytes(Path.of("forms", form + ".form")));
    }
    Path panel = Path.of("src/test/resources/revisions/assurance-panel");
    files.put("panel.form", Files.readAllBytes(panel.resolve("assure-conclusive-grounds.form")));
    files.put(
        "conclusive-grounds.bpmn",
        Files.readString(Path.of("processes/conclusive-grounds.bpmn"))
            .replace(
                CONFIRM, CONFIRM + "<camunda:property name=\"answer\" value=\"panelAnswer\" />")
            .getBytes(StandardCharsets.UTF_8));
    assertThat(answers.problems(files)).isEmpty();

    files.replaceAll(
        (name, content) ->
            new String(content, StandardCharsets.UTF_8)
                .replace("\"send-back\"", "\"return\"")
                .replace("\"positive\"", "\"yes\"")
                .replace("\"refused\"", "\"not-granted\"")
                .getBytes(StandardCharsets.UTF_8));
    String lost =
        " has no value send-back any more, so an officer who sends a proposal back would be on record as having confirmed it. Give it back to that answer. The label can be in any words.";
    assertThat(answers.problems(files))
        .containsExactlyInAnyOrder(
            "forms/decide-leave.form: leaveDecision has the value not-granted, which the program can't record. Write one of granted, refused, no-leave-to-be-granted. The label can be in any words.",
            "forms/confirm-not-referred.form: notReferredDecision" + lost,
            "forms/confirm-reasonable-grounds.form: rgConfirmation" + lost,
            "forms/assure-conclusive-grounds.form: panelAnswer" + lost,
            "forms/propose-conclusive-grounds.form: cgProposal has the value yes, which the program can't record. Write one of positive, negative, extend, suspend. The label can be in any words.");
  }

  /** A misspelt key, and an act that is in no diagram, whichever prefix its elements have. */
  @ParameterizedTest
  @ValueSource(strings = {"bpmn", "bpmn2"})
  void theAnswerThatSendsBackMustBeTheOneTheProgramReads(String prefix) throws IOException {
    String diagram =
        Files.readString(Path.of("processes/reasonable-grounds.bpmn"))
            .replaceAll("(</?|xmlns:|\"|>)bpmn:", "$1" + prefix + ":")
            .replace("xmlns:bpmn=", "xmlns:" + prefix + "=");
    assertThat(ofReasonableGrounds(diagram)).isEmpty();
    assertThat(
            ofReasonableGrounds(
                diagram.replace(
                    CONFIRM,
                    CONFIRM + "<camunda:property name=\"answer\" value=\"rgConfirmatoin\" />")))
        .containsExactly(
            "processes/reasonable-grounds.bpmn: The task Task_ConfirmReasonableGrounds sends back by rgConfirmation, and the program reads rgConfirmatoin there: an officer who sends a proposal back would be on record as having confirmed it. Give the task the property answer with the key rgConfirmation.");
    assertThat(
            ofReasonableGrounds(
                diagram.replace(
                    CONFIRM,
                    CONFIRM
                        + "<camunda:property name=\"must-be-done-before\" value=\"review\" />")))
        .containsExactly(
            "processes/reasonable-grounds.bpmn: The task Task_ConfirmReasonableGrounds has must-be-done-before = review, and no task of reasonable-grounds has the act review: nobody could complete it. Draw that task, or remove the property.");
  }

  private static List<String> ofReasonableGrounds(String diagram) throws IOException {
    return new DecisionAnswersCheck(OptionLists.NONE)
        .problems(
            Map.of(
                "reasonable-grounds.bpmn",
                diagram.getBytes(StandardCharsets.UTF_8),
                "confirm-reasonable-grounds.form",
                Files.readAllBytes(Path.of("forms/confirm-reasonable-grounds.form"))));
  }

  @Test
  void everyDemandedActNeedsATask() {
    String panel =
        Requirements.FILE_CONTENT
            + """
              - decision: conclusive-grounds
                outcomes: [negative]
                from: 2012-01-01
                acts:
                  - { act: propose, by: case-owner }
                  - { act: review, by: manager }
                  - { act: confirm, by: second-officer }
                people: 3
            """;
    List<Map<String, String>> two =
        List.of(
            Map.of("decision", "conclusive-grounds", "act", "propose"),
            Map.of("decision", "conclusive-grounds", "act", "confirm"));
    Set<String> steps = Set.of("recordConclusiveGrounds");

    assertThat(new DecisionTasksCheck(Requirements.OF_THE_FILE).missing(steps, two)).isEmpty();
    assertThat(new DecisionTasksCheck(Requirements.read(panel)).missing(steps, two))
        .singleElement()
        .asString()
        .contains("requires to be reviewed, and has no task for that", "act = review");
  }

  // --- D25, D26

  @Test
  void d26ANegativeDecisionNeedsAllConsultationsAndAnInterviewOrReason() {
    FieldsOnFileRule rule = new FieldsOnFileRule(Requirements.OF_THE_FILE, OptionLists.NONE);
    Map<String, String> values = new HashMap<>(Map.of("cgProposal", "negative"));

    assertThat(refusals(rule, submission("propose-conclusive-grounds", "o", values))).hasSize(4);

    values.put("firstResponderConsultedDate", "2009-08-01");
    values.put("policeConsultedDate", "2009-08-01");
    values.put("localAuthorityConsultedDate", "2009-08-01");
    values.put("childInterviewed", "no");
    assertThat(refusals(rule, submission("propose-conclusive-grounds", "o", values))).hasSize(1);
    values.put("noInterviewReason", "Too ill");
    assertThat(refusals(rule, submission("propose-conclusive-grounds", "o", values))).isEmpty();
    values.put("childInterviewed", "yes");
    assertThat(refusals(rule, submission("propose-conclusive-grounds", "o", values))).hasSize(1);
    values.put("interviewDate", "2009-08-02");
    assertThat(refusals(rule, submission("propose-conclusive-grounds", "o", values))).isEmpty();
  }

  @Test
  void d26APositiveDecisionNeedsNoConsultationOrInterview() {
    assertThat(
            refusals(
                new FieldsOnFileRule(Requirements.OF_THE_FILE, OptionLists.NONE),
                submission("propose-conclusive-grounds", "o", Map.of("cgProposal", "positive"))))
        .isEmpty();
  }

  @Test
  void d25ANegativeDecisionByDay45NeedsTheCouncilsAgreement() {
    proposed(Stage.CONCLUSIVE_GROUNDS, "ukhtc.owner", "negative");
    variables.put("reflectionEndDate", LocalDay.endOf(LocalDate.of(2009, 6, 1)));
    NegativeConclusiveGroundsRule rule = new NegativeConclusiveGroundsRule(register, limits);
    Map<String, String> day45 = Map.of("cgConfirmation", "confirm", "cgDecisionDate", "2009-06-01");
    Map<String, String> day46 = Map.of("cgConfirmation", "confirm", "cgDecisionDate", "2009-06-02");

    assertThat(refusals(rule, submission("confirm-conclusive-grounds", "s", day45)))
        .singleElement()
        .asString()
        .contains("a negative decision before 2 June 2009 needs the local authority's agreement");
    assertThat(refusals(rule, submission("confirm-conclusive-grounds", "s", day46))).isEmpty();
    assertThat(
            refusals(
                rule,
                submission(
                    "confirm-conclusive-grounds", "s", Map.of("cgConfirmation", "send-back"))))
        .isEmpty();

    file.put("localAuthorityAgreedEarly", "yes");
    assertThat(refusals(rule, submission("confirm-conclusive-grounds", "s", day45))).isEmpty();
  }

  @Test
  void d25APositiveDecisionIsPossibleAtAnyTime() {
    proposed(Stage.CONCLUSIVE_GROUNDS, "ukhtc.owner", "positive");
    variables.put("reflectionEndDate", new Date());

    assertThat(
            refusals(
                new NegativeConclusiveGroundsRule(register, limits),
                submission(
                    "confirm-conclusive-grounds",
                    "s",
                    Map.of("cgConfirmation", "confirm", "cgDecisionDate", "2009-06-01"))))
        .isEmpty();
  }

  @Test
  void d25NoDecisionIsPossibleBeforeTheEarliestDayInTheTable() {
    variables.put("rgDecisionDate", "2009-04-17");
    variables.put("reflectionEndDate", LocalDay.endOf(LocalDate.of(2009, 6, 1)));
    file.put("referralReceivedDate", "2009-04-14");
    file.put("localAuthorityAgreedEarly", "yes");
    Map<Limit, Length> lengths = new HashMap<>(limits.on(LocalDate.of(2009, 4, 17)).lengths());
    lengths.put(Limit.EARLIEST_POSITIVE, new Length(45, Length.Unit.DAYS));
    lengths.put(Limit.EARLIEST_AGREED_NEGATIVE, new Length(40, Length.Unit.DAYS));
    doReturn(new TimeLimit(lengths))
        .when(limits)
        .of(LocalDate.of(2009, 4, 14), LocalDate.of(2009, 4, 17));

    proposed(Stage.CONCLUSIVE_GROUNDS, "ukhtc.owner", "positive");
    assertThat(confirmedOn("2009-05-31"))
        .singleElement()
        .asString()
        .contains("a positive decision can't be made before 1 June 2009");
    assertThat(confirmedOn("2009-06-01")).isEmpty();

    proposed(Stage.CONCLUSIVE_GROUNDS, "ukhtc.owner", "negative");
    assertThat(confirmedOn("2009-05-26"))
        .singleElement()
        .asString()
        .contains("a negative decision can't be made before 27 May 2009");
    assertThat(confirmedOn("2009-05-27")).isEmpty();
    file.put("localAuthorityAgreedEarly", "no");
    assertThat(confirmedOn("2009-05-27")).hasSize(1);
  }

  private List<String> confirmedOn(String day) {
    return refusals(
        new NegativeConclusiveGroundsRule(register, limits),
        submission(
            "confirm-conclusive-grounds",
            "s",
            Map.of("cgConfirmation", "confirm", "cgDecisionDate", day)));
  }

  // --- D29

  @Test
  void d29TheEndOfLeaveFollowsTheLimitsInForceOnTheGrantDate() {
    LeaveLengthRule rule = new LeaveLengthRule(limits);
    Map<String, String> granted =
        new HashMap<>(Map.of("leaveDecision", "granted", "leaveGrantDate", "2009-08-31"));

    assertThat(refusals(rule, submission("decide-leave", "o", granted))).hasSize(1);
    granted.put("leaveExpiryDate", "2010-08-31");
    assertThat(refusals(rule, submission("decide-leave", "o", granted))).isEmpty();
    granted.put("leaveExpiryDate", "2010-09-01");
    assertThat(refusals(rule, submission("decide-leave", "o", granted)))
        .singleElement()
        .asString()
        .endsWith("must be 31 August 2010, the end of the leave that can be granted.");
  }

  @Test
  void d29FromApril2013LeaveIsAtLeast12MonthsAndADayAndAtMost30Months() {
    LeaveLengthRule rule = new LeaveLengthRule(limits);
    Map<String, String> granted =
        new HashMap<>(Map.of("leaveDecision", "granted", "leaveGrantDate", "2013-08-31"));

    for (String good : List.of("2014-09-01", "2016-02-29")) {
      granted.put("leaveExpiryDate", good);
      assertThat(refusals(rule, submission("decide-leave", "o", granted))).isEmpty();
    }
    for (String bad : List.of("2014-08-31", "2016-03-01")) {
      granted.put("leaveExpiryDate", bad);
      assertThat(refusals(rule, submission("decide-leave", "o", granted)))
          .singleElement()
          .asString()
          .endsWith("must be from 1 September 2014 to 29 February 2016.");
    }
  }

  @Test
  void d29ARenewalIsWithinTheLimitsInForceOnItsDate() {
    LeaveLengthRule rule = new LeaveLengthRule(limits);
    Map<String, String> renewal =
        new HashMap<>(
            Map.of(
                "leaveRenewed", "yes",
                "leaveRenewalGrantDate", "2009-08-31",
                "leaveRenewalExpiryDate", "2010-09-01"));

    assertThat(refusals(rule, submission("prepare-leave-renewal", "o", renewal)))
        .singleElement()
        .asString()
        .endsWith("must be 31 August 2010, the end of the leave that can be granted.");
    renewal.put("leaveRenewed", "no");
    assertThat(refusals(rule, submission("prepare-leave-renewal", "o", renewal))).isEmpty();
  }

  @Test
  void d29RefusedLeaveHasNoLimits() {
    assertThat(
            refusals(
                new LeaveLengthRule(limits),
                submission("decide-leave", "o", Map.of("leaveDecision", "refused"))))
        .isEmpty();
    verify(limits, never()).of(any(), any());
  }
}
