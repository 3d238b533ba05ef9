package scot.nrm.casefile;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases.Database;

/** Case file and register that leave no chain of changes, to measure what the chain costs. */
public final class UnchainedStore extends Store {

  public UnchainedStore(Database database) {
    super(database, WithoutChain.class);
  }

  @Import({Parts.class, NoChain.class})
  static class WithoutChain {}

  /**
   * No component: tests of the whole application have the benchmarks on their path, and scan it.
   */
  @Primary
  static class NoChain extends ChangeChain {

    NoChain(
        JdbcClient jdbc,
        ChainReader reader,
        MasterKeys masterKeys,
        ApplicationEventPublisher events,
        @Value("${spring.datasource.url}") String database) {
      super(jdbc, reader, masterKeys, events, database);
    }

    @Override
    public void changed(String chain, ChainedRow kind, Object id) {}
  }
}
