package scot.nrm.casefile;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases.Database;
import scot.nrm.engine.CaseClock;
import scot.nrm.register.Links;
import scot.nrm.register.Matches;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterRows;
import scot.nrm.schema.DatabaseAlone;

/** Case file and register on a database of their own, without the engine. */
public class Store implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private final TransactionTemplate transaction;

  /**
   * @param settings beside those of the database, such as {@code --nrm.case-file.key=…}
   */
  public Store(Database database, String... settings) {
    this(database, Parts.class, settings);
  }

  /**
   * @param parts {@link Parts}, or those with something more
   */
  Store(Database database, Class<?> parts, String... settings) {
    SpringApplication application =
        new SpringApplicationBuilder(parts).web(WebApplicationType.NONE).build();
    // Two stores may start at the same moment, but a virtual machine has one logging system.
    application.setListeners(
        application.getListeners().stream()
            .filter(listener -> !(listener instanceof LoggingApplicationListener))
            .toList());
    context =
        application.run(
            Stream.concat(Arrays.stream(database.arguments()), Arrays.stream(settings))
                .toArray(String[]::new));
    transaction = new TransactionTemplate(transactions());
  }

  public CaseFile file() {
    return context.getBean(CaseFile.class);
  }

  ContentCipher cipher() {
    return context.getBean(ContentCipher.class);
  }

  MasterKeys masterKeys() {
    return context.getBean(MasterKeys.class);
  }

  DataKeys dataKeys() {
    return context.getBean(DataKeys.class);
  }

  public ChangeChain chain() {
    return context.getBean(ChangeChain.class);
  }

  public ChainHeads heads() {
    return context.getBean(ChainHeads.class);
  }

  ChainReader chainReader() {
    return context.getBean(ChainReader.class);
  }

  public ChainCheck check() {
    return context.getBean(ChainCheck.class);
  }

  public ChainCheck chainCheck() {
    return context.getBean(ChainCheck.class);
  }

  public Resealing resealing() {
    return context.getBean(Resealing.class);
  }

  public Register register() {
    return context.getBean(Register.class);
  }

  public RegisterRows rows() {
    return context.getBean(RegisterRows.class);
  }

  public Matches matches() {
    return context.getBean(Matches.class);
  }

  public Links links() {
    return context.getBean(Links.class);
  }

  public PlatformTransactionManager transactions() {
    return context.getBean(PlatformTransactionManager.class);
  }

  public JdbcClient jdbc() {
    return context.getBean(JdbcClient.class);
  }

  public void inTransaction(Runnable work) {
    transaction.executeWithoutResult(status -> work.run());
  }

  public <T> T inTransaction(Supplier<T> work) {
    return transaction.execute(status -> work.get());
  }

  @Override
  public void close() {
    context.close();
  }

  @DatabaseAlone
  @Import({
    CaseClock.class,
    CaseFileParts.class,
    Register.class,
    RegisterRows.class,
    Matches.class,
    Links.class
  })
  static class Parts {}
}
