package scot.nrm.demo;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Several threads that simulate many groups of linked cases: each takes the next act of a group
 * that no other thread is working on. Cases begin one after the other, in order of time, so that
 * case numbers don't depend on the number of threads.
 */
final class ParallelRunner {

  private final IntConsumer begun;

  /** The groups that no thread is working on, by their next act. */
  private final TreeSet<LinkedCases> waiting =
      new TreeSet<>(
          Comparator.comparing((LinkedCases family) -> family.next().orElseThrow())
              .thenComparing(LinkedCases::place));

  private final Deque<InventedChild> beginnings;
  private final int cases;
  private int busy;
  private boolean failed;

  /**
   * @param stories in the order in which their cases begin
   * @param begun called with the number of cases begun, after each, by one thread at a time
   */
  ParallelRunner(
      List<? extends LinkedCases> families, List<InventedChild> stories, IntConsumer begun) {
    this.begun = begun;
    this.beginnings = new ArrayDeque<>(stories);
    this.cases = stories.size();
    families.stream().filter(family -> family.next().isPresent()).forEach(waiting::add);
  }

  /**
   * Runs until nothing more happens. An error in one thread stops all, each after its current act.
   */
  void run(int threads) {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    Callable<Void> worker = this::work;
    List<Future<Void>> ends = Stream.generate(() -> workers.submit(worker)).limit(threads).toList();
    workers.shutdown();
    try {
      boolean over = false;
      while (!over) {
        // With a limit, because Spring would not wait for a start that waits without one.
        over = workers.awaitTermination(1, TimeUnit.HOURS);
      }
      for (Future<Void> end : ends) {
        end.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while cases were made", e);
    }
  }

  private synchronized void stop() {
    failed = true;
    notifyAll();
  }

  private Void work() throws InterruptedException {
    for (Optional<LinkedCases> family = take(); family.isPresent(); family = take()) {
      boolean begins = family.get().begins().isPresent();
      boolean well = false;
      try {
        family.get().advance();
        well = true;
      } finally {
        putBack(family.get(), begins, well);
      }
    }
    return null;
  }

  /** Waits for a group with an act that may happen; empty if nothing more happens. */
  private synchronized Optional<LinkedCases> take() throws InterruptedException {
    Optional<LinkedCases> next = next();
    while (next.isEmpty() && busy > 0) {
      wait();
      next = next();
    }
    next.ifPresent(
        family -> {
          waiting.remove(family);
          busy++;
        });
    return next;
  }

  private Optional<LinkedCases> next() {
    return failed
        ? Optional.empty()
        : waiting.stream()
            .filter(family -> family.begins().filter(child -> child != beginnings.peek()).isEmpty())
            .findFirst();
  }

  private synchronized void putBack(LinkedCases family, boolean hasBegun, boolean well) {
    busy--;
    failed |= !well;
    notifyAll();
    if (well && family.next().isPresent()) {
      waiting.add(family);
    }
    if (well && hasBegun) {
      beginnings.remove();
      report(cases - beginnings.size());
    }
  }

  private void report(int soFar) {
    boolean successful = false;
    try {
      begun.accept(soFar);
      successful = true;
    } finally {
      failed |= !successful;
    }
  }
}
