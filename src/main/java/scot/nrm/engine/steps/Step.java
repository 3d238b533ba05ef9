package scot.nrm.engine.steps;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a step or listener that a diagram may name: what it is called, and what it has to do
 * with the process that runs it. A diagram that leaves out an input is refused. The catalogue and
 * the element templates for policy staff are made from it, and every test that runs a step checks
 * that it uses, sets and sends nothing else. What it does is in its Javadoc, whose first sentence
 * is in the catalogue too.
 *
 * <p>Values are the names of process variables, such as {@code rgTargetDate}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Step {

  /** What it is called in the catalogue and in Camunda Modeler: {@code Send letters}. */
  String value();

  /** Input parameters that the task in the diagram gives it. */
  Input[] inputs() default {};

  /** Values that it can't work without. */
  String[] needs() default {};

  /** Values that it uses if they are known. */
  String[] uses() default {};

  /** Values that it sets, on the process or on the whole path of the case, or removes. */
  String[] sets() default {};

  /** Those of them that it only removes. */
  String[] removes() default {};

  /** Messages that it sends to the processes of the case. */
  String[] sends() default {};

  /** Diagrams that it starts alongside the case or from the beginning. */
  String[] starts() default {};

  /** The elements of the last of them at which it continues a case, by their ids. */
  String[] at() default {};

  /** Values that it hands to them. */
  String[] hands() default {};

  /** An input parameter. */
  @interface Input {

    String value();

    /** What it is called in Camunda Modeler. */
    String label();

    /** Whose codes it takes: an enum, or a class of values from a file; any text if void. */
    Class<?> codes() default void.class;

    /** The table, such as {@code letters}, whose column of the same name lists its values. */
    String table() default "";

    boolean optional() default false;
  }
}
