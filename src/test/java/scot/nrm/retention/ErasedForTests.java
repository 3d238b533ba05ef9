package scot.nrm.retention;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.engine.CaseClock;
import scot.nrm.retention.RetentionRules.Rule;

/** Erases every closed case of a register, for tests of what is left. */
public final class ErasedForTests {

  private ErasedForTests() {}

  /** Returns how many were erased, without those that were merged with them. */
  public static int everyClosedCase(JdbcClient jdbc, PlatformTransactionManager transactions) {
    CaseFile files = mock(CaseFile.class);
    when(files.read(any())).thenReturn(CaseFileContent.empty());
    RetentionRules rules =
        new RetentionRules(
            Period.ofYears(1),
            Period.ofDays(30),
            List.of(
                new Rule(
                    "all",
                    "All",
                    List.of(),
                    List.of(),
                    null,
                    null,
                    Period.ofYears(1),
                    RetentionRules.LATER)));
    CaseClock clock =
        new CaseClock() {
          @Override
          public LocalDate today() {
            return LocalDate.of(2060, 1, 1);
          }
        };
    return new Erasure(
            jdbc,
            transactions,
            new Retention(jdbc, files, rules),
            rules,
            mock(ChangeChain.class),
            clock)
        .run()
        .cases();
  }
}
