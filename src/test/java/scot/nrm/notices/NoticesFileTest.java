package scot.nrm.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.ConfigFile;
import scot.nrm.access.Councils;
import scot.nrm.access.Councils.Council;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.notices.NoticeSettings.Occasion;
import scot.nrm.notices.NoticeSettings.Team;
import scot.nrm.startup.StartRefused;

@Tag("quick")
class NoticesFileTest {

  private static final Councils COUNCILS =
      new Councils(
          List.of(new Council("fife", "Fife"), new Council("glasgow-city", "Glasgow City")));
  private static final Roles ROLES =
      new Roles(
          List.of(
              role("la-duty-social-work", CouncilsOfRole.OWN),
              role("ukhtc-intake", CouncilsOfRole.ALL),
              role("police-liaison", CouncilsOfRole.NONE)));

  private static RoleSettings role(String group, CouncilsOfRole councils) {
    return new RoleSettings(
        group,
        group,
        councils,
        List.of("tasklist"),
        List.of(),
        false,
        Set.of(),
        List.of(),
        false,
        Set.of());
  }

  private static NoticeSettings read(String copy) {
    return new NoticesFile(
            ConfigFile.read("config/notices.yaml", copy),
            ROLES,
            COUNCILS,
            KnownAuthorities.OF_THE_FILE)
        .get();
  }

  private static String teams(String... teams) {
    return "nrm.notices:\n  teams:\n    - " + String.join("\n    - ", teams) + "\n";
  }

  private static void refused(String copy, String... says) {
    assertThatThrownBy(() -> read(copy))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll(says)
        .hasMessageContaining("config/notices.yaml");
  }

  @Test
  void noOneIsNotifiedUntilATeamHasAnAddress() {
    NoticeSettings settings = read("");

    assertThat(settings.teams()).isEmpty();
    assertThat(settings.occasionOf("local-authority-assessment", "Task_AcceptConcern"))
        .map(Occasion::sentence)
        .contains("a concern has been reported in your local authority area");
    assertThat(settings.occasionOf("missing-child", "Task_ReportToPolice"))
        .map(Occasion::sentence)
        .contains("a child has been reported missing");
    assertThat(settings.occasionOf("intake", "Task_LogReferral").map(Occasion::sentence)).isEmpty();
  }

  @Test
  void anOccasionIsOneTaskOrAllTasksOfAProcess() {
    NoticeSettings settings =
        read(
            """
            nrm.notices:
              tasks:
                - { process: intake, task: Task_LogReferral, sentence: a form has come }
                - { process: intake, sentence: something has come }
            """);

    assertThat(settings.occasionOf("intake", "Task_LogReferral").map(Occasion::sentence))
        .contains("a form has come");
    assertThat(settings.occasionOf("intake", "Task_ConfirmRoute").map(Occasion::sentence))
        .contains("something has come");
    assertThat(settings.occasionOf("nrm-case", "Task_LogReferral").map(Occasion::sentence))
        .isEmpty();
  }

  @Test
  void aSentenceCanNameOnlyKnownOrganisations() {
    refused(
        """
        nrm.notices:
          tasks:
            - { task: Task_LogReferral, sentence: "{{authority.soca.the}} has a form" }
        """,
        "The sentence for Task_LogReferral has {{authority.soca.the}}, which names no organisation");
  }

  @Test
  void theTasksOfTheFileAreInTheDiagrams() throws IOException {
    for (Occasion occasion : read("").tasks()) {
      if (!occasion.task().isEmpty()) {
        try (var diagrams = Files.list(Path.of("processes"))) {
          assertThat(diagrams.filter(file -> file.toString().endsWith(".bpmn")))
              .as(occasion.task())
              .anyMatch(file -> has(file, "userTask id=\"" + occasion.task() + "\""));
        }
      }
    }
  }

  private static boolean has(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCouncilsOwnTeamTakesPrecedence() {
    NoticeSettings settings =
        read(
            teams(
                "{ group: police-liaison, address: all@police.example }",
                "{ group: police-liaison, council: fife, address: fife@police.example, out-of-hours: night@police.example }",
                "{ group: la-duty-social-work, council: fife, address: duty@fife.example }"));

    assertThat(settings.team("police-liaison", "fife"))
        .contains(
            new Team("police-liaison", "fife", "fife@police.example", "night@police.example"));
    assertThat(settings.team("police-liaison", "glasgow-city"))
        .map(Team::address)
        .contains("all@police.example");
    assertThat(settings.team("la-duty-social-work", "glasgow-city")).isEmpty();
  }

  @Test
  void anUnknownGroupOrCouncilIsRefused() {
    refused(
        teams("{ group: la-duty, council: fife, address: a@fife.example }"),
        "There is no group la-duty");
    refused(
        teams("{ group: la-duty-social-work, council: camden, address: a@fife.example }"),
        "There is no local authority camden");
    refused(
        teams("{ group: la-duty-social-work, address: a@fife.example }"),
        "name the local authority");
    refused(
        teams(
            "{ group: ukhtc-intake, address: a@a.example }",
            "{ group: ukhtc-intake, address: b@a.example }"),
        "twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "duty",
        "@fife.example",
        "duty@",
        "a b@fife.example",
        "Duty <duty@fife.example>",
        "a@x.example, b@x.example",
        "duty@fife..example",
        "Team: a@x.example;"
      })
  void aBrokenAddressIsRefusedAndNotRepeated(String address) {
    refused(
        teams("{ group: ukhtc-intake, address: '" + address + "' }"),
        "The team ukhtc-intake needs an e-mail address");
    if (!address.isEmpty()) {
      refused(
          teams("{ group: ukhtc-intake, address: a@x.example, out-of-hours: '" + address + "' }"),
          "The team ukhtc-intake needs an e-mail address such as duty@example.org as its out-of-hours address");
    }
  }

  @Test
  void impossibleTimesAreRefused() {
    refused("nrm.notices:\n  due-today-at: 17:00\n", "due-today-at is not a time", "in quotes");
    refused("nrm.notices:\n  office-hours: { from: '17:00', to: '09:00' }\n", "must be before");
    refused(
        "nrm.notices:\n  office-hours: { days: [funday] }\n",
        "cannot be read",
        "office-hours.days");
    refused("nrm.notices:\n  look-every: -PT1M\n", "look-every is negative");
  }

  @Test
  void aSentenceIsOneShortLineForANamedTask() {
    refused(
        "nrm.notices:\n  tasks:\n    - { sentence: x }\n", "names neither a task nor a process");
    refused("nrm.notices:\n  tasks:\n    - { task: Task_X }\n", "The sentence for Task_X");
    refused(
        "nrm.notices:\n  tasks:\n    - { task: Task_X, sentence: '" + "x".repeat(201) + "' }\n",
        "The sentence for Task_X");
  }

  @Test
  void anUnknownKeyIsRefused() {
    refused(
        teams("{ group: ukhtc-intake, adress: a@x.example }"),
        "an unknown key",
        "teams[0].adress (line 3)");
  }
}
