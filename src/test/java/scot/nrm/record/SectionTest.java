package scot.nrm.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.record.Section.Cell;
import scot.nrm.record.Section.Row;

@Tag("quick")
class SectionTest {

  @Test
  void onlyEntriesOfHalfAPageOrMoreAreSplitBetweenPages() {
    assertThat(entry("").isLong()).isFalse();
    assertThat(entry("Date of birth: 23 July 1994, corrected to 24 July 1994.").isLong()).isFalse();
    assertThat(entry("one line\n".repeat(25)).isLong()).isFalse();
    assertThat(entry("one line\n".repeat(26)).isLong()).isTrue();
    assertThat(entry("x".repeat(2000)).isLong()).isTrue();
  }

  private static Row entry(String quote) {
    return new Row(List.of(Cell.of("7 April 2009"), new Cell("Note", quote, "")));
  }
}
