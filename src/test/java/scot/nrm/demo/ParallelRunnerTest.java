package scot.nrm.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads on families that are told by a few times. */
@Timeout(60)
@Tag("quick")
class ParallelRunnerTest {

  private static final LocalDateTime MORNING = LocalDateTime.of(2010, 3, 1, 9, 0);
  private static final int FAMILIES = 200;

  /** Begins with a case, and then has a few acts. */
  private static class InventedEvents implements LinkedCases {

    final int place;
    final InventedChild child;
    final Deque<LocalDateTime> times = new ArrayDeque<>();
    final List<LocalDateTime> done = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger here = new AtomicInteger();

    InventedEvents(int place, int minute, int acts) {
      this.place = place;
      this.child = new InventedChild(MORNING.plusMinutes(minute), new Random(place));
      IntStream.range(0, acts).forEach(act -> times.add(child.begins.plusHours(act)));
    }

    @Override
    public int place() {
      return place;
    }

    @Override
    public Optional<LocalDateTime> next() {
      return Optional.ofNullable(times.peek());
    }

    @Override
    public Optional<InventedChild> begins() {
      return done.isEmpty() ? Optional.of(child) : Optional.empty();
    }

    @Override
    public void advance() {
      assertThat(here.incrementAndGet()).as("threads in one family").isOne();
      done.add(times.poll());
      child.caseNumber = "NRM-2010-" + place;
      here.decrementAndGet();
    }
  }

  @Test
  void casesStartInOrderOfTimeAndEachFamilyKeepsItsOrder() {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    List<InventedEvents> families =
        IntStream.range(0, FAMILIES)
            .mapToObj(
                place ->
                    new InventedEvents(place, place, 5) {
                      @Override
                      public void advance() {
                        if (done.isEmpty()) {
                          order.add("NRM-2010-" + place);
                        }
                        super.advance();
                      }
                    })
            .map(InventedEvents.class::cast)
            .toList();
    List<Integer> begun = new ArrayList<>();

    new ParallelRunner(families, children(families), begun::add).run(4);

    assertThat(families).allSatisfy(family -> assertThat(family.done).hasSize(5).isSorted());
    assertThat(order)
        .containsExactlyElementsOf(
            families.stream().map(family -> family.child.caseNumber).toList());
    assertThat(begun)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, FAMILIES).boxed().toList());
  }

  @Test
  void severalFamiliesRunAtTheSameTime() {
    CyclicBarrier together = new CyclicBarrier(2);
    List<InventedEvents> families =
        IntStream.range(0, 2)
            .mapToObj(
                place ->
                    new InventedEvents(place, place, 2) {
                      @Override
                      public void advance() {
                        if (!done.isEmpty()) { // else it waits for its turn to begin
                          meet(together);
                        }
                        super.advance();
                      }
                    })
            .map(InventedEvents.class::cast)
            .toList();

    new ParallelRunner(families, children(families), begun -> {}).run(2);

    assertThat(families).allSatisfy(family -> assertThat(family.done).hasSize(2));
  }

  @Test
  void aSingleThreadTakesTheNextEventOfAllFamilies() {
    List<LocalDateTime> order = new ArrayList<>();
    List<InventedEvents> families =
        IntStream.range(0, FAMILIES)
            .mapToObj(
                place ->
                    new InventedEvents(place, 7 * place % 60, 5) {
                      @Override
                      public void advance() {
                        order.add(times.peek());
                        super.advance();
                      }
                    })
            .map(InventedEvents.class::cast)
            .toList();

    new ParallelRunner(families, children(families), begun -> {}).run(1);

    assertThat(order).hasSize(5 * FAMILIES).isSorted();
  }

  @Test
  void aFailureInOneThreadStopsAllAndIsReported() {
    List<InventedEvents> families =
        IntStream.range(0, FAMILIES)
            .mapToObj(
                place ->
                    new InventedEvents(place, place, 5) {
                      @Override
                      public void advance() {
                        if (place == 10 && done.size() == 1) {
                          throw new IllegalStateException("Nobody of ukhtc-intake works for null");
                        }
                        super.advance();
                      }
                    })
            .map(InventedEvents.class::cast)
            .toList();

    assertThatThrownBy(() -> new ParallelRunner(families, children(families), begun -> {}).run(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Nobody of ukhtc-intake works for null");
    assertThat(families.get(FAMILIES - 1).done).isEmpty();
  }

  @Test
  void aStartListenerCanStopTheRun() {
    List<InventedEvents> families =
        IntStream.range(0, FAMILIES)
            .mapToObj(place -> new InventedEvents(place, place, 2))
            .toList();

    assertThatThrownBy(
            () ->
                new ParallelRunner(
                        families,
                        children(families),
                        begun -> {
                          if (begun == 20) {
                            throw new IllegalArgumentException("stopped");
                          }
                        })
                    .run(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stopped");
    assertThat(families.stream().filter(family -> !family.done.isEmpty())).hasSize(20);
  }

  /**
   * Spring does not wait for a start whose thread waits without a limit: it would not close the
   * database.
   */
  @Test
  void theCallerWaitsWithATimeout() {
    Thread waiting = Thread.currentThread();
    List<InventedEvents> families =
        List.of(
            new InventedEvents(0, 0, 1) {
              @Override
              public void advance() {
                Awaitility.await()
                    .until(waiting::getState, state -> state == Thread.State.TIMED_WAITING);
                super.advance();
              }
            });

    new ParallelRunner(families, children(families), begun -> {}).run(2);

    assertThat(families.get(0).done).hasSize(1);
  }

  private static List<InventedChild> children(List<InventedEvents> families) {
    return families.stream()
        .map(family -> family.child)
        .sorted((one, other) -> one.begins.compareTo(other.begins))
        .toList();
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("The other family is not worked on meanwhile", e);
    }
  }
}
