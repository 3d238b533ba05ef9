package scot.nrm.engine.statements;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.ibatis.builder.xml.XMLConfigBuilder;
import org.apache.ibatis.io.Resources;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.defaults.DefaultSqlSession;
import org.apache.ibatis.session.defaults.DefaultSqlSessionFactory;
import org.apache.ibatis.transaction.Transaction;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Reads the engine's SQL statements once for all engines of the virtual machine, because reading
 * them takes a third of an engine's start. Each engine still has its own database and diagrams.
 */
@Component
public class SharedStatements extends AbstractProcessEnginePlugin {

  /** The statements by database type, such as {@code postgres}. */
  private static final Map<String, Configuration> BY_DATABASE = new HashMap<>();

  /**
   * Reads the statements in another thread while Spring looks for beans. No bean is created before
   * they are read, so that no two threads initialise the engine's classes at the same time. If
   * reading fails here, it is tried again when the engine is built, which then reports the error.
   */
  public static void readAhead(ConfigurableApplicationContext program) {
    String kind = kind(program.getEnvironment().getProperty("spring.datasource.url", ""));
    CompletableFuture<Configuration> read =
        CompletableFuture.supplyAsync(() -> of(kind), SharedStatements::startThread);
    program.addBeanFactoryPostProcessor(beans -> read.exceptionally(failed -> null).join());
  }

  private static void startThread(Runnable task) {
    Thread thread = new Thread(task, "statements");
    thread.setDaemon(true); // so that a refused start ends at once
    thread.start();
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setSqlSessionFactory(new Sessions(of(kind(engine)), engine));
  }

  private static Configuration of(String kind) {
    synchronized (BY_DATABASE) {
      return BY_DATABASE.computeIfAbsent(kind, SharedStatements::read);
    }
  }

  private static String kind(ProcessEngineConfigurationImpl engine) {
    if (engine.getDataSource() == null) {
      return kind(engine.getJdbcUrl());
    }
    try (Connection connection = engine.getDataSource().getConnection()) {
      return kind(connection.getMetaData().getURL());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String kind(String url) {
    return url.startsWith("jdbc:postgresql:") ? "postgres" : "h2";
  }

  private static Configuration read(String kind) {
    Properties properties = new Properties();
    ProcessEngineConfigurationImpl.initSqlSessionFactoryProperties(properties, "", kind);
    properties.put("prefix", "");
    try (Reader mappings =
        new InputStreamReader(
            Resources.getResourceAsStream(
                ProcessEngineConfigurationImpl.DEFAULT_MYBATIS_MAPPING_FILE),
            StandardCharsets.UTF_8)) {
      Configuration statements = new XMLConfigBuilder(mappings, "", properties).parse();
      statements.setDefaultExecutorType(ExecutorType.BATCH);
      return statements;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sessions on the database of one engine, whose data source isn't known before one is opened. */
  private static final class Sessions extends DefaultSqlSessionFactory {

    private final ProcessEngineConfigurationImpl engine;

    Sessions(Configuration statements, ProcessEngineConfigurationImpl engine) {
      super(statements);
      this.engine = engine;
    }

    @Override
    public SqlSession openSession() {
      Transaction transaction =
          engine.getTransactionFactory().newTransaction(engine.getDataSource(), null, false);
      return new DefaultSqlSession(
          getConfiguration(),
          getConfiguration().newExecutor(transaction, getConfiguration().getDefaultExecutorType()),
          false);
    }
  }
}
