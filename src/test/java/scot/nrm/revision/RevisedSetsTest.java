package scot.nrm.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.SimpleTransactionStatus;
import scot.nrm.engine.sets.DataInForce;
import scot.nrm.engine.sets.DefinitionSets;

/** Tests which faults of a deployment are problems of the files. */
@Tag("quick")
class RevisedSetsTest {

  private final DefinitionSets engine = mock();
  private final DataInForce data = mock();
  private final RepositoryService repository = mock();
  private final PlatformTransactionManager transactions = mock();
  private final DeploymentBuilder builder = mock();
  private final RevisedSets sets =
      new RevisedSets(
          engine, data, repository, transactions, List.of(), null, null, null, null, null);

  RevisedSetsTest() {
    when(transactions.getTransaction(any())).thenReturn(new SimpleTransactionStatus());
    when(repository.createDeployment()).thenReturn(builder);
    when(builder.name(anyString())).thenReturn(builder);
    when(builder.source(anyString())).thenReturn(builder);
    when(data.withTrialData(any(), any()))
        .thenAnswer(call -> call.<Supplier<?>>getArgument(1).get());
  }

  @Test
  void aFaultOfTheDatabaseIsNoProblemOfTheFiles() {
    for (ProcessEngineException fault :
        List.of(
            new ProcessEngineException(
                "flush", new RuntimeException(new SQLException("lock", new Exception()))),
            new OptimisticLockingException("deployed by another node"))) {
      doThrow(fault).when(engine).withoutAuthorization(any());

      assertThatThrownBy(() -> sets.problems(Map.of())).isSameAs(fault);
    }
  }

  @Test
  void aRefusalOfTheEngineIsAProblemOfTheFiles() {
    when(engine.withoutAuthorization(any())).thenThrow(new ProcessEngineException("No end event"));

    assertThat(sets.problems(Map.of())).containsExactly("No end event");
  }
}
