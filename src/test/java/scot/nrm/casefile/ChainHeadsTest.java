package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doCallRealMethod;
import static org.mockito.Mockito.spy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scot.nrm.Databases.Database;
import scot.nrm.Databases.Kind;
import scot.nrm.OnEachDatabase;

/** The line of a night. */
@OnEachDatabase(usually = Kind.POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainHeadsTest implements OnEachDatabase.Uses {

  private static final LocalDate DAY = LocalDate.of(2009, 5, 17);

  private Store store;

  @Override
  public void open(Database fresh) {
    store = new Store(fresh, "--nrm.case-file.key=" + Keys.key(7));
  }

  @Override
  public void close() {
    store.close();
  }

  @Test
  void twoNodesLogTheSameLineAtTheSameTime() {
    String number = store.file().nextCaseNumber(DAY);
    store.inTransaction(() -> store.register().openCase(number, "fife", DAY, "police", null, null));
    List<ChainHeads.Night> first = new ArrayList<>();
    ChangeChain slow = spy(store.chain());
    doAnswer(
            call -> {
              // The other node writes first, after this one has read the chains that have grown.
              first.add(CompletableFuture.supplyAsync(this::night).join());
              doCallRealMethod().when(slow).tryAppend(any(), any(), any());
              return call.callRealMethod();
            })
        .when(slow)
        .tryAppend(any(), any(), any());

    ChainHeads.Night second =
        store
            .inTransaction(
                () -> new ChainHeads(store.jdbc(), store.chainReader(), slow).record(DAY))
            .orElseThrow();

    assertThat(first).hasSize(1);
    assertThat(first.get(0).grown()).isPositive();
    assertThat(second).isEqualTo(new ChainHeads.Night(first.get(0).line(), 0));
    assertThat(store.check().checkAll(false, List.of(second.line()), took -> {}).findings())
        .isEmpty();
  }

  private ChainHeads.Night night() {
    return store.heads().record(DAY).orElseThrow();
  }
}
