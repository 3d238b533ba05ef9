package scot.nrm.forms.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The forms that a {@link FormRule} or a {@link FormListener} is for: each that asks one of these
 * fields, whatever its id. Without it, it is for all forms. A set of forms that no longer asks one
 * of them is refused.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Asking {

  /** The keys of the fields. */
  String[] value();
}
