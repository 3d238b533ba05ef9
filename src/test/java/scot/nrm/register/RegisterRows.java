package scot.nrm.register;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads all cases of the register one by one, so that tests can count them in Java and compare with
 * what the statements of the statistics count.
 */
@Component
public class RegisterRows {

  private static final int AT_A_TIME = 500;

  private final JdbcClient jdbc;
  private final TransactionTemplate snapshot;

  public RegisterRows(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
    this.jdbc = jdbc;
    this.snapshot = new TransactionTemplate(transactionManager);
    this.snapshot.setReadOnly(true);
    // A case and its counts must be consistent even if someone records an entry at the same time.
    this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /** How often something of a kind was recorded; the stage is {@code null} if the kind has none. */
  public record Count(String kind, Stage stage, int times) {}

  /**
   * A case, whether it counts, and how often each kind of entry was recorded.
   *
   * @param notCounted see {@link ReferralSql#NOT_COUNTED}
   * @param rgOutcome see {@link ReferralSql#RG_OUTCOME}
   * @param cgOutcome see {@link ReferralSql#CG_OUTCOME}
   */
  public record CaseRow(
      RegisterCase nrmCase,
      String notCounted,
      String rgOutcome,
      String cgOutcome,
      List<Count> counts) {

    /** How often something of this kind was recorded, at whatever stage. */
    public int times(String kind) {
      return counts.stream()
          .filter(count -> count.kind().equals(kind))
          .mapToInt(Count::times)
          .sum();
    }

    /** How often something of this kind was recorded at a stage. */
    public int times(String kind, Stage stage) {
      return counts.stream()
          .filter(count -> count.kind().equals(kind) && count.stage() == stage)
          .mapToInt(Count::times)
          .sum();
    }
  }

  /** Hands over every case, by case number. */
  public void forEach(Consumer<CaseRow> reader) {
    String after = "";
    List<CaseRow> rows;
    do {
      String last = after;
      rows = snapshot.execute(status -> after(last));
      rows.forEach(reader);
      after = rows.isEmpty() ? "" : rows.get(rows.size() - 1).nrmCase().caseNumber();
    } while (rows.size() == AT_A_TIME);
  }

  private List<CaseRow> after(String caseNumber) {
    List<String> numbers =
        jdbc.sql(
                "select case_number from case_register where case_number > :after order by case_number limit :most")
            .param("after", caseNumber)
            .param("most", AT_A_TIME)
            .query(String.class)
            .list();
    if (numbers.isEmpty()) {
      return List.of();
    }
    Map<String, List<String>> nationalities = nationalities(numbers);
    Map<String, List<Count>> counts = counts(numbers);
    return jdbc.sql(
            "select r.*, %s as not_counted, %s as rg_result, %s as cg_result "
                    .formatted(
                        ReferralSql.NOT_COUNTED, ReferralSql.RG_OUTCOME, ReferralSql.CG_OUTCOME)
                + "from case_register r where r.case_number in (:numbers) order by r.case_number")
        .param("numbers", numbers)
        .query(
            (row, number) ->
                new CaseRow(
                    RegisterRow.of(
                        row, nationalities.getOrDefault(row.getString("case_number"), List.of())),
                    row.getString("not_counted"),
                    row.getString("rg_result"),
                    row.getString("cg_result"),
                    counts.getOrDefault(row.getString("case_number"), List.of())))
        .list();
  }

  private Map<String, List<String>> nationalities(List<String> numbers) {
    Map<String, List<String>> found = new HashMap<>();
    jdbc.sql(
            "select case_number, nationality from register_nationality where case_number in (:numbers)")
        .param("numbers", numbers)
        .query(
            (RowCallbackHandler)
                row -> add(found, row.getString("case_number"), row.getString("nationality")));
    // Sorted here because databases may collate differently.
    found.values().forEach(nationalities -> nationalities.sort(null));
    return found;
  }

  private Map<String, List<Count>> counts(List<String> numbers) {
    Map<String, List<Count>> found = new HashMap<>();
    jdbc.sql(
            """
            select case_number, kind, stage, count(*) as times from register_event where case_number in (:numbers)
            group by case_number, kind, stage\
            """)
        .param("numbers", numbers)
        .query(
            (RowCallbackHandler)
                row ->
                    add(
                        found,
                        row.getString("case_number"),
                        new Count(
                            row.getString("kind"),
                            RegisterRow.stage(row, "stage"),
                            row.getInt("times"))));
    return found;
  }

  private static <T> void add(Map<String, List<T>> found, String caseNumber, T value) {
    found.computeIfAbsent(caseNumber, number -> new ArrayList<>()).add(value);
  }
}
