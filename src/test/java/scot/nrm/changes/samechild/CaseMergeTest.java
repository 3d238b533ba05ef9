package scot.nrm.changes.samechild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import scot.nrm.changes.samechild.CaseMerge.Receipt;

class CaseMergeTest {

  private static final LocalDate MAY = LocalDate.of(2009, 5, 12);

  @Test
  void d12TheEarliestReceiptCountsWhicheverNumberIsOlder() {
    assertThat(
            CaseMerge.of(
                new Receipt("NRM-2009-000001", 1, MAY, false),
                new Receipt("NRM-2009-000002", 2, MAY.minusDays(1), false)))
        .isEqualTo(new CaseMerge("NRM-2009-000002", "NRM-2009-000001"));
  }

  @Test
  void aReceivedCaseIsKeptBeforeOneNotReceived() {
    assertThat(
            CaseMerge.of(
                new Receipt("NRM-2009-000001", 1, null, false),
                new Receipt("NRM-2009-000002", 2, MAY, false)))
        .isEqualTo(new CaseMerge("NRM-2009-000002", "NRM-2009-000001"));
  }

  @Test
  void withEqualReceiptsTheCaseOpenedFirstIsKept() {
    assertThat(
            CaseMerge.of(
                    new Receipt("NRM-2009-2222-2222", 2, null, false),
                    new Receipt("NRM-2009-ZZZZ-ZZZZ", 1, null, false))
                .continues())
        .as("whatever the numbers are")
        .isEqualTo("NRM-2009-ZZZZ-ZZZZ");
    assertThat(
            CaseMerge.of(
                    new Receipt("NRM-2010-000002", 2, MAY, false),
                    new Receipt("NRM-2009-000001", 1, MAY, false))
                .continues())
        .isEqualTo("NRM-2009-000001");
  }

  @Property
  void itMakesNoDifferenceWhichCaseIsNamedFirst(
      @ForAll("receipts") Receipt one, @ForAll("receipts") Receipt other) {
    assertThat(CaseMerge.of(one, other)).isEqualTo(CaseMerge.of(other, one));
  }

  @Property
  void aCaseInWhichTheChildIsRecognisedContinues(
      @ForAll("recognised") Receipt one, @ForAll("notRecognised") Receipt other) {
    assertThat(CaseMerge.of(one, other).continues()).isEqualTo(one.caseNumber());
  }

  @Property
  void noReceiptIsEarlierThanThatOfTheCaseThatContinues(
      @ForAll("receipts") Receipt one, @ForAll("receipts") Receipt other) {
    Assume.that(!one.caseNumber().equals(other.caseNumber()));
    Assume.that(one.recognised() == other.recognised());
    Receipt continues = CaseMerge.of(one, other).continues().equals(one.caseNumber()) ? one : other;
    Receipt ends = continues == one ? other : one;

    assertThat(
            ends.receivedOn() == null
                || continues.receivedOn() != null
                    && !continues.receivedOn().isAfter(ends.receivedOn()))
        .isTrue();
  }

  @Provide
  Arbitrary<Receipt> receipts() {
    return receipts(Arbitraries.of(true, false));
  }

  @Provide
  Arbitrary<Receipt> recognised() {
    return receipts(Arbitraries.just(true));
  }

  @Provide
  Arbitrary<Receipt> notRecognised() {
    return receipts(Arbitraries.just(false));
  }

  private static Arbitrary<Receipt> receipts(Arbitrary<Boolean> recognised) {
    return Combinators.combine(
            Arbitraries.integers().between(1, 40),
            Arbitraries.integers().between(0, 5).map(MAY::plusDays).injectNull(0.3),
            recognised)
        .as(
            (opened, on, isRecognised) ->
                new Receipt("NRM-2009-%06d".formatted(opened), opened, on, isRecognised));
  }
}
