package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.casefile.MatchFacts.Fact;
import scot.nrm.casefile.MatchFacts.Kind;

/** How names and references are spelt before they are compared (D12). */
@Tag("quick")
class MatchFactsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Nguyễn Thị Đào-Hà | NGUYEN, Dao Ha Thi",
        "O'Brien Seán      | sean OBRIEN",
        "O’Brien           | O'Brien",
        "Łukasz Żak        | zak lukasz",
        "Ömer IŞIK         | ışık ömer",
        "Þóra              | Thora",
        "Strauß            | STRAUSS",
        "STRAUẞ            | Strauss",
        "Ελένης            | ΕΛΕΝΗΣ",
        "Ｌｉｎｈ          | Linh",
        "Марія Ї.          | МАРІЯ ї",
        "Иван Петров       | Petrov Ivan",
        "Ольга             | Olga",
        "Γιώργος           | Giorgos",
        "გიორგი            | Giorgi",
        "Արմեն             | Armen",
        "マリア               | Maria"
      })
  void spellingVariantsOfANameMatch(String one, String other) {
    assertThat(name(one)).isNotEmpty().isEqualTo(name(other));
  }

  @ParameterizedTest
  @CsvSource({"Linh Tran, Linh Tran Thi", "Linh, Lin", "李小龙, 李小明", "Иван, Иванов"})
  void differentNamesDoNotMatch(String one, String other) {
    assertThat(name(one)).isNotEmpty().isNotEqualTo(name(other));
  }

  /**
   * Plainly spelt is what has come out in Latin letters and digits only. A character that has no
   * Latin spelling may be divided from its neighbours once they are Latin, so it proves nothing.
   */
  @Property
  void anyTextCanBeNormalisedAndPlainSpellingIsKept(@ForAll String typed) {
    String name = name(typed);

    if (name.chars().allMatch(letter -> letter < 128)) {
      assertThat(name(name)).isEqualTo(name);
    }
    assertThat(MatchFacts.reference(MatchFacts.reference(typed)))
        .isEqualTo(MatchFacts.reference(typed));
  }

  @Property
  void orderCaseAccentsAndPunctuationAreIgnored(
      @ForAll("words") List<String> words, @ForAll Random random) {
    List<String> shuffled = new ArrayList<>(words);
    Collections.shuffle(shuffled, random);
    String decomposed = Normalizer.normalize(String.join(" - ", shuffled), Normalizer.Form.NFD);
    String expected = name(String.join(" ", words));

    assertThat(name(decomposed)).isEqualTo(expected);
    assertThat(name(decomposed.toUpperCase(Locale.ROOT))).isEqualTo(expected);
    assertThat(name("(" + decomposed.replaceAll("\\p{M}", "") + ".)")).isEqualTo(expected);
  }

  @Property
  void anAdditionalWordMakesADifferentName(@ForAll("words") List<String> words) {
    assertThat(name(String.join(" ", words) + " Extra"))
        .isNotEqualTo(name(String.join(" ", words)));
  }

  private static String name(String typed) {
    return PersonName.of(typed).spelling();
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.strings()
        .withChars("aeostnăâđêôơưệựéíóúñçøłßŞğÅÉжиїяλης")
        .ofMinLength(1)
        .ofMaxLength(8)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"A1234567 | a 12-34 567", "HO/2009/001 | ho2009001", "Ａ１２３４５６７ | A1234567"})
  void caseAndPunctuationOfAReferenceAreIgnored(String one, String other) {
    assertThat(MatchFacts.reference(one)).isNotEmpty().isEqualTo(MatchFacts.reference(other));
  }

  @ParameterizedTest
  @CsvSource({"unknown", "applied for", "n/a", "''", "-"})
  void aReferenceHasADigit(String typed) {
    assertThat(MatchFacts.reference(typed)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"unknown, unknown", "'', -", "'', ''", "A1, -", "A1, A2"})
  void anEmptyOrDifferentReferenceDoesNotMatch(String known, String typed) {
    ObjectNode file = JsonNodeFactory.instance.objectNode().put("homeOfficeReference", known);

    assertThat(MatchFacts.isReference(new CaseFileContent(file), typed)).isFalse();
  }

  @Test
  void everyNameIsCombinedWithEveryDateOfBirth() {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.put("childNames", "Linh Tran")
        .put("childAlsoKnownAs", "Lin, Tran Linh; --;")
        .put("childDateOfBirth", "1994-07-23")
        .put("foundDateOfBirth", "1990-01-01")
        .put("homeOfficeReference", "A 1");

    assertThat(MatchFacts.of(new CaseFileContent(file)))
        .containsExactlyInAnyOrder(
            new Fact(Kind.HOME_OFFICE_REFERENCE, "A1"),
            new Fact(Kind.NAME, "linh tran 1994-07-23"),
            new Fact(Kind.NAME, "linh tran 1990-01-01"),
            new Fact(Kind.ALIAS, "lin 1994-07-23"),
            new Fact(Kind.ALIAS, "lin 1990-01-01"),
            new Fact(Kind.ALIAS, "linh tran 1994-07-23"),
            new Fact(Kind.ALIAS, "linh tran 1990-01-01"));
  }

  @ParameterizedTest
  @CsvSource({
    "'阮氏桃, Nguyễn Thị Đào', Dao NGUYEN THI",
    "'阮氏桃, Nguyễn Thị Đào', 阮氏桃",
    "Natalia (Наталья) O’Brien, Natalia OBrien",
    "Natalia (Наталья) O’Brien, O'Brien NATALIA Наталья"
  })
  void aNameInSeveralScriptsMatchesInEachOfThem(String known, String other) {
    assertThat(named(known)).containsAnyElementsOf(named(other));
    assertThat(named("Linh 2")).hasSize(1);
    assertThat(named("ʿAlī Ḥasan")).as("a sign of no script").hasSize(1);
  }

  private static Set<Fact> named(String name) {
    return MatchFacts.of(
        new CaseFileContent(
            JsonNodeFactory.instance
                .objectNode()
                .put("childNames", name)
                .put("childDateOfBirth", "1994-07-23")));
  }

  @Test
  void aNameWithoutADateOfBirthIsNotCompared() {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.put("childNames", "Linh Tran").put("childAlsoKnownAs", "Lin");

    assertThat(MatchFacts.of(new CaseFileContent(file))).isEmpty();
  }

  @Test
  void aFactDoesNotRevealItsValueInALog() {
    assertThat(new Fact(Kind.NAME, "linh tran 1994-07-23")).hasToString("Fact[NAME]");
  }

  @Test
  void aSearchNeedsAReferenceOrANameWithADateOfBirth() {
    assertThat(MatchFacts.searched(" b 123/456 "))
        .containsExactly(new MatchFacts.Fact(MatchFacts.Kind.HOME_OFFICE_REFERENCE, "B123456"));
    assertThat(MatchFacts.searched("Anna  Example 3/6/1994").iterator().next().value())
        .endsWith(" 1994-06-03");
    assertThat(MatchFacts.searched("Anna Example")).isEmpty();
    assertThat(MatchFacts.searched("3/6/1994")).as("no name").isEmpty();
    assertThat(MatchFacts.searched("Anna Example 31/02/1994")).as("no such day").isEmpty();
  }
}
