package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scot.nrm.Databases;

@Tag("full")
class ChildDataLeakOnH2Test extends ChildDataLeakTestBase implements Databases.OnH2 {

  @Test
  void aDatabaseDumpHasNoDataOfTheChild(@TempDir Path folder) throws SQLException, IOException {
    Path dump = folder.resolve("dump.sql");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      // In one piece each, so that nothing is cut in two.
      statement.execute("script blocksize 100000000 to '%s' charset 'UTF-8'".formatted(dump));
    }

    byte[] content = Files.readAllBytes(dump);

    assertThat(new Secret("NRM-2010-").in(content))
        .as("the search finds what is there")
        .isPresent();
    assertThat(found("the dump", content)).isEmpty();
  }

  @Override
  String bytesType() {
    return "varbinary";
  }
}
