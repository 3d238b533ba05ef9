package scot.nrm.engine.steps;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a step or listener that a diagram may name: its label, its inputs, and the variables and
 * messages that it uses. A diagram that leaves out an input is refused. The catalogue and the
 * element templates for policy staff are generated from it, and every test that runs a step checks
 * that it uses, sets and sends nothing else. The first sentence of the step's Javadoc is in the
 * catalogue as well.
 *
 * <p>Values are the names of process variables, such as {@code rgTargetDate}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Step {

  /** Its label in the catalogue and in Camunda Modeler, such as {@code Send letters}. */
  String value();

  /** Input parameters of the task in the diagram. */
  Input[] inputs() default {};

  /** Values that it requires. */
  String[] needs() default {};

  /** Values that it uses if they are known. */
  String[] uses() default {};

  /** Values that it sets, on the process or on the whole path of the case, or removes. */
  String[] sets() default {};

  /** The values of {@link #sets} that it only removes. */
  String[] removes() default {};

  /** Messages that it sends to the processes of the case. */
  String[] sends() default {};

  /** Diagrams that it starts alongside the case or from the beginning. */
  String[] starts() default {};

  /** The ids of elements at which it continues a case, in the last diagram of {@link #starts}. */
  String[] resumesAt() default {};

  /** Values that it passes to the diagrams of {@link #starts}. */
  String[] passes() default {};

  @interface Input {

    String value();

    /** Its label in Camunda Modeler. */
    String label();

    /** The class whose codes it takes: an enum, or values from a file; any text if void. */
    Class<?> codes() default void.class;

    /**
     * The decision table, such as {@code letters}, whose column of the same name lists its values.
     */
    String table() default "";

    boolean optional() default false;
  }
}
