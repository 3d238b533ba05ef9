package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class RehearsalRunTest {

  @Test
  void itLeavesHalfOfTheProcessorsToPeople() {
    assertThat(IntStream.of(1, 2, 3, 4, 8).map(RehearsalRun::workers))
        .containsExactly(1, 1, 1, 2, 4);
  }
}
