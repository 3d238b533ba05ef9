package scot.nrm.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that nobody can calculate a number below 5 from the other counts of an area. */
@Tag("quick")
class SmallNumbersTest {

  @Test
  void aNumberBelowFiveIsNotShown() {
    assertThat(SmallNumbers.shown(4)).isEmpty();
    assertThat(SmallNumbers.shown(0)).isEmpty();
    assertThat(SmallNumbers.shown(5)).hasValue(5);
  }

  @Test
  void aSingleSmallPartIsHiddenTogetherWithAnother() {
    assertThat(shown(20, 30)).containsExactly("20", "30");
    assertThat(shown(20, 5)).as("5 is not small").containsExactly("20", "5");
    assertThat(shown(20, 3, 8)).containsExactly("20", "-", "-");
    assertThat(shown(20, 8, 3)).as("the last, whatever its size").containsExactly("20", "-", "-");
    assertThat(shown(8, 20, 3)).containsExactly("8", "-", "-");
    assertThat(shown(20, 6, 4)).as("10 is enough").containsExactly("20", "-", "-");
    assertThat(shown(8, 3, 6)).as("9 would be too few").containsExactly("-", "-", "-");
    assertThat(shown(20, 4, 4, 9)).containsExactly("20", "-", "-", "-");
    assertThat(shown(20, 2, 7, 6, 1))
        .as("what counts most goes last")
        .containsExactly("20", "-", "-", "-", "-");
  }

  /** Tries every combination that is consistent with the rule, the total and the numbers shown. */
  @Test
  void noSmallNumberCanBeCalculatedFromTheTotal() {
    for (int total = SmallNumbers.MINIMUM; total <= 30; total++) {
      Map<List<String>, List<int[]>> fits = new LinkedHashMap<>();
      for (int[] parts : partsOf(total, 3)) {
        fits.computeIfAbsent(shown(parts), page -> new ArrayList<>()).add(parts);
      }
      fits.forEach(
          (page, possible) -> {
            for (int part = 0; part < 3; part++) {
              int which = part;
              if (page.get(part).equals("-")) {
                assertThat(possible.stream().map(parts -> parts[which]).distinct().count())
                    .as("what %s may stand for at %d", page, part)
                    .isGreaterThan(1);
              } else {
                assertThat(Integer.parseInt(page.get(part)))
                    .isGreaterThanOrEqualTo(SmallNumbers.MINIMUM);
              }
            }
          });
    }
  }

  private static List<int[]> partsOf(int total, int parts) {
    if (parts == 1) {
      return List.of(new int[] {total});
    }
    return IntStream.rangeClosed(0, total)
        .boxed()
        .flatMap(
            first ->
                partsOf(total - first, parts - 1).stream()
                    .map(
                        rest ->
                            IntStream.concat(IntStream.of(first), IntStream.of(rest)).toArray()))
        .toList();
  }

  private static List<String> shown(int... parts) {
    Map<String, Integer> named = new LinkedHashMap<>();
    for (int i = 0; i < parts.length; i++) {
      named.put("part" + i, parts[i]);
    }
    return SmallNumbers.shown(named).values().stream()
        .map(SmallNumbersTest::text)
        .collect(Collectors.toList());
  }

  private static String text(OptionalInt number) {
    return number.isPresent() ? String.valueOf(number.getAsInt()) : "-";
  }
}
