package scot.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import scot.nrm.access.Councils.Council;

/** Tests that the two files that list the councils agree. */
class CouncilsTest {

  private static final List<String> COUNCILS =
      AccessEngine.councils().councils().stream().map(Council::id).toList();

  @Test
  void everyCouncilHasATeamAddress() throws IOException {
    Map<String, Map<String, Map<String, Object>>> organisations =
        new Yaml().load(Files.readString(Path.of("config/organisations.yaml")));

    assertThat(organisations.get("nrm.organisations").get("councils").keySet())
        .containsExactlyInAnyOrderElementsOf(COUNCILS);
  }
}
