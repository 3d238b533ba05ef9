package scot.nrm;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test wait up to two minutes for what happens elsewhere. Awaitility's own ten seconds
 * pass on a busy machine.
 */
public class PatientWaiting implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext test) {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
  }
}
