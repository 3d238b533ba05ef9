package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.impl.history.event.HistoryEventTypes.ACTIVITY_INSTANCE_START;
import static org.camunda.bpm.engine.impl.history.event.HistoryEventTypes.PROCESS_INSTANCE_END;
import static org.camunda.bpm.engine.impl.history.event.HistoryEventTypes.PROCESS_INSTANCE_START;
import static org.camunda.bpm.engine.impl.history.event.HistoryEventTypes.TASK_INSTANCE_COMPLETE;
import static org.camunda.bpm.engine.impl.history.event.HistoryEventTypes.TASK_INSTANCE_CREATE;
import static org.camunda.bpm.engine.impl.history.event.HistoryEventTypes.VARIABLE_INSTANCE_CREATE;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.history.event.HistoricActivityInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricTaskInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricVariableUpdateEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.test.util.ReflectionTestUtils;
import scot.nrm.engine.CaseClock;
import scot.nrm.rehearsal.CaseCourse.Kind;
import scot.nrm.rehearsal.RehearsalRun.Control;
import scot.nrm.rehearsal.RehearsalRun.PastCourse;
import scot.nrm.revision.RevisionContents;
import scot.nrm.revision.RevisionContents.Contents;

@Tag("quick")
class RehearsalRunTest {

  @Test
  void aRehearsalUsesAtMostHalfOfTheProcessors() {
    assertThat(IntStream.of(1, 2, 3, 4, 8).map(RehearsalRun::workers))
        .containsExactly(1, 1, 1, 2, 4);
  }

  @Test
  void droppedWorkAndAFreedCaseAreNotStuck() {
    String fellAway = "New: " + CaseReplay.NO_PLACE + "Assess child";
    Map<Kind, List<String>> tasks = Map.of(Kind.TASKS, List.of("No longer: Assess child"));

    assertThat(
            List.of(
                RehearsalRun.counted(with(tasks, List.of(fellAway))),
                RehearsalRun.counted(
                    with(tasks, List.of("No longer: Log referral was refused: No")))))
        .containsOnly(tasks);

    List<String> stuck = List.of(fellAway, "New: Log referral failed: No", "New: At Wait");
    assertThat(RehearsalRun.counted(with(tasks, stuck)))
        .as("what could not be done because of it stays beside it")
        .isEqualTo(with(tasks, stuck));
    assertThat(CaseCourse.stuckLines(with(tasks, stuck)))
        .containsExactly("Log referral failed: No", "At Wait");
  }

  /** The case got stuck at an earlier step, so the update is refused for that reason. */
  @Test
  void anUpdateRefusedInAStuckCaseIsNotReportedAsWell() {
    String stuck = "New: Log referral was refused: No";

    assertThat(
            CaseCourse.stuckLines(
                with(
                    Map.of(),
                    List.of(
                        stuck,
                        "New: "
                            + CaseReplay.refusedUpdate("Request extension", "Too early", true)))))
        .containsExactly("Log referral was refused: No");
    assertThat(CaseReplay.refusedUpdate("Request extension", "Too early", false))
        .isEqualTo("Request extension was refused: Too early");
  }

  private static Map<Kind, List<String>> with(Map<Kind, List<String>> tasks, List<String> stuck) {
    Map<Kind, List<String>> all = new HashMap<>(tasks);
    all.put(Kind.STUCK, stuck);
    return all;
  }

  @Test
  void nightlyReplaysStopForAPersonsRehearsal() {
    PastCases cases = mock(PastCases.class);
    Rehearsals rehearsals =
        new Rehearsals(
            null,
            cases,
            null,
            mock(RevisionContents.class),
            new ClockPerThread(),
            new CaseClock(),
            new Rehearsals.Settings(2, 0, 1));
    PastCase known =
        new PastCase("NRM", List.of(), Map.of(), Set.of(), Set.of(), CaseCourse.NOTHING, Map.of());
    PastCourse past = new PastCourse(CaseCourse.NOTHING, CaseCourse.NOTHING);
    Control control = new Control(past, new SetReads(), null, null, new SetReads(), null);
    when(cases.people()).thenReturn(RehearsalPeople.Memberships.NONE);
    UUID digest = known.digest("0 " + RehearsalPeople.Memberships.NONE.hashCode());
    @SuppressWarnings("unchecked")
    Map<UUID, Control> controls =
        (Map<UUID, Control>) ReflectionTestUtils.getField(rehearsals, "controls");
    controls.put(digest, control);
    Queue<String> read = new ConcurrentLinkedQueue<>();
    when(cases.latest(anyInt())).thenReturn(List.of("first", "second")).thenReturn(List.of());
    when(cases.read(any()))
        .thenAnswer(
            call -> {
              read.add(call.getArgument(0));
              Contents revision = new Contents(7, "Begun", true, Map.of(), "digest");
              assertThat(rehearsals.begin(revision, "policy.staff")).isTrue();
              assertThat(rehearsals.begin(revision, "policy.staff")).as("a double click").isTrue();
              assertThat(
                      rehearsals.begin(
                          new Contents(7, "Begun", true, Map.of(), "another"), "policy.staff"))
                  .isFalse();
              return known;
            });

    rehearsals.replayAhead();

    assertThat(read).containsExactly("first");
    rehearsals.stop();
  }

  /** An interrupt closes the file of H2, and with it the database of a program that is tried. */
  @Test
  void aFailedReplayDoesNotInterruptTheOthers() throws InterruptedException {
    PastCases cases = mock(PastCases.class);
    when(cases.people()).thenReturn(RehearsalPeople.Memberships.NONE);
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
    when(cases.read("first"))
        .thenAnswer(
            call -> {
              second.await();
              throw new IllegalStateException("No replay");
            });
    when(cases.read("second"))
        .thenAnswer(
            call -> {
              second.countDown();
              try {
                failed.await();
                interrupted.add(false);
              } catch (InterruptedException e) {
                interrupted.add(true);
              }
              throw new IllegalStateException("Nor this one");
            });
    try (RehearsalRun run =
        new RehearsalRun(
            null,
            cases,
            null,
            Map.of(),
            new HashMap<>(),
            new AtomicReference<>(),
            new Rehearsals.Running(0),
            null,
            LocalDateTime.parse("2010-06-18T10:00"),
            2)) {
      assertThatThrownBy(() -> run.control(1, List.of("first", "second"), List.of()))
          .hasMessage("No replay");
    }
    failed.countDown();

    assertThat(interrupted.poll(10, TimeUnit.SECONDS)).isFalse();
  }

  /** Events about variables and steps have the same names as those about tasks and cases. */
  @Test
  void onlyDiagramsAndTasksAreKeptInHistory() {
    RehearsalEngine.ShortHistory history = new RehearsalEngine.ShortHistory();

    assertThat(
            Stream.of(
                    of(new HistoricProcessInstanceEventEntity(), PROCESS_INSTANCE_START),
                    of(new HistoricTaskInstanceEventEntity(), TASK_INSTANCE_CREATE),
                    of(new HistoricProcessInstanceEventEntity(), PROCESS_INSTANCE_END),
                    of(new HistoricTaskInstanceEventEntity(), TASK_INSTANCE_COMPLETE),
                    of(new HistoricActivityInstanceEventEntity(), ACTIVITY_INSTANCE_START),
                    of(new HistoricVariableUpdateEventEntity(), VARIABLE_INSTANCE_CREATE))
                .map(history::isKept))
        .containsExactly(true, true, false, false, false, false);
  }

  private static HistoryEvent of(HistoryEvent event, HistoryEventTypes type) {
    event.setEventType(type.getEventName());
    return event;
  }
}
