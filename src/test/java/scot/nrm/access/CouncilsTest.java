package scot.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import scot.nrm.access.Councils.Council;
import scot.nrm.forms.check.FormFile;

/** Tests that the three files that list the councils agree. */
class CouncilsTest {

  private static final List<String> COUNCILS =
      AccessEngine.councils().councils().stream().map(Council::id).toList();

  @Test
  void theStartFormOffersEveryCouncil() {
    JsonNode form = FormFile.of("report-concern").schema();

    List<String> offered = new ArrayList<>();
    field(form, "localAuthority")
        .path("values")
        .forEach(option -> offered.add(option.path("value").asText()));

    assertThat(offered).containsExactlyInAnyOrderElementsOf(COUNCILS);
  }

  @Test
  void everyCouncilHasATeamAddress() throws IOException {
    Map<String, Map<String, Map<String, Object>>> organisations =
        new Yaml().load(Files.readString(Path.of("config/organisations.yaml")));

    assertThat(organisations.get("nrm.organisations").get("councils").keySet())
        .containsExactlyInAnyOrderElementsOf(COUNCILS);
  }

  private static JsonNode field(JsonNode parent, String key) {
    for (JsonNode component : parent.path("components")) {
      if (component.path("key").asText().equals(key)) {
        return component;
      }
      JsonNode inside = field(component, key);
      if (!inside.isMissingNode()) {
        return inside;
      }
    }
    return parent.path("none");
  }
}
