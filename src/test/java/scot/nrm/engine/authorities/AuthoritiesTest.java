package scot.nrm.engine.authorities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.engine.authorities.KnownAuthorities.OF_THE_FILE;
import static scot.nrm.engine.authorities.KnownAuthorities.UKBA;
import static scot.nrm.engine.authorities.KnownAuthorities.UKHTC;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.authorities.Authorities.Days;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authorities.DutyFrom;
import scot.nrm.engine.authorities.Authorities.Reads;
import scot.nrm.engine.authorities.Authorities.Settings;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.startup.StartRefused;

@Tag("quick")
class AuthoritiesTest {

  private static final LocalDate DAY = LocalDate.parse("2019-04-29");

  private static Settings settings(String prefix, Duty... duties) {
    return new Settings(
        Map.of(
            "intake", prefix + "-intake",
            "case-owner", prefix + "-case-owner",
            "second-officer", prefix + "-second-officer",
            "manager", prefix + "-manager"),
        Reads.OWN,
        Stream.of(duties).map(duty -> new DutyFrom(duty, null)).toList(),
        "",
        null,
        null,
        List.of());
  }

  private static Settings settings(String prefix, DutyFrom duty) {
    return new Settings(
        settings(prefix).groups(), Reads.OWN, List.of(duty), "", null, null, List.of());
  }

  private static Map<String, Settings> both() {
    Map<String, Settings> both = new LinkedHashMap<>();
    both.put("ukhtc", settings("ukhtc", Duty.INTAKE));
    both.put("ukba", settings("ukba", Duty.IMMIGRATION));
    return both;
  }

  private static void refused(Map<String, Settings> file, String sentence) {
    assertThatThrownBy(() -> new Authorities(file))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("The file config/authorities.yaml cannot be used")
        .hasMessageContaining(sentence);
  }

  @Test
  void theFileHasTheTwoAuthoritiesOf2009() {
    assertThat(OF_THE_FILE.ids()).containsExactly("UKHTC", "UKBA");
    assertThat(OF_THE_FILE.with(Duty.INTAKE, DAY)).isEqualTo(UKHTC);
    assertThat(OF_THE_FILE.with(Duty.IMMIGRATION, DAY)).isEqualTo(UKBA);
    assertThat(OF_THE_FILE.readsRegister(UKHTC)).isTrue();
    assertThat(OF_THE_FILE.readsRegister(UKBA)).isFalse();
    assertThat(OF_THE_FILE.of(Set.of("ukba-asylum-liaison"))).containsExactly(UKBA);
    assertThat(OF_THE_FILE.of(Set.of("ukba-port-officer", "la-manager"))).isEmpty();
    assertThat(OF_THE_FILE.of(Set.of("ukba-case-owner"), Team.MANAGER)).isEmpty();
    assertThat(OF_THE_FILE.printedBy(Set.of("ukhtc-intake"))).containsExactly(UKHTC);
  }

  @Test
  void anUnknownAuthorityIsRefusedAndNotReplaced() {
    AuthorityGroups diagrams =
        new AuthorityGroups(OF_THE_FILE, (duty, caseNumber) -> OF_THE_FILE.with(duty, DAY));

    assertThat(diagrams.group("UKBA", "case-owner")).isEqualTo("ukba-case-owner");
    assertThatThrownBy(() -> diagrams.group("SCA", "case-owner"))
        .hasMessage(
            "config/authorities.yaml has no authority with the code SCA. It has UKHTC, UKBA");
    assertThatThrownBy(() -> diagrams.group(null, "case-owner"))
        .hasMessageContaining("has no authority with the code null");
    assertThatThrownBy(() -> diagrams.group("UKBA", "director"))
        .hasMessageContaining("No team of UKBA has the code director");
    assertThat(diagrams.group("immigration", "asylum-liaison")).isEqualTo("ukba-asylum-liaison");
  }

  @Test
  void aWrongFileStopsTheStartWithASentence() {
    Map<String, Settings> noDuty = both();
    noDuty.put("ukba", settings("ukba"));
    refused(noDuty, "Exactly one authority has the duty immigration, not none.");

    Map<String, Settings> twice = both();
    twice.put("sca", settings("sca", Duty.INTAKE));
    refused(twice, "Exactly one authority has the duty intake, not UKHTC and SCA.");

    Map<String, Settings> shared = both();
    shared.put("sca", settings("ukhtc"));
    refused(shared, "SCA: the group ukhtc-manager is named twice.");

    Map<String, Settings> team = both();
    team.put(
        "sca",
        new Settings(
            Map.of("intake", "sca-intake"), Reads.OWN, List.of(), "", null, null, List.of()));
    refused(team, "SCA has no group for case-owner.");

    Map<String, Settings> days = both();
    days.put(
        "sca",
        new Settings(
            settings("sca").groups(),
            Reads.OWN,
            List.of(),
            "post-room",
            DAY,
            DAY.minusDays(1),
            List.of()));
    refused(days, "SCA: until is before from.");
    refused(days, "SCA: the print queue of post-room is not in its groups.");

    Map<String, Settings> name = both();
    name.put("single competent authority", settings("sca"));
    refused(name, "an id has at most 16 letters, digits and hyphens.");
  }

  @Test
  void aDutyPassesToAnotherAuthorityOnADay() {
    Map<String, Settings> file = both();
    file.put("sca", settings("sca", new DutyFrom(Duty.INTAKE, DAY)));
    Authorities three = new Authorities(file);
    Authority sca = three.known("SCA");

    assertThat(three.with(Duty.INTAKE, DAY.minusDays(1))).isEqualTo(UKHTC);
    assertThat(three.with(Duty.INTAKE, DAY)).isEqualTo(sca);
    assertThat(three.with(Duty.IMMIGRATION, DAY)).isEqualTo(UKBA);
    assertThat(three.days(UKHTC, Duty.INTAKE)).containsExactly(new Days(null, DAY));
    assertThat(three.days(sca, Duty.INTAKE)).containsExactly(new Days(DAY, null));
    assertThat(three.days(UKBA, Duty.INTAKE)).isEmpty();
    assertThat(three.groups(Duty.INTAKE, "manager")).containsOnly("ukhtc-manager", "sca-manager");
    assertThat(three.fill("{{authority.intake.short}}", DAY.minusDays(1))).isEqualTo("UKHTC");
    assertThat(three.fill("{{authority.intake.short}}", DAY)).isEqualTo("SCA");

    file.put("ukba", settings("ukba", new DutyFrom(Duty.INTAKE, DAY)));
    refused(file, "Exactly one authority has the duty intake from 2019-04-29, not UKBA and SCA.");
  }

  @Test
  void anAuthorityDecidesCasesReceivedInItsTime() {
    Map<String, Settings> file = both();
    file.put(
        "sca",
        new Settings(
            settings("sca").groups(),
            Reads.OWN,
            List.of(),
            "sca-manager",
            DAY,
            DAY.plusYears(1),
            List.of()));
    Authorities three = new Authorities(file);
    Authority sca = three.known("SCA");

    assertThat(three.decides(sca, DAY.minusDays(1))).isFalse();
    assertThat(three.decides(sca, DAY)).isTrue();
    assertThat(three.decides(sca, DAY.plusYears(1))).isTrue();
    assertThat(three.decides(sca, DAY.plusYears(1).plusDays(1))).isFalse();
    assertThat(three.decides(UKBA, DAY)).isTrue();
    assertThat(three.printedBy(Set.of("sca-intake"))).isEmpty();
    assertThat(three.printedBy(Set.of("sca-manager"))).containsExactly(sca);
  }

  @Test
  void otherOrganisationsAreNotAuthorities() {
    Map<String, Settings> file = both();
    file.put(
        "ukba-asylum", new Settings(Map.of(), Reads.OWN, List.of(), "", null, null, List.of()));

    assertThat(new Authorities(file).ids()).containsExactly("UKHTC", "UKBA");
  }

  @Test
  void aPlaceholderHasTheNameOfTheDay() {
    String text =
        "{{authority.ukba.the}} decides. Ask {{authority.immigration.the}}, the {{authority.ukba.short}} copy is with {{authority.ukba.name}}.";

    assertThat(OF_THE_FILE.fill(text, LocalDate.parse("2013-03-31")))
        .isEqualTo("UKBA decides. Ask UKBA, the UKBA copy is with United Kingdom Border Agency.");
    assertThat(OF_THE_FILE.fill(text, LocalDate.parse("2013-04-01")))
        .isEqualTo(
            "The Home Office decides. Ask the Home Office, the Home Office copy is with Home Office.");
    assertThat(OF_THE_FILE.fill("{{authority.sca.the}} {{limitReferral}}", DAY))
        .isEqualTo("{{authority.sca.the}} {{limitReferral}}");
    assertThat(OF_THE_FILE.nameWithShort("UKHTC", DAY))
        .isEqualTo("United Kingdom Human Trafficking Centre (UKHTC)");
    assertThat(OF_THE_FILE.nameWithShort("UKBA", DAY)).isEqualTo("Home Office");
    assertThat(OF_THE_FILE.namesSince(DAY)).isEqualTo("2013-04-01");
  }

  @Test
  void anUnknownPlaceholderIsRefusedWithASentence() {
    for (String wrong :
        new String[] {"{{authority.sca.the}}", "{{authority.ukba}}", "{{ authority.ukba.the }}"}) {
      assertThat(OF_THE_FILE.nameProblem("Ask " + wrong + "."))
          .hasValue(
              "has "
                  + wrong
                  + ", which names no organisation. Write it like {{authority.intake.short}}, with one of immigration, intake, ukba, ukhtc, and name, short or the");
    }
    assertThat(OF_THE_FILE.nameProblem("{{limitReferral}} {{authority.intake.short}}")).isEmpty();
  }
}
