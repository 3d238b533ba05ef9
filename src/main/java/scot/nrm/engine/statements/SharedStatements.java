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
 * them is a third of the start of an engine. Each engine has its own database and deploys its own
 * diagrams all the same.
 */
@Component
public class SharedStatements extends AbstractProcessEnginePlugin {

  /** By the engine's name of the kind of database. */
  private static final Map<String, Configuration> READ = new HashMap<>();

  /**
   * Begins to read them on a second processor while Spring looks for beans. No bean is made before
   * they are read, so that no two threads prepare the engine's classes at the same time. What can't
   * be read here is read again when the engine is built, which then says what is wrong.
   */
  public static void readAhead(ConfigurableApplicationContext program) {
    String kind = kind(program.getEnvironment().getProperty("spring.datasource.url", ""));
    CompletableFuture<Configuration> read =
        CompletableFuture.supplyAsync(() -> of(kind), SharedStatements::startThread);
    program.addBeanFactoryPostProcessor(beans -> read.exceptionally(failed -> null).join());
  }

  private static void startThread(Runnable task) {
    Thread thread = new Thread(task, "statements");
    thread.setDaemon(true); // a start that is refused ends at once
    thread.start();
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setSqlSessionFactory(new Sessions(of(kind(engine)), engine));
  }

  private static Configuration of(String kind) {
    synchronized (READ) {
      return READ.computeIfAbsent(kind, SharedStatements::read);
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

  /** As the engine does. */
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

  /** Sessions on the database of one engine, which is known only once a session is opened. */
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
