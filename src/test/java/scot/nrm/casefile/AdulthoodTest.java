package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class AdulthoodTest {

  @Test
  void d7AnUndisputedDateOfBirthSetsTheDayOfComingOfAge() {
    CaseFileContent file = file(Map.of("childDateOfBirth", "1992-06-15", "ageDisputed", "no"));

    assertThat(Adulthood.from(file)).contains(day("2010-06-15"));
    assertThat(Adulthood.isAdult(file, day("2010-06-14"))).isFalse();
    assertThat(Adulthood.isAdult(file, day("2010-06-15"))).isTrue();
  }

  @Test
  void d7APersonBornOn29FebruaryComesOfAgeOn1March() {
    CaseFileContent file = file(Map.of("childDateOfBirth", "1992-02-29"));

    assertThat(Adulthood.isAdult(file, day("2010-02-28"))).isFalse();
    assertThat(Adulthood.isAdult(file, day("2010-03-01"))).isTrue();
  }

  @Test
  void d7ADisputedOrEstimatedAgeMakesNoOneAnAdult() {
    assertThat(Adulthood.from(file(Map.of("childDateOfBirth", "1980-01-01", "ageDisputed", "yes"))))
        .isEmpty();
    assertThat(Adulthood.from(file(Map.of("childEstimatedAge", "25", "ageDisputed", "no"))))
        .isEmpty();
    assertThat(Adulthood.from(CaseFileContent.empty())).isEmpty();
  }

  @Test
  void d7AFindingOverridesTheForm() {
    Map<String, String> disputed = Map.of("childDateOfBirth", "1994-07-23", "ageDisputed", "yes");

    assertThat(Adulthood.from(file(disputed, "ageFinding", "adult", "adultFromDate", "2009-05-20")))
        .contains(day("2009-05-20"));
    assertThat(
            Adulthood.from(file(disputed, "ageFinding", "child", "foundDateOfBirth", "1993-01-01")))
        .contains(day("2011-01-01"));
  }

  @Test
  void d7AFindingWithoutADateChangesNothing() {
    Map<String, String> disputed = Map.of("childDateOfBirth", "1980-01-01", "ageDisputed", "yes");

    assertThat(
            Adulthood.from(file(disputed, "ageFinding", "adult", "foundDateOfBirth", "1980-01-01")))
        .isEmpty();
    assertThat(Adulthood.from(file(disputed, "ageFinding", "child", "adultFromDate", "2009-01-01")))
        .isEmpty();
    assertThat(Adulthood.from(file(disputed, "adultFromDate", "2009-01-01"))).isEmpty();
  }

  @Test
  void d7AFindingOverridesADateOfBirthThatContradictsIt() {
    Map<String, String> born = Map.of("childDateOfBirth", "1991-01-10", "ageDisputed", "no");

    assertThat(Adulthood.from(file(born, "ageFinding", "child", "ageFindingDate", "2009-01-10")))
        .isEmpty();
    assertThat(Adulthood.from(file(born, "ageFinding", "child", "ageFindingDate", "2009-01-09")))
        .contains(day("2009-01-10"));
  }

  private static CaseFileContent file(Map<String, String> fields, String... more) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    fields.forEach(node::put);
    for (int i = 0; i < more.length; i += 2) {
      node.put(more[i], more[i + 1]);
    }
    return new CaseFileContent(node);
  }

  private static LocalDate day(String day) {
    return LocalDate.parse(day);
  }
}
