package scot.nrm.underway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.sql.SQLException;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.MigratedTimers;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.revision.RevisionContents;
import scot.nrm.underway.MoveStore.Candidate;
import scot.nrm.underway.MoveStore.Move;

@Tag("quick")
class MoverFaultsTest {

  private static final Move MOVE = new Move(7, 3);
  private static final Candidate CASE = new Candidate("instance", "NRM-2009-7Q4X-8KD9");

  private final MoveStore store = mock(MoveStore.class);
  private final Register register = mock(Register.class);
  private final Mover mover =
      new Mover(
          store,
          mock(MigrationRules.class),
          mock(RevisionContents.class),
          mock(DefinitionSets.class),
          register,
          mock(RegisterUpdates.class),
          mock(RuntimeService.class),
          mock(RepositoryService.class),
          mock(MigratedTimers.class),
          new CaseClock(),
          mock(PlatformTransactionManager.class));

  @BeforeEach
  void oneCaseToMove() {
    when(store.unfinished()).thenReturn(List.of(MOVE));
    when(store.candidates(any(), any())).thenReturn(List.of(CASE)).thenReturn(List.of());
    when(store.lockUnlessDone(MOVE, CASE)).thenReturn(true);
  }

  @Test
  void aCaseWithAnUnexpectedFaultStaysAndDoesNotStopTheOthers() {
    when(register.lock(CASE.caseNumber())).thenThrow(new IllegalStateException("not there"));

    assertThat(mover.continueMoving(10)).isOne();

    verify(store).recordStay(MOVE, CASE, "The program could not move this case.");
    verify(store).finish(MOVE.revision());
  }

  @Test
  void aCaseIsTriedAgainIfTheDatabaseStops() {
    when(register.lock(CASE.caseNumber()))
        .thenThrow(new ProcessEngineException(new SQLException("terminating", "57P01")));

    assertThatThrownBy(() -> mover.continueMoving(10)).isInstanceOf(ProcessEngineException.class);

    verify(store, never()).recordStay(any(), any(), any());
    verify(store, never()).finish(MOVE.revision());
  }
}
