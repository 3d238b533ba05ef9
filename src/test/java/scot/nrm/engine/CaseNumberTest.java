package scot.nrm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseNumberTest {

  private static final String CHARACTERS = "23456789BCDFGHJKLMNPQRSTVWXZ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        CaseNumber.EXAMPLE,
        " nrm-2009-7q4x-8kd9 ",
        "nrm 2009 7q4x 8kd9",
        "NRM – 2009 – 7Q4X – 8KD9",
        "nrm - 2009 -\u00a07Q4X-8KD9",
        "\tNRM-2009-7Q4X-8KD9\n",
        "NRM-2009-7Q4X-8KD9\u00a0",
        "\u202f NRM-2009-7Q4X-8KD9",
        "nrm20097q4x8kd9",
        "2009-7Q4X-8KD9"
      })
  void aNumberIsRecognisedInAnySpelling(String typed) {
    assertThat(CaseNumber.of(typed)).isEqualTo(CaseNumber.EXAMPLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "123", "NRM-2009-7Q4X-8KD9-4"})
  void otherTextIsNotTurnedIntoTheNumber(String typed) {
    assertThat(CaseNumber.of(typed)).isNotEqualTo(CaseNumber.EXAMPLE);
  }

  @Test
  void aNewNumberHasNoVowelsOrAmbiguousCharacters() {
    assertThat(some(500))
        .allMatch(CaseNumber::isValid)
        .allMatch(number -> number.matches("NRM-2014-[%1$s]{4}-[%1$s]{4}".formatted(CHARACTERS)));
  }

  @Test
  void aNumberDoesNotRevealTheNextOne() {
    assertThat(some(500))
        .doesNotHaveDuplicates()
        .isNotEqualTo(some(500).stream().sorted().toList());
  }

  @Test
  void everyWrongCharacterIsDetected() {
    assertThat(some(100).stream().flatMap(CaseNumberTest::withOneWrongCharacter))
        .isNotEmpty()
        .noneMatch(CaseNumber::isValid);
  }

  @Test
  void nearlyEverySwappedPairIsDetected() {
    List<String> swapped = some(500).stream().flatMap(CaseNumberTest::swapped).toList();

    assertThat(swapped.stream().filter(CaseNumber::isValid).count())
        .as("of " + swapped.size())
        .isLessThan(swapped.size() / 100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NRM-2009-7Q4X-8KD8",
        "NRM-2010-7Q4X-8KD9",
        "NRM-2009-7Q4X",
        "NRM-2009-000123",
        "nrm-2009-7q4x-8kd9",
        "2009-7Q4X-8KD9",
        "NRM-2009-AAAA-AAAA",
        "Linh Example",
        ""
      })
  void otherTextIsNoCaseNumber(String text) {
    assertThat(CaseNumber.isValid(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NRM-2009", "8kd9", "123", "7Q4X-8", "NRM-2009-7Q4X-8KD9"})
  void aPartOfANumberCanBeSearchedFor(String part) {
    assertThat(CaseNumber.part(part)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Linh", "%", "NRM-2009-7Q4X-8KD9-2-3", "o'brien"})
  void aNameCannotBeSearchedFor(String name) {
    assertThat(CaseNumber.part(name)).isEmpty();
  }

  /** The same numbers each time. */
  private static List<String> some(int count) {
    Random random = new Random(42);
    return IntStream.range(0, count).mapToObj(i -> CaseNumber.random(2014, random)).toList();
  }

  private static Stream<String> withOneWrongCharacter(String number) {
    return IntStream.range(4, number.length())
        .filter(place -> number.charAt(place) != '-')
        .boxed()
        .flatMap(
            place ->
                (place < 8 ? "0123456789" : CHARACTERS)
                    .chars()
                    .filter(wrong -> wrong != number.charAt(place))
                    .mapToObj(
                        wrong ->
                            number.substring(0, place)
                                + (char) wrong
                                + number.substring(place + 1)));
  }

  private static Stream<String> swapped(String number) {
    return IntStream.range(9, number.length() - 1)
        .filter(place -> number.charAt(place) != '-' && number.charAt(place + 1) != '-')
        .filter(place -> number.charAt(place) != number.charAt(place + 1))
        .mapToObj(
            place ->
                number.substring(0, place)
                    + number.charAt(place + 1)
                    + number.charAt(place)
                    + number.substring(place + 2));
  }
}
