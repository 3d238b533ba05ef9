package scot.nrm.modelcheck;

import java.lang.reflect.Method;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.camunda.bpm.impl.juel.jakarta.el.ValueExpression;

/**
 * The only place where the engine turns a text into something that it works out, whether the text
 * comes from a diagram, a decision table or a stored filter: the same rule holds for all, once
 * more, whatever has looked at the text before.
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

  /** The engine and its plugins offer more than the rule knows. */
  @Override
  public void addFunction(String name, Method function) {
    if (Expressions.FUNCTIONS.contains(name)) {
      super.addFunction(name, function);
    }
  }
}
