package scot.nrm.modelcheck;

import java.lang.reflect.Method;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.camunda.bpm.impl.juel.jakarta.el.ValueExpression;

/**
 * The only place where the engine turns a text from a diagram, a decision table or a stored filter
 * into an expression. The same rule is checked here again for all of them, whatever checked the
 * text before.
 */
final class CheckedExpressions extends SpringExpressionManager {

  private final Expressions allowed;

  CheckedExpressions(DiagramBeans beans, Expressions allowed) {
    super(null, beans);
    this.allowed = allowed;
  }

  @Override
  public ValueExpression createValueExpression(String expression) {
    allowed
        .problem(expression)
        .ifPresent(
            problem -> {
              throw new BadUserRequestException("An expression " + problem + ".");
            });
    return super.createValueExpression(expression);
  }

  /** Adds only the allowed functions: the engine and its plugins offer more. */
  @Override
  public void addFunction(String name, Method function) {
    if (Expressions.FUNCTIONS.contains(name)) {
      super.addFunction(name, function);
    }
  }
}
