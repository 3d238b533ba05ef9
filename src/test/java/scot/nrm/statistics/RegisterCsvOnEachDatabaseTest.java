package scot.nrm.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;
import scot.nrm.casefile.Store;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterFacts;
import scot.nrm.register.Stage;

class RegisterCsvOnEachDatabaseTest {

  private static final LocalDate DAY = LocalDate.parse("2009-04-06");

  /**
   * More cases than are read at a time, to test that each read continues where the previous one
   * ended.
   */
  private static final int CASES = 1003;

  @Test
  void everyCaseIsOneRowWithItsOwnValuesOnH2() {
    everyCaseIsOneRowWithItsOwnValues(Databases.h2());
  }

  @Test
  void everyCaseIsOneRowWithItsOwnValuesOnPostgres() {
    everyCaseIsOneRowWithItsOwnValues(Databases.postgres());
  }

  private static void everyCaseIsOneRowWithItsOwnValues(Database database) {
    try (Store store = new Store(database)) {
      Register register = store.register();
      store.inTransaction(
          () -> {
            for (int i = CASES; i > 0; i--) {
              register.openCase(number(i), "glasgow-city", DAY, "police", null, null);
            }
            register.referralReceived(
                number(700),
                DAY,
                new RegisterFacts(List.of("VN", "unknown", "GB"), "female", 15, false));
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

      List<CSVRecord> rows = parsed(store);

      assertThat(rows)
          .extracting(row -> row.get("case_number"))
          .hasSize(CASES)
          .doesNotHaveDuplicates()
          .isSorted();
      CSVRecord row = rows.get(699);
      assertThat(row.get("case_number")).isEqualTo(number(700));
      assertThat(row.get("quarter")).isEqualTo("2009-Q2");
      assertThat(row.get("referral_received_on")).isEqualTo("2009-04-06");
      assertThat(row.get("nationalities")).isEqualTo("GB VN unknown");
      assertThat(row.get("age_disputed")).isEqualTo("no");
      assertThat(row.get("rg_outcome")).isEqualTo("pending");
      assertThat(row.get("rg_extensions")).isEqualTo("2");
      assertThat(row.get("reflection_extensions")).isEqualTo("1");
      assertThat(row.get("times_suspended")).isEqualTo("0");
      assertThat(rows.get(0).get("counted")).isEqualTo("no");
      assertThat(rows.get(0).get("quarter")).isEmpty();
      assertThat(rows.get(0).get("nationalities")).isEmpty();
      assertThat(rows.get(0).get("rg_outcome")).isEmpty();
      assertThat(rows.get(0).get("rg_extensions")).isEqualTo("0");
    }
  }

  @Test
  void anEmptyRegisterHasNoRow() {
    try (Store store = new Store(Databases.h2())) {
      assertThat(parsed(store)).isEmpty();
    }
  }

  private static List<CSVRecord> parsed(Store store) {
    StringWriter out = new StringWriter();
    new RegisterCsv(store.jdbc()).write(out);
    return RegisterCsvTest.parsed(out.toString());
  }

  private static String number(int number) {
    return "NRM-2009-%06d".formatted(number);
  }
}
