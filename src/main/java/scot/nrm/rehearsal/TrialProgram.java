package scot.nrm.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Runs in the process in which a revision is tried out. It reports that people can sign in, and
 * ends the process when the program that started it has ended for any reason: the system then
 * closes the standard input.
 */
@Component
@ConditionalOnProperty(RevisionTrials.REVISION)
class TrialProgram implements ApplicationRunner {

  @Override
  public void run(ApplicationArguments arguments) throws IOException {
    afterEndOf(System.in, () -> System.exit(0));
    Files.createFile(Path.of(RevisionTrials.READY));
  }

  static void afterEndOf(InputStream input, Runnable exit) {
    Thread waits =
        new Thread(
            () -> {
              try {
                input.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // Closed as well.
              }
              exit.run();
            },
            "ends-with-the-program");
    waits.setDaemon(true);
    waits.start();
  }
}
