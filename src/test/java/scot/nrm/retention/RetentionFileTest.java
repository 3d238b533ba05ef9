package scot.nrm.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Period;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.ConfigFile;
import scot.nrm.startup.StartRefused;

@Tag("quick")
class RetentionFileTest {

  private static RetentionRules read(String copy) {
    return new RetentionFile().retentionRules(ConfigFile.read(RetentionFile.FILE, copy));
  }

  @Test
  void theShippedFileHasARuleForEachKindOfCase() {
    RetentionRules rules = read("");

    assertThat(rules.accessLog()).isEqualTo(Period.ofYears(7));
    assertThat(rules.of("concern", "not-referred", null).id()).isEqualTo("not-referred");
    assertThat(rules.of("referral", "recognised", 12).keep()).isEqualTo(Period.ofYears(57));
    assertThat(rules.of("referral", "no-reasonable-grounds", 12).id()).isEqualTo("referral");
    assertThat(rules.name("no-longer-there")).isEqualTo("no-longer-there");
  }

  @Test
  void aRuleMayNameAges() {
    RetentionRules rules =
        read(
            """
            nrm.retention.rules:
              - {id: young, name: Young, oldest: 11, keep: 80y}
              - {id: old, name: Old, youngest: 16, keep: 30y}
              - {id: others, name: Others, keep: 50y}
            """);

    assertThat(rules.of("referral", "recognised", 11).id()).isEqualTo("young");
    assertThat(rules.of("referral", "recognised", 12).id()).isEqualTo("others");
    assertThat(rules.of("referral", "recognised", 16).id()).isEqualTo("old");
    assertThat(rules.of("referral", "recognised", null).id()).isEqualTo("others");
  }

  @Test
  void allMistakesAreReportedAtTheStart() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    nrm.retention:
                      access-log: 1d
                      rules:
                        - {id: Wrong, name: "", kinds: [sibling], outcomes: [gone], keep: 1y, from: birth}
                        - {id: twice, name: Twice, youngest: 12, oldest: 11, keep: 0d}
                        - {id: twice, name: Twice, oldest: 11, keep: 1y}
                    """))
        .isInstanceOf(StartRefused.class)
        .hasMessage(
            """
            The file config/retention.yaml cannot be used:
            The time for the access log must be at least 30 days, such as 25y, 18m or 90d.
            The id of a rule must be lower-case words with hyphens, such as not-referred.
            The rule Wrong must have a name.
            The rule Wrong has the kind sibling. Allowed: concern, entered-in-error, referral.
            The rule Wrong has the outcome gone. Allowed: closed-other, no-reasonable-grounds,\
             not-recognised, not-referred, recognised.
            The rule Wrong has the start birth. Allowed: case-end, later.
            The time of the rule twice must be at least 30 days, such as 25y, 18m or 90d.
            In the rule twice, youngest is more than oldest.
            The rule twice is listed twice.
            The last rule must match every case: without kinds, outcomes, youngest and oldest.\
             Correct it and start again.""");
    assertThatThrownBy(() -> read("nrm.retention.rules: [{id: a, name: A, years: 3}]"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("The file config/retention.yaml has an unknown key: ");
    assertThatThrownBy(() -> read("nrm.retention.rules: [{id: a, name: A, keep: soon}]"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("has a value that cannot be read");
  }
}
