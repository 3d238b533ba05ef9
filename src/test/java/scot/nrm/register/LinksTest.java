package scot.nrm.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static scot.nrm.register.Links.Why.SAME_CHILD_SUSPECTED;
import static scot.nrm.register.Links.Why.SIBLING;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.IllegalTransactionStateException;
import scot.nrm.Databases.Database;
import scot.nrm.OnEachDatabase;
import scot.nrm.casefile.Store;
import scot.nrm.engine.CaseClock;
import scot.nrm.register.Links.Link;

@OnEachDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinksTest implements OnEachDatabase.Uses {

  private static final LocalDate OPENED = LocalDate.of(2009, 5, 17);

  private Store store;

  @Override
  public void open(Database database) {
    store = new Store(database);
  }

  @Override
  public void close() {
    store.close();
  }

  @Test
  void d5ALinkIsSeenFromBothCasesAndInBothRegisters() {
    String elder = newCase();
    String younger = newCase();

    link(younger, elder, SIBLING);

    assertThat(store.links().of(elder))
        .extracting(Link::caseNumber, Link::why)
        .containsExactly(tuple(younger, SIBLING));
    assertThat(store.links().of(younger)).extracting(Link::caseNumber).containsExactly(elder);
    assertThat(linkedEvents(elder))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.code()).isEqualTo(younger);
              assertThat(event.detail()).isEqualTo("sibling");
              assertThat(event.officer()).isEqualTo("glasgow.lead");
            });
    assertThat(linkedEvents(younger)).extracting(RegisterEvent::code).containsExactly(elder);
  }

  @Test
  void aRepeatedOrReversedLinkIsStoredOnce() {
    String one = newCase();
    String other = newCase();

    link(one, other, SIBLING);
    link(one, other, SIBLING);
    link(other, one, SIBLING);

    assertThat(store.links().of(one)).hasSize(1);
    assertThat(linkedEvents(one)).hasSize(1);
    assertThat(linkedEvents(other)).hasSize(1);
  }

  @Test
  void casesCanHaveSeveralLinksAndReasons() {
    String one = newCase();
    String other = newCase();
    String third = newCase();

    link(one, other, SIBLING);
    link(one, other, SAME_CHILD_SUSPECTED);
    link(third, one, SIBLING);

    assertThat(store.links().of(one)).hasSize(3);
    assertThat(store.links().of(other)).hasSize(2);
    assertThat(store.links().areLinked(other, one, SAME_CHILD_SUSPECTED)).isTrue();
    assertThat(store.links().areLinked(other, third, SIBLING)).isFalse();
  }

  /** D5: the other link is stored after the siblings were read, and before they are locked. */
  @Test
  void siblingsThatOthersLinkAtThatMomentAreLinkedToo() {
    String one = newCase();
    String two = newCase();
    String three = newCase();
    Register register = mock(Register.class, delegatesTo(store.register()));
    doAnswer(
            lock -> {
              if (!store.links().areLinked(one, two, SIBLING)) {
                CompletableFuture.runAsync(() -> link(one, two, SIBLING)).join();
              }
              return store.register().lock(lock.getArgument(0));
            })
        .when(register)
        .lock(anyString());
    Links links = new Links(store.jdbc(), register, new CaseClock());

    store.inTransaction(() -> links.linkFamilies(three, two, "glasgow.lead"));

    assertThat(store.links().areLinked(three, one, SIBLING)).isTrue();
  }

  @Test
  void aCaseCannotBeLinkedToItselfOrOutsideATransaction() {
    String one = newCase();

    assertThatThrownBy(() -> link(one, one, SIBLING)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.links().link(one, newCase(), SIBLING, null))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  private List<RegisterEvent> linkedEvents(String caseNumber) {
    return store.register().history(caseNumber).stream()
        .filter(event -> event.kindCode().equals("linked"))
        .toList();
  }

  private void link(String one, String other, Links.Why why) {
    store.inTransaction(() -> store.links().link(one, other, why, "glasgow.lead"));
  }

  private String newCase() {
    String caseNumber = store.file().nextCaseNumber(OPENED);
    store.inTransaction(
        () -> store.register().openCase(caseNumber, "glasgow-city", OPENED, "police", null, null));
    return caseNumber;
  }
}
