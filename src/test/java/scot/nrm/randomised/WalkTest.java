package scot.nrm.randomised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.Databases;
import scot.nrm.WholeApplication;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.engine.CaseInstances;
import scot.nrm.letters.Letters;
import scot.nrm.register.Register;
import scot.nrm.routing.LeaveNeed;

/**
 * Many cases with random but possible sequences of updates, decisions and passing days. After each
 * step all invariants are checked. A case that breaks one prints its story and its seed; {@code
 * -Dnrm.walk.seed=} with that number repeats it. {@code -Dnrm.walks=} sets the number of cases; the
 * pom has the usual number. Many cases together must have accepted every kind of update, otherwise
 * the walk would prove too little.
 */
@WholeApplication
class WalkTest implements Databases.OnH2 {

  private static final Logger LOG = LoggerFactory.getLogger(WalkTest.class);
  private static final int STEPS = 45;
  private static final int MANY = 500;

  @Autowired ProcessEngine engine;
  @Autowired Register register;
  @Autowired CaseFile file;
  @Autowired Letters letters;
  @Autowired CaseInstances instances;
  @Autowired LeaveNeed leaveNeed;
  @Autowired ChainCheck changes;

  @AfterEach
  void resetClock() {
    ClockUtil.reset();
  }

  @Test
  void invariantsHoldAfterEveryStep() {
    Long one = Long.getLong("nrm.walk.seed");
    long first = one == null ? Long.getLong("nrm.walk.first", System.nanoTime()) : one;
    int cases = one == null ? Integer.getInteger("nrm.walks", 1) : 1;
    LOG.info("{} walks, the first with the seed {}", cases, first);
    List<String> others = new ArrayList<>();
    Map<String, Integer> taken = new TreeMap<>();
    Set<String> kinds = Set.of();

    for (long seed = first; seed < first + cases; seed++) {
      Random random = new Random(seed);
      Walk walk =
          new Walk(
              engine,
              new Invariants(engine, register, file, letters, instances, leaveNeed),
              random,
              others);
      try {
        walk.begin(LocalDate.of(2009, 4, 6).plusDays(random.nextInt(1500)));
        for (int step = 0; step < STEPS; step++) {
          walk.step();
        }
        walk.finish();
        assertThat(changes.check(walk.caseNumber())).as("outside the application").isEmpty();
      } catch (AssertionError | RuntimeException broken) {
        fail(
            "%s%n%nThe story (repeat it with -Dnrm.walk.seed=%d):%n%s%n"
                .formatted(
                    broken.getMessage(), seed, String.join(System.lineSeparator(), walk.story())),
            broken);
      } finally {
        forget(walk.caseNumber());
      }
      others.add(walk.caseNumber());
      walk.taken().forEach(kind -> taken.merge(kind, 1, Integer::sum));
      kinds = walk.kinds();
    }
    LOG.info("Updates that the cases took, and how they ended: {}", taken);
    if (cases >= MANY) {
      assertThat(taken.keySet()).as("updates accepted").containsAll(kinds);
    }
  }

  /** Deletes the finished case from the engine, so that its timers do not affect the next case. */
  private void forget(String caseNumber) {
    if (caseNumber != null) {
      engine
          .getRuntimeService()
          .createProcessInstanceQuery()
          .processInstanceBusinessKey(caseNumber)
          .rootProcessInstances()
          .list()
          .forEach(
              instance ->
                  engine
                      .getRuntimeService()
                      .deleteProcessInstance(instance.getId(), "walked", true, true));
    }
  }
}
