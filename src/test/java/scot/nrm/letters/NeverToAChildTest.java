package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.InputValues;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.decision.deadline.DecisionTable;
import scot.nrm.engine.authorities.KnownAuthorities;

/**
 * D37: whatever a file says, nothing is addressed to somebody who is a child on the day of the
 * letter.
 */
class NeverToAChildTest {

  private static final DecisionTable TABLE = DecisionTable.named("letters");
  private static final Organisations ORGANISATIONS =
      new Organisations(Map.of(), Map.of(), Map.of(), List.of());
  private static final List<String> OCCASIONS = occasionsOfTheTable();
  private static final String NAMES = "Nguyễn Thị Đào-Hà";
  private static final String ALIAS = "Kim Tran";

  /**
   * A person as they really are, and what the file says of them.
   *
   * @param born the true date of birth, which the file may not know
   * @param statesWhen whether the file has anything from which the day of coming of age follows
   */
  record Person(LocalDate born, boolean statesWhen, CaseFileContent file, LocalDate day) {

    /**
     * Counted in another way than by the program: the number that the day makes, such as 20100301.
     */
    boolean isChild() {
      return number(day) - number(born) < 18_00_00;
    }

    private static int number(LocalDate day) {
      return day.getYear() * 1_00_00 + day.getMonthValue() * 1_00 + day.getDayOfMonth();
    }

    @Override
    public String toString() {
      return "born " + born + ", letter of " + day + ", file " + file.fields();
    }
  }

  @Property
  void d37NoLetterIsAddressedToAChildAndD7AnAdultGetsTheirOwn(
      @ForAll("people") Person person, @ForAll("occasions") String occasion) {
    CaseOnDay onDay =
        new CaseOnDay(
            LetterTemplatesTest.nrmCase("positive"),
            person.file(),
            person.day(),
            KnownAuthorities.OF_THE_FILE);

    for (Map<String, Object> row : table(occasion, onDay)) {
      Recipient recipient =
          Recipient.of(Addressee.of((String) row.get("addressee")), onDay, ORGANISATIONS);

      if (person.isChild()) {
        assertThat(List.of(recipient.name(), recipient.attention()))
            .doesNotContain(
                NAMES, "Dao-Ha Nguyen Thi", "Miss Đào-Hà Thị Nguyễn", "Kim Tran", "kim");
        assertThat(recipient.address()).doesNotContain("3 Example Road");
        assertThat(recipient.registerName()).isNotEqualTo(Recipient.THE_PERSON);
      } else if (person.statesWhen()
          && occasion.matches("(rg|cg)-.*")
          && recipient.council().isPresent()) {
        throw new AssertionError(occasion + " goes to the local authority of an adult");
      }
    }
  }

  /** Even if policy staff remove the condition that the person is an adult. */
  @Property
  void d37NoTableCanSendALetterToAChild(@ForAll("people") Person person) {
    CaseOnDay onDay =
        new CaseOnDay(
            LetterTemplatesTest.nrmCase(null),
            person.file(),
            person.day(),
            KnownAuthorities.OF_THE_FILE);

    boolean addressed;
    try {
      Recipient.of(Addressee.PERSON_OR_REPRESENTATIVE, onDay, ORGANISATIONS);
      addressed = true;
    } catch (IllegalStateException refused) {
      assertThat(refused).hasMessageContaining("(D37)").hasMessageNotContaining("Nguy");
      addressed = false;
    }

    assertThat(addressed).isEqualTo(person.statesWhen() && !person.isChild());
  }

  /**
   * Around the 18th birthday, half of them born about the end of February; every way in which a
   * file may say it.
   */
  @Provide
  Arbitrary<Person> people() {
    Arbitrary<LocalDate> born =
        Arbitraries.oneOf(
            Arbitraries.integers()
                .between(1990, 1997)
                .flatMap(
                    year ->
                        Arbitraries.integers()
                            .between(-2, 2)
                            .map(days -> LocalDate.of(year, 3, 1).plusDays(days))),
            Arbitraries.of(LocalDate.parse("1992-02-29"), LocalDate.parse("1996-02-29")),
            Arbitraries.longs()
                .between(
                    LocalDate.of(1990, 1, 1).toEpochDay(), LocalDate.of(1997, 12, 31).toEpochDay())
                .map(LocalDate::ofEpochDay));
    return Combinators.combine(
            born,
            Arbitraries.integers().between(-3, 3),
            Arbitraries.integers().between(0, 6),
            Arbitraries.of(
                "other", "legal-representative", "referring-agency", "local-authority", ""),
            Arbitraries.of(
                NAMES,
                "Dao-Ha Nguyen Thi",
                "Miss Đào-Hà Thị Nguyễn",
                "Kim Tran",
                "kim",
                "",
                "Jane Law",
                "Ірина"))
        .as((birth, offset, said, asked, asker) -> person(birth, offset, said, asked, asker));
  }

  private static Person person(LocalDate born, int offset, int said, String asked, String asker) {
    // The day that has the same number 18 years on, or the one after it: 1 March for 29 February.
    LocalDate comesOfAge =
        born.getDayOfMonth() == 29 && born.getMonthValue() == 2
            ? LocalDate.of(born.getYear() + 18, 3, 1)
            : LocalDate.of(born.getYear() + 18, born.getMonthValue(), born.getDayOfMonth());
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.put("childNames", NAMES)
        .put("childAlsoKnownAs", ALIAS)
        .put("placementAddress", "3 Example Road, Glasgow");
    file.put("firstResponderOffice", "Example Academy").put("leadProfessionalName", "Morag Bain");
    file.put("reconsiderationAskedBy", asked).put("reconsiderationAskedByName", asker);
    file.put("reconsiderationAskedByAddress", "Example Lane");
    switch (said) {
      case 0 -> file.put("childDateOfBirth", born.toString()).put("ageDisputed", "no");
      case 1 -> file.put("childDateOfBirth", born.toString());
      case 2 -> file.put("childDateOfBirth", "1980-01-01").put("ageDisputed", "yes");
      case 3 -> file.put("childEstimatedAge", 25);
      case 4 ->
          file.put("childDateOfBirth", "1980-01-01")
              .put("ageFinding", "child")
              .put("foundDateOfBirth", born.toString());
      case 5 ->
          file.put("childDateOfBirth", "1980-01-01")
              .put("ageDisputed", "yes")
              .put("ageFinding", "adult")
              .put("adultFromDate", comesOfAge.toString());
      default -> {}
    }
    boolean statesWhen = said != 2 && said != 3 && said != 6;
    return new Person(born, statesWhen, new CaseFileContent(file), comesOfAge.plusDays(offset));
  }

  @Provide
  Arbitrary<String> occasions() {
    return Arbitraries.of(OCCASIONS);
  }

  private static List<Map<String, Object>> table(String occasion, CaseOnDay onDay) {
    Map<String, Object> question = new HashMap<>(LetterTable.facts(onDay));
    question.put("occasion", occasion);
    return TABLE.ask(question);
  }

  private static List<String> occasionsOfTheTable() {
    String values =
        Dmn.readModelFromFile(Path.of("processes/letters.dmn").toFile())
            .getModelElementsByType(InputValues.class)
            .iterator()
            .next()
            .getTextContent();
    return List.of(values.strip().replace("\"", "").split(","));
  }
}
