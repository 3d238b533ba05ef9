package scot.nrm.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import scot.nrm.casefile.ContentCipher;

@Tag("quick")
class SecondCopyTest {

  /** The engine's start makes entries, such as permissions, before most parts are there. */
  static final class MadeEarly {

    MadeEarly(AccessLog log) {
      log.record(Access.by((String) null, What.MEMBERSHIP).detail("join ukhtc-intake"));
    }
  }

  @Test
  void itHasWhatIsRecordedWhileTheProgramStarts(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("access.jsonl");
    try (AnnotationConfigApplicationContext start = new AnnotationConfigApplicationContext()) {
      start.registerBean(MadeEarly.class);
      start.registerBean(AccessLog.class);
      start.registerBean(SecondCopy.class);
      start.registerBean(AccessLogSettings.class, () -> new AccessLogSettings(file.toString(), ""));
      start.registerBean(JdbcClient.class, () -> mock());
      start.registerBean(NamedParameterJdbcOperations.class, () -> mock());
      start.registerBean(ContentCipher.class, () -> mock());
      start.registerBean(PlatformTransactionManager.class, () -> mock());
      start.refresh();
    }

    assertThat(Files.readString(file))
        .contains("\"what\":\"membership\",\"detail\":\"join ukhtc-intake\"");
  }
}
