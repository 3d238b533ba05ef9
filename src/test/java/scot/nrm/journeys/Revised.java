package scot.nrm.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import scot.nrm.Databases;

/**
 * One application as policy staff revised it, without a line of Java: the Scottish calendar, and
 * the Single Competent Authority of {@code src/test/resources/revisions}. What that adds to a file
 * of {@code config/} is put at the file's end.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      "nrm.demo.cases=false",
      "nrm.calendar=scotland",
      "spring.config.import=file:./target/revised/authorities.yaml,"
          + "file:./target/revised/roles.yaml,file:./target/revised/demo-users.yaml"
    })
abstract class Revised implements Databases.OnH2 {

  static final Path REVISION = Path.of("src/test/resources/revisions/single-competent-authority");

  static {
    try {
      Path revised = Files.createDirectories(Path.of("target/revised"));
      for (String file : new String[] {"authorities.yaml", "roles.yaml", "demo-users.yaml"}) {
        Files.writeString(
            revised.resolve(file),
            Files.readString(Path.of("config", file)) + Files.readString(REVISION.resolve(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Autowired ProcessEngine engine;

  @AfterEach
  void resetTheClock() {
    ClockUtil.reset();
  }
}
