package scot.nrm.casefile;

import java.util.function.Supplier;
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
import scot.nrm.schema.DatabaseOnly;

/** Case file and register on a database of their own, without the engine. */
public class Store implements AutoCloseable {

  protected final ConfigurableApplicationContext context;
  private final TransactionTemplate transaction;

  /**
   * @param settings beside those of the database, such as {@code --nrm.case-file.key=…}
   */
  public Store(Database database, String... settings) {
    this(database, Parts.class, settings);
  }

  /**
   * @param parts {@link Parts}, or those of another test
   */
  protected Store(Database database, Class<?> parts, String... settings) {
    SpringApplication application =
        new SpringApplicationBuilder(parts).web(WebApplicationType.NONE).build();
    // Two stores may start at the same moment, but a virtual machine has one logging system.
    application.setListeners(
        application.getListeners().stream()
            .filter(listener -> !(listener instanceof LoggingApplicationListener))
            .toList());
    context = application.run(database.arguments(settings));
    transaction = new TransactionTemplate(transactions());
  }

  public final <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  public CaseFile file() {
    return get(CaseFile.class);
  }

  ContentCipher cipher() {
    return get(ContentCipher.class);
  }

  MasterKeys masterKeys() {
    return get(MasterKeys.class);
  }

  DataKeys dataKeys() {
    return get(DataKeys.class);
  }

  public ChangeChain chain() {
    return get(ChangeChain.class);
  }

  public ChainHeads heads() {
    return get(ChainHeads.class);
  }

  ChainReader chainReader() {
    return get(ChainReader.class);
  }

  public ChainCheck check() {
    return get(ChainCheck.class);
  }

  public Resealing resealing() {
    return get(Resealing.class);
  }

  public Register register() {
    return get(Register.class);
  }

  public RegisterRows rows() {
    return get(RegisterRows.class);
  }

  public Matches matches() {
    return get(Matches.class);
  }

  public Links links() {
    return get(Links.class);
  }

  public PlatformTransactionManager transactions() {
    return get(PlatformTransactionManager.class);
  }

  public JdbcClient jdbc() {
    return get(JdbcClient.class);
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

  @DatabaseOnly
  @Import({
    CaseClock.class, CaseFileParts.class, Register.class,
    RegisterRows.class, Matches.class, Links.class
  })
  static class Parts {}
}
