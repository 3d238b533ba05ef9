package scot.nrm.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.casefile.Store;
import scot.nrm.register.RegisterRows.CaseRow;

class RegisterRowsTest {

  private static final LocalDate DAY = LocalDate.parse("2009-04-06");

  /** More than are read at a time, so that the second reading goes on where the first one ended. */
  private static final int CASES = 1003;

  @Test
  void everyCaseIsHandedOverOnceWithItsOwnOnH2() {
    everyCaseIsHandedOverOnceWithItsOwn(Databases.h2());
  }

  @Test
  void everyCaseIsHandedOverOnceWithItsOwnOnPostgres() {
    everyCaseIsHandedOverOnceWithItsOwn(Databases.postgres());
  }

  private static void everyCaseIsHandedOverOnceWithItsOwn(Database database) {
    try (Store store = new Store(database)) {
      Register register = store.register();
      store.inTransaction(
          () -> {
            for (int i = CASES; i > 0; i--) {
              register.openCase(number(i), "glasgow-city", DAY, "police");
            }
            register.referralReceived(
                number(700), DAY, new RegisterFacts(List.of("VN", "GB"), "female", 15, false));
            register.extended(
                number(700), Stage.REASONABLE_GROUNDS, DAY, DAY.plusDays(1), "once", "an.officer");
            register.extended(
                number(700),
                Stage.REASONABLE_GROUNDS,
                DAY.plusDays(1),
                DAY.plusDays(2),
                "twice",
                null);
            register.extended(
                number(700), Stage.CONCLUSIVE_GROUNDS, DAY, DAY.plusDays(9), "once", "an.officer");
          });

      List<CaseRow> rows = new ArrayList<>();
      store.rows().forEach(rows::add);

      assertThat(rows)
          .extracting(row -> row.known().caseNumber())
          .hasSize(CASES)
          .doesNotHaveDuplicates()
          .isSorted();
      CaseRow row = rows.get(699);
      assertThat(row.known()).isEqualTo(register.find(number(700)).orElseThrow());
      assertThat(row.known().nationalities()).containsExactly("GB", "VN");
      assertThat(row.times("extended")).isEqualTo(3);
      assertThat(row.times("extended", Stage.REASONABLE_GROUNDS)).isEqualTo(2);
      assertThat(rows.get(0).known().nationalities()).isEmpty();
      assertThat(rows.get(0).times("extended")).isZero();
    }
  }

  @Test
  void anEmptyRegisterHasNoRow() {
    try (Store store = new Store(Databases.h2())) {
      List<CaseRow> rows = new ArrayList<>();
      store.rows().forEach(rows::add);

      assertThat(rows).isEmpty();
    }
  }

  private static String number(int number) {
    return "NRM-2009-%06d".formatted(number);
  }
}
