package scot.nrm.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import scot.nrm.access.Councils;
import scot.nrm.access.Councils.Council;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.mail.MailServer;
import scot.nrm.notices.NoticeSettings.OfficeHours;
import scot.nrm.notices.NoticeSettings.Team;

@ExtendWith(OutputCaptureExtension.class)
@Tag("quick")
class TeamsWithoutAddressTest {

  private final MailServer mail = mock(MailServer.class);

  private TeamsWithoutAddress teams(Team... teams) {
    NoticeSettings settings =
        new NoticeSettings(
            new OfficeHours("09:00", "17:00", Set.of()),
            "08:00",
            Duration.ZERO,
            List.of(),
            "",
            List.of(teams));
    return new TeamsWithoutAddress(
        () -> settings,
        new Roles(
            List.of(
                role("ukhtc-intake", CouncilsOfRole.ALL, "tasklist"),
                role("policy-staff", CouncilsOfRole.ALL, "cockpit"),
                role("la-manager", CouncilsOfRole.OWN, "tasklist"),
                role("first-responder", CouncilsOfRole.NONE, "tasklist"),
                role("la-duty-social-work", CouncilsOfRole.OWN, "tasklist"))),
        new Councils(List.of(new Council("fife", "Fife"), new Council("moray", "Moray"))),
        mail);
  }

  private static RoleSettings role(String group, CouncilsOfRole councils, String application) {
    return new RoleSettings(
        group,
        group,
        councils,
        List.of(application),
        List.of(),
        false,
        Set.of(),
        List.of(),
        false,
        Set.of());
  }

  @Test
  void eachRoleIsReportedWithTheCouncilsWithoutAnAddress() {
    assertThat(teams(new Team("la-manager", "fife", "a@fife.example", "")).missing().lines())
        .containsExactly(
            "  la-duty-social-work, in every local authority",
            "  la-manager of moray",
            "  ukhtc-intake");
  }

  @Test
  void aMissingMailServerIsReportedInOneLine(CapturedOutput log) {
    teams().warn();

    assertThat(log.getOut().lines().filter(line -> line.contains("No mail server is configured")))
        .hasSize(1);
    assertThat(log).doesNotContain("ukhtc-intake");
  }
}
