package scot.nrm.startup;

import org.springframework.beans.TypeMismatchException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Names a setting whose value isn't a number or a length of time, as Spring does only for settings
 * that are read in groups. Of others it shows a stack trace.
 */
final class UnreadableSettingAnalyzer extends AbstractFailureAnalyzer<TypeMismatchException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, TypeMismatchException cause) {
    for (Throwable failure = rootFailure; failure != null; failure = failure.getCause()) {
      if (failure instanceof UnsatisfiedDependencyException dependency
          && dependency.getInjectionPoint() != null
          && dependency.getInjectionPoint().getAnnotation(Value.class) != null) {
        String setting = dependency.getInjectionPoint().getAnnotation(Value.class).value();
        return new FailureAnalysis(
            "The setting %s can't have the value %s."
                .formatted(setting.replaceAll("[${}]|:.*", ""), cause.getValue()),
            "Correct it, or remove it. The program's own copy of config/application.yaml shows how it is written.",
            cause);
      }
    }
    return null;
  }
}
