package scot.nrm.modelcheck;

import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.AbstractQuery;
import org.camunda.bpm.engine.impl.FilterServiceImpl;
import org.camunda.bpm.engine.impl.TaskQueryImpl;

/** Stores Tasklist's filters; their expressions can use only a few functions. */
final class CheckedFilterService extends FilterServiceImpl {

  private final Expressions allowed;

  CheckedFilterService(Expressions allowed) {
    this.allowed = allowed;
  }

  /**
   * @throws BadUserRequestException if an expression isn't allowed
   */
  @Override
  public Filter saveFilter(Filter filter) {
    if (filter.getQuery() instanceof AbstractQuery<?, ?> query) {
      check(query.getExpressions());
      if (query instanceof TaskQueryImpl tasks) {
        tasks.getQueries().forEach(either -> check(either.getExpressions()));
      }
    }
    return super.saveFilter(filter);
  }

  private void check(Map<String, String> expressions) {
    expressions
        .values()
        .forEach(
            expression ->
                allowed
                    .filterProblem(expression)
                    .ifPresent(
                        problem -> {
                          throw new BadUserRequestException(
                              "An expression of the filter " + problem + ".");
                        }));
  }
}
