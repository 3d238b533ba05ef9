package scot.nrm.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;
import scot.nrm.calendar.Calendars;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.sets.DefinitionSets.CaseSets;
import scot.nrm.gate.CarelessMistake;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.journeys.RevisedApplication;
import scot.nrm.journeys.RevisedFiles;
import scot.nrm.register.DecisionRequirements;
import scot.nrm.revision.Revision.State;

/**
 * The twelve historical revisions, from the draft until they are in force, and careless mistakes as
 * far as they get: by files on the page, and by Camunda Modeler's Deploy button. The files that
 * come with a start (roles and people) are already in {@code config/}. The effects of each revision
 * on dates, tasks and letters are tested in {@code scot.nrm.journeys}.
 */
@TestPropertySource(
    properties = {
      "nrm.rest.enabled=false",
      "nrm.modeler.waits=5m",
      "spring.config.import=file:./target/revised/roles.yaml,file:./target/revised/demo-users.yaml"
    })
class TwelveRevisionsTest extends RevisedApplication {

  private static final LocalDate TODAY = LocalDate.parse("2009-06-01");
  private static final String NAME = "One of twelve";

  /** The problem that the check finds in one of the revisions. */
  private static final Map<String, String> FORGOT =
      Map.of("review-before-decision", "D21: no timer waits for reflectionReminderDate any more");

  static final List<String> COMES_WITH_A_START =
      List.of("config/roles.yaml", "config/demo-users.yaml");

  /** Conditions that hold once a revision's data files are in force, and not before. */
  private final Map<String, BooleanSupplier> data =
      Map.of(
          "organisations-renamed",
          () -> called("UKHTC", "2013-10-08").equals("National Crime Agency"),
          "single-competent-authority",
          () -> authorities().ids().contains("SCA") && filtersOf("sca-case-owner") > 0,
          "assurance-panel",
          () -> bean(DecisionRequirements.class).bodies().contains("assurance-panel"),
          "local-panel",
          () -> authorities().ids().size() > 2,
          "scottish-calendar",
          () ->
              bean(Calendars.class)
                  .on(LocalDate.parse("2009-08-31"))
                  .isWorkingDay(LocalDate.parse("2009-08-31")));

  @LocalServerPort int port;

  @Value("${nrm.demo.password}")
  String password;

  @Autowired ProcessEngine engine;
  @Autowired RevisionStore store;
  @Autowired Revisions revisions;
  @Autowired RevisedSets sets;
  @Autowired RevisionDays days;
  @Autowired CaseSets cases;
  @Autowired ApplicationContext application;

  private PeopleOfRevisions people;
  private int number;

  @BeforeEach
  void aDraft() {
    on(TODAY);
    people = new PeopleOfRevisions(port, password);
    number = people.start(NAME, TODAY.plusDays(1));
  }

  /** Restores the shipped files for the next test. */
  @AfterEach
  void asShipped() throws IOException {
    store
        .inStates(State.OPEN)
        .forEach(revision -> revisions.cancel(revision.number(), revision.author()));
    Map<String, byte[]> changed = new TreeMap<>();
    for (String file : store.fileNames(number)) {
      if (Files.exists(Path.of(file))) {
        changed.put(file, Files.readAllBytes(Path.of(file)));
      }
    }
    if (store.find(number).orElseThrow().state() == State.IN_FORCE && !changed.isEmpty()) {
      sets.deploy("as shipped", changed);
      sets.runFollowers(changed);
      sets.loadData();
    }
    ClockUtil.reset();
  }

  private static void on(LocalDate day) {
    ClockUtil.setCurrentTime(LocalDay.startOf(day));
  }

  private <T> T bean(Class<T> type) {
    return application.getBean(type);
  }

  private Authorities authorities() {
    return bean(Authorities.class);
  }

  private String called(String authority, String day) {
    return authorities().name(Authority.of(authority), LocalDate.parse(day));
  }

  private long filtersOf(String group) {
    return engine
        .getAuthorizationService()
        .createAuthorizationQuery()
        .groupIdIn(group)
        .resourceType(Resources.FILTER)
        .count();
  }

  /** Those of a revision whose data is in force. */
  private Set<String> withData(List<String> names) {
    return names.stream()
        .filter(name -> data.getOrDefault(name, () -> false).getAsBoolean())
        .collect(Collectors.toSet());
  }

  /**
   * The revisions with files, alternately from the page and from Modeler. Those that change
   * different files come together, because checking takes most of the time.
   */
  static Stream<Arguments> revisions() {
    List<List<String>> together = new ArrayList<>();
    List<Set<String>> changed = new ArrayList<>();
    for (String name : RevisedFiles.all().keySet()) {
      Set<String> files = files(name).keySet();
      int at = 0;
      while (at < changed.size() && !Collections.disjoint(changed.get(at), files)) {
        at++;
      }
      if (at == changed.size()) {
        together.add(new ArrayList<>());
        changed.add(new HashSet<>());
      }
      together.get(at).add(name);
      changed.get(at).addAll(files);
    }
    return IntStream.range(0, together.size())
        .mapToObj(i -> Arguments.of(together.get(i), i % 2 == 0));
  }

  /** The files of a revision, without those that come with a start. */
  private static Map<String, byte[]> files(String revision) {
    return RevisedFiles.drawn(RevisedFiles.all().get(revision)).entrySet().stream()
        .filter(file -> !COMES_WITH_A_START.contains(file.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @ParameterizedTest
  @MethodSource("revisions")
  void aCompleteRevisionComesIntoForce(List<String> names, boolean fromModeler) {
    int set = sets.inForce();
    Map<String, byte[]> files = new TreeMap<>();
    names.forEach(name -> files.putAll(files(name)));
    String read = add(files, fromModeler);
    for (String revision : names.stream().filter(FORGOT::containsKey).toList()) {
      assertThat(read).contains(FORGOT.get(revision));
      people.act("policy.staff", number, "submit", "", 400);
      Map<String, byte[]> corrected = RevisedFiles.drawn(RevisedFiles.corrected().get(revision));
      files.putAll(corrected);
      read = add(corrected, fromModeler);
    }
    assertThat(read).doesNotContain("to correct:", "To be corrected");

    people.sign(number);
    days.bringIntoForce();
    assertThat(sets.inForce()).as("on the eve").isEqualTo(set);
    assertThat(withData(names)).as("the data on the eve").isEmpty();
    on(TODAY.plusDays(1));
    days.bringIntoForce();

    assertThat(people.page("policy.staff", number)).contains("In force, set " + (set + 1));
    assertThat(withData(names))
        .as("its data")
        .isEqualTo(names.stream().filter(data::containsKey).collect(Collectors.toSet()));
    Map<String, byte[]> inForce = sets.files(set + 1);
    files.forEach((file, content) -> assertThat(inForce.get(file)).as(file).isEqualTo(content));
    String day = TODAY.plusDays(1).toString();
    Journey child = new Journey(engine).referred(day, Invented.referralAndChild(day)).logged(day);
    assertThat(cases.setOf(child.caseNumber())).contains(set + 1);
    assertThat(child.incidents()).isZero();
  }

  /**
   * @return what the author reads afterwards
   */
  private String add(Map<String, byte[]> files, boolean fromModeler) {
    if (fromModeler) {
      return Modeler.json(deploy(files)).toString();
    }
    assertThat(people.add(number, Map.of("files.zip", RevisionFiles.zip(files)))).isEqualTo(303);
    return people.page("policy.staff", number);
  }

  @Test
  void rolesCannotBePartOfARevision() {
    byte[] roles = RevisedFiles.all().get("guardian").get("config/roles.yaml");

    assertThat(people.add(number, Map.of("roles.yaml", roles))).isEqualTo(400);
    assertThat(Modeler.shown(deploy(Map.of("config/roles.yaml", roles))))
        .contains(
            "config/roles.yaml can't be part of a revision: it comes with a start of the program");
    assertThat(store.fileNames(number)).isEmpty();
  }

  /** One in each kind of file; {@code EightMistakesTest} tests the check of all. */
  @ParameterizedTest
  @EnumSource(names = {"SECOND_OFFICER_DELETED", "KEY_RENAMED", "TABLE_WITH_A_GAP"})
  void aMistakeIsShownInModelerAndOnThePageAndNeverSentForApproval(CarelessMistake mistake) {
    int set = sets.inForce();

    HttpResponse<String> answer = deploy(Map.of(mistake.file(), mistake.content()));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Modeler.shown(answer)).contains(mistake.sentence());
    assertThat(people.page("policy.staff", number))
        .contains(mistake.sentence())
        .doesNotContain("Send for approval");
    people.act("policy.staff", number, "submit", "", 400);
    people.act("policy.approver", number, "approve", "Looks right", 400);
    on(TODAY.plusDays(1));
    days.bringIntoForce();
    assertThat(sets.inForce()).isEqualTo(set);
  }

  /** The first file is on the screen, the others are attached. */
  private HttpResponse<String> deploy(Map<String, byte[]> files) {
    Map<String, byte[]> sent = new LinkedHashMap<>();
    files.forEach((file, content) -> sent.put(file.substring(file.indexOf('/') + 1), content));
    return Modeler.of(port, "policy.staff", password).deploys(NAME, sent);
  }
}
