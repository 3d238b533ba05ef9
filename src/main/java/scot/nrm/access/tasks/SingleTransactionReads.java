package scot.nrm.access.tasks;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers in one transaction and one command what Tasklist reads most often, the list of tasks and
 * the name of a task's form, where Camunda's resources take four. The filter is read once instead
 * of three times. Neither answer is recorded in the access log, so it may be sent before the
 * transaction ends.
 */
@Configuration(proxyBeanMethods = false)
class SingleTransactionReads {

  private static final Pattern REQUEST =
      Pattern.compile(
          "(GET /camunda/api/engine/engine/[^/]+/task/[^/]+/form"
              + "|POST /camunda/api/engine/engine/[^/]+/filter/[^/]+/list)");

  @Bean
  FilterRegistrationBean<Filter> tasklistReads(
      ObjectProvider<PlatformTransactionManager> transactions,
      ObjectProvider<ProcessEngineConfigurationImpl> engine) {
    FilterRegistrationBean<Filter> filter =
        new FilterRegistrationBean<>(new InOneTransaction(transactions, engine));
    filter.addUrlPatterns("/camunda/api/engine/*");
    filter.setDispatcherTypes(DispatcherType.REQUEST);
    filter.setAsyncSupported(true); // fetch and lock blocks
    filter.setOrder(Ordered.LOWEST_PRECEDENCE);
    return filter;
  }

  private static final class InOneTransaction extends OncePerRequestFilter {

    private final ObjectProvider<PlatformTransactionManager> transactions;
    private final ObjectProvider<ProcessEngineConfigurationImpl> engine;

    InOneTransaction(
        ObjectProvider<PlatformTransactionManager> transactions,
        ObjectProvider<ProcessEngineConfigurationImpl> engine) {
      this.transactions = transactions;
      this.engine = engine;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !REQUEST.matcher(request.getMethod() + " " + request.getRequestURI()).matches();
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      PlatformTransactionManager manager = transactions.getObject();
      TransactionStatus transaction = manager.getTransaction(new DefaultTransactionDefinition());
      try {
        inOneCommand(request, response, chain);
      } finally {
        // Nothing was written; what a refusal notes in the access log follows a rollback.
        if (transaction.isRollbackOnly() || response.getStatus() != HttpServletResponse.SC_OK) {
          manager.rollback(transaction);
        } else {
          manager.commit(transaction);
        }
      }
    }

    /** Commands within are checked as if they were alone. */
    private void inOneCommand(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      Exception failure =
          engine
              .getObject()
              .getCommandExecutorTxRequired()
              .execute(
                  context -> {
                    try {
                      chain.doFilter(request, response);
                      return null;
                    } catch (ServletException | IOException e) {
                      return e;
                    }
                  });
      if (failure instanceof ServletException e) {
        throw e;
      }
      if (failure instanceof IOException e) {
        throw e;
      }
    }
  }
}
