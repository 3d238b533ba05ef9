package scot.nrm.engine.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Answers.RETURNS_DEEP_STUBS;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.repository.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import scot.nrm.access.Councils;
import scot.nrm.calendar.BankHolidays;
import scot.nrm.calendar.Calendars;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.Deployer;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.authorities.BankHolidaysInForce;
import scot.nrm.engine.sets.DataInForce.DataRefused;
import scot.nrm.letters.Organisations;
import scot.nrm.pages.Templates;
import scot.nrm.routing.RoutingData;
import scot.nrm.startup.StartRefused;

/** The data of a set, at a node that began with the files of the repository. */
class DataInForceTest {

  private static final String AUTHORITIES = "config/authorities.yaml";
  private static final String HOLIDAYS = "config/bank-holidays.yaml";
  private static final String LETTER = "config/letters/nrm-05.html";
  private static final Authority UKHTC = Authority.of("UKHTC");
  private static final LocalDate DAY = LocalDate.parse("2013-10-08");
  private static final LocalDate MONDAY = LocalDate.parse("2009-06-15");
  private static final Definitions SHIPPED = new Definitions(Path.of(""));
  private static final Map<String, byte[]> FIRST_SET = Deployer.files(SHIPPED);

  private final Authorities authorities;
  private final Calendars calendars;
  private final Templates templates;
  private final DefinitionSets sets = mock(DefinitionSets.class);
  private final DataInForce data;

  /** {@code null} while all data can be used. */
  private StartRefused refusal;

  DataInForceTest() {
    StandardEnvironment environment = new StandardEnvironment();
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    authorities = Binder.get(environment).bindOrCreate("nrm.organisations", Authorities.class);
    BankHolidaysInForce holidays =
        new BankHolidaysInForce(
            Binder.get(environment).bindOrCreate("nrm.bank-holidays", BankHolidays.class),
            authorities);
    calendars = new Calendars(holidays);
    templates = new Templates(Path.of("config/letters"), authorities);
    StaticListableBeanFactory beans =
        new StaticListableBeanFactory(
            Map.of(
                "authorities",
                authorities,
                "councils",
                Binder.get(environment).bindOrCreate("nrm", Councils.class),
                "holidays",
                holidays,
                "templates",
                templates,
                "organisations",
                Binder.get(environment).bindOrCreate("nrm.organisations", Organisations.class),
                "routing",
                Binder.get(environment).bindOrCreate("nrm.routing", RoutingData.class),
                "check",
                (SetData.Check) this::check));
    when(sets.files(anyInt())).thenReturn(FIRST_SET);
    data =
        new DataInForce(
            environment,
            SHIPPED,
            sets,
            beans.getBeanProvider(ResolvableType.forClass(SetData.class)),
            beans.getBeanProvider(SetData.Check.class),
            beans.getBeanProvider(SetData.Follower.class));
  }

  @ParameterizedTest
  @CsvSource({
    "nrm.safeguards[0].rule, true",
    "NRM_SAFEGUARDS, true",
    "NRM_SAFEGUARDS_0_SAY, true",
    "nrm.safeguardsman, false",
    "nrm.decisions[0].by, false"
  })
  void aSettingFromAnotherSourceIsDetected(String setting, boolean found) {
    StandardEnvironment environment = new StandardEnvironment();
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    MutablePropertySources sources = environment.getPropertySources();
    assertThat(Binder.get(environment).bind("nrm.safeguards[0].rule", String.class).isBound())
        .isTrue();
    assertThat(DataFile.SAFEGUARDS.isSetElsewhere(sources)).isFalse();

    sources.addFirst(new MapPropertySource("elsewhere", Map.of(setting, "D20")));

    assertThat(DataFile.SAFEGUARDS.isSetElsewhere(sources)).isEqualTo(found);
  }

  private void check() {
    if (refusal != null) {
      throw refusal;
    }
  }

  /** For example, a set from training at the first start in production. */
  @Test
  void aStartStoppedByTheSetInForceSaysHowToReplaceIt() {
    ProcessEngine engine = mock(RETURNS_DEEP_STUBS);
    ProcessDefinition set = mock();
    when(set.getVersion()).thenReturn(3);
    when(set.getDeploymentId()).thenReturn("third");
    when(engine
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .processDefinitionKey(DefinitionSets.CASE)
            .latestVersion()
            .singleResult())
        .thenReturn(set);
    List<Resource> resources = resources(secondSet());
    when(engine.getRepositoryService().getDeploymentResources("third")).thenReturn(resources);
    refusal = new StartRefused("Letters would have no address.", "Give one in the file.");

    assertThatThrownBy(() -> data.postProcessEngineBuild(engine))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("Letters would have no address.")
        .hasMessageContaining("That is so in set 3, which is in force in the database.")
        .hasMessageContaining("Give one in the file.")
        .hasMessageContaining("if you start once with --nrm.deploy-again=3");

    refusal = null;
    assertThatCode(() -> data.postProcessEngineBuild(engine)).doesNotThrowAnyException();
  }

  private static List<Resource> resources(Map<String, byte[]> files) {
    return files.entrySet().stream()
        .map(
            file -> {
              ResourceEntity resource = new ResourceEntity();
              resource.setName(file.getKey());
              resource.setBytes(file.getValue());
              return (Resource) resource;
            })
        .toList();
  }

  private static byte[] changed(String file, String from, String to) {
    String text = new String(FIRST_SET.get(file), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> renamed() {
    return Map.of(
        AUTHORITIES,
        changed(
            AUTHORITIES,
            "short-name: UKHTC }",
            "short-name: UKHTC }\n      - { from: 2013-10-07, name: National Crime Agency }"));
  }

  private static Map<String, byte[]> secondSet() {
    Map<String, byte[]> files = new TreeMap<>(FIRST_SET);
    files.putAll(renamed());
    files.put(HOLIDAYS, changed(HOLIDAYS, "removed: []", added(MONDAY)));
    files.put(LETTER, changed(LETTER, "recognised as a victim", "found to be a victim"));
    return files;
  }

  private static String added(LocalDate day) {
    return "  - { date: %s, name: One more, calendars: [england-and-wales] }\n    removed: []"
        .formatted(day);
  }

  private String letter() {
    return templates.letter(
        "nrm-05",
        Map.of("decision", Map.of("conclusiveGrounds", true, "positive", true), "who", "child"),
        DAY);
  }

  private String name() {
    return authorities.name(UKHTC, DAY);
  }

  @Test
  void aNodeTakesTheDataOfEachNewSet() {
    Object before = SetData.version();
    assertThat(data.load(FIRST_SET)).as("as on its disk").isFalse();
    assertThat(name()).isEqualTo("United Kingdom Human Trafficking Centre");
    assertThat(calendars.on(DAY).isWorkingDay(MONDAY)).isTrue();

    assertThat(data.load(secondSet())).isTrue();
    assertThat(name()).isEqualTo("National Crime Agency");
    assertThat(calendars.on(DAY).isWorkingDay(MONDAY)).isFalse();
    assertThat(letter()).contains("found to be a victim");
    assertThat(SetData.version()).isNotEqualTo(before);
    assertThat(data.load(secondSet())).as("once").isFalse();

    assertThat(data.load(FIRST_SET)).as("taken back").isTrue();
    assertThat(name()).isEqualTo("United Kingdom Human Trafficking Centre");
    assertThat(calendars.on(DAY).isWorkingDay(MONDAY)).isTrue();
    assertThat(letter()).contains("recognised as a victim");
  }

  @Test
  void aSetWithTheSameDataHasAnotherVersion() {
    when(sets.inForce()).thenReturn(2);
    Object before = SetData.version();

    data.refresh();
    assertThat(SetData.version()).as("its forms may be different").isNotEqualTo(before);
    Object refreshed = SetData.version();
    data.refresh();
    assertThat(SetData.version()).as("once").isEqualTo(refreshed);
  }

  @Test
  void onlyTheThreadOfATrialHasItsData() {
    Object before = SetData.version();

    String inside =
        data.withTrialData(
            renamed(),
            () -> {
              assertThat(SetData.version()).isNotEqualTo(before);
              return name() + ", not " + CompletableFuture.supplyAsync(this::name).join();
            });

    assertThat(inside)
        .isEqualTo("National Crime Agency, not United Kingdom Human Trafficking Centre");
    assertThat(name()).isEqualTo("United Kingdom Human Trafficking Centre");
    assertThat(SetData.version()).isEqualTo(before);
  }

  @Test
  void everyShippedLetterCanBeChanged() {
    Map<String, byte[]> letters =
        FIRST_SET.keySet().stream()
            .filter(DataFile::isLetter)
            .collect(
                Collectors.toMap(
                    letter -> letter,
                    letter ->
                        (new String(FIRST_SET.get(letter), StandardCharsets.UTF_8) + "\n")
                            .getBytes(StandardCharsets.UTF_8)));
    assertThat(letters).hasSizeGreaterThan(30);

    assertThat(data.withTrialData(letters, () -> "sound")).isEqualTo("sound");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          authorities.yaml | manager: ukhtc-manager | area: ukhtc-manager | UKHTC has no group for manager.
          authorities.yaml | nrm.organisations.auth | nrm.organisation.auth | which belongs to another file
          authorities.yaml | name: United Kingdom Border Agency | name: "${nrm.demo.password}" | the value of another setting
          authorities.yaml | from: 2006-10-03 | from: yesterday | A value can't be read: nrm.organisations.authorities.ukhtc.names[0].from (config/authorities.yaml, line 34). Write it as the head of its file says, and a day as 2009-04-01.
          authorities.yaml | nrm.organisations.authorities: | nrm: [ | is not well-formed YAML (line
          authorities.yaml | from: 2006-10-03 | from: 03/10/2006 | A value can't be read: nrm.organisations.authorities.ukhtc.names[0].from
          authorities.yaml | team: Competent | phone: 01412345670 # | config/authorities.yaml has a number in nrm.organisations.authorities.ukhtc.phone, which YAML may read as another one
          authorities.yaml | name: United Kingdom Human | nmae: United Kingdom Human | UKHTC: a name needs its first day (from)
          authorities.yaml | from: 2008-04-01 | from: 2013-04-01 | UKBA: the name Home Office from 2013-04-01 must be from a day after the name above it
          authorities.yaml | from: 2013-04-01 | from: 1013-04-01 | UKBA: the name Home Office from 1013-04-01 must be from a day after the name above it
          authorities.yaml | name: Home Office, short | name: Home Office, Immigration, short | a key that isn't known: nrm.organisations.authorities.ukba.names[1].Immigration (line 47)
          authorities.yaml | team: Competent Authority | email: [a, b] # | a key that isn't known: nrm.organisations.authorities.ukba.email (line 48), a list instead of one value, nrm.organisations.authorities.ukhtc.email (line 35), a list
          authorities.yaml | team: Competent Authority | tema: Competent Authority | a key that isn't known: nrm.organisations.authorities.ukba.tema (line 48), nrm.organisations.authorities.ukhtc.tema (line 35)
          organisations.yaml | name: Strathclyde Police | nam: Strathclyde Police | strathclyde: a name needs its first day
          routing.yaml | days-until-adult | days-til-adult | a key that isn't known: nrm.routing.days-til-adult
          bank-holidays.yaml | from: 2009-01-01 | authority: SCA, from: 2009-01-01 | need a row without an authority
          letters/nrm-05.html | {{who}} | {{whom}} | has the placeholder {{whom}}, which no letter has
          letters/nrm-05.html | {{sender.name}} | {{authority.ukhct.the}} | has {{authority.ukhct.the}}, which names no organisation
          letters/nrm-05.html | {{who}} | {who} | has {who}, which would be printed as it is. Write {{who}}.
          letters/nrm-05.html | {{/decision.reasonableGrounds}} | <p></p> | has a {{#part}} that isn't closed, or isn't opened: line 3, decision.reasonableGrounds. Write both {{#decision.reasonableGrounds}} and {{/decision.reasonableGrounds}}
          letters/nrm-05.html | {{>close}} | {{>ending}} | includes itself, or a template that doesn't exist
          letters/nrm-05.html | {{>close}} | {{>nrm-05}} | includes itself, or a template that doesn't exist
          letters/nrm-05.html | </h1> | </h2> | config/letters/nrm-05.html is not well-formed in <h1> of line 2:
          letters/nrm-05.html | {{>close}} | '' | is written &amp;. A letter begins with {{>letterhead}} and ends with {{>close}}.
          letters/letterhead.html | </head> | <p> | config/letters/letterhead.html is not well-formed, or makes a letter so:
          """)
  void unusableDataIsRefusedInASentence(String file, String from, String to, String says) {
    Map<String, byte[]> wrong = Map.of("config/" + file, changed("config/" + file, from, to));

    assertThatThrownBy(() -> data.withTrialData(wrong, () -> "never"))
        .isInstanceOf(DataRefused.class)
        .hasMessageContaining(says)
        .hasMessageNotContaining("yesterday");
    assertThat(name()).isEqualTo("United Kingdom Human Trafficking Centre");
  }
}
