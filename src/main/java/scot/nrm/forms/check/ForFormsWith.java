package scot.nrm.forms.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The forms that a {@link FormRule} or {@link FormListener} applies to: every form with one of
 * these fields, whatever its id. Without this annotation, it applies to all forms. A set of forms
 * that has lost one of the fields is refused.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ForFormsWith {

  /** The keys of the fields. */
  String[] value();
}
