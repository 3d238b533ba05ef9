package scot.nrm.cockpit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.access.AccessEngine;
import scot.nrm.access.Viewer;
import scot.nrm.cockpit.WatchedTeams.Watched;

@Tag("quick")
class WatchedTeamsTest {

  private final WatchedTeams teams = new WatchedTeams(AccessEngine.roles());

  @Test
  void aManagerInTwoRolesWatchesBothAndNoOtherCouncil() {
    Watched watched =
        teams.of(manager(Set.of("la-manager", "ukhtc-manager"), Set.of("glasgow-city")));

    assertThat(watched.includes("ukhtc-case-owner", null)).isTrue();
    assertThat(watched.includes("la-lead-professional", "glasgow-city")).isTrue();
    assertThat(watched.includes("la-lead-professional", "fife")).isFalse();
  }

  @Test
  void aCouncilsManagerWithoutACouncilWatchesNoneOfItsTeams() {
    Watched watched = teams.of(manager(Set.of("la-manager", "ukhtc-manager"), Set.of()));

    assertThat(watched.includes("ukhtc-case-owner", null)).isTrue();
    assertThat(watched.councilTeams()).isEmpty();
    assertThat(teams.find(manager(Set.of("la-manager"), Set.of()))).isEmpty();
  }

  private static Viewer manager(Set<String> groups, Set<String> councils) {
    return new Viewer("a.manager", groups, councils);
  }
}
