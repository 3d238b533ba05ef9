package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("quick")
class ClockPerThreadTest {

  private static final long TEN_YEARS = -10 * 365L * 24 * 60 * 60 * 1000;

  private final ClockPerThread clock = new ClockPerThread();

  @AfterEach
  void reset() {
    ClockUtil.reset();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, TEN_YEARS})
  void eachThreadHasItsOwnClockUntilItsWorkEnds(long offset) {
    ClockUtil.offset(offset);
    LocalDate before = today();

    clock.during(
        () -> {
          clock.moveTo(LocalDateTime.of(2011, 3, 1, 9, 0));
          List<LocalDate> onAnotherThread =
              CompletableFuture.supplyAsync(
                      () -> {
                        LocalDate first = today();
                        clock.moveTo(LocalDateTime.of(2013, 6, 3, 9, 0));
                        return List.of(first, today());
                      })
                  .join();

          assertThat(onAnotherThread).containsExactly(before, LocalDate.of(2013, Month.JUNE, 3));
          assertThat(today()).isEqualTo(LocalDate.of(2011, Month.MARCH, 1));
        });

    assertThat(today()).isEqualTo(before);
    assertThat(CompletableFuture.supplyAsync(this::today).join()).isEqualTo(before);
  }

  @Test
  void theClockIsResetAfterAFailure() {
    ClockUtil.offset(TEN_YEARS);
    LocalDate before = today();

    assertThatThrownBy(
            () ->
                clock.during(
                    () -> {
                      clock.moveTo(LocalDateTime.of(2011, 3, 1, 9, 0));
                      throw new IllegalStateException("broken off");
                    }))
        .hasMessage("broken off");

    assertThat(today()).isEqualTo(before);
    assertThat(CompletableFuture.supplyAsync(this::today).join()).isEqualTo(before);
  }

  private LocalDate today() {
    return clock.now().toLocalDate();
  }
}
