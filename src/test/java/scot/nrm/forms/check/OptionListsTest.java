package scot.nrm.forms.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import scot.nrm.forms.check.OptionLists.Option;

/** Tests that options of several forms are defined in one place. */
class OptionListsTest {

  private static final int SHORT = 3;

  @Test
  void aCountrysLabelIsChangedInOnePlace() throws IOException {
    Map<String, List<Option>> lists = new HashMap<>(FormFile.lists().lists());
    lists.computeIfPresent(
        "countries",
        (name, countries) ->
            countries.stream()
                .map(
                    country ->
                        country.value().equals("VN") ? new Option("VN", "Viet Nam") : country)
                .toList());
    OptionLists renamed = new OptionLists(lists);

    List<String> labels = new ArrayList<>();
    for (Path form : files("forms")) {
      FormSchema.parse(Files.readAllBytes(form), renamed).fields().values().stream()
          .filter(field -> field.key().endsWith("Nationalities"))
          .forEach(field -> labels.add(field.optionLabel("VN")));
    }

    assertThat(labels).hasSize(6).containsOnly("Viet Nam");
    assertThat(Stream.of(files("forms"), files("config")).flatMap(List::stream))
        .filteredOn(file -> read(file).matches("(?s).*label\"?: \"?Vietnam.*"))
        .containsExactly(Path.of("config/lists/countries.yaml"));
  }

  @Test
  void noListOfMoreThanThreeOptionsIsRepeated() throws IOException {
    Map<JsonNode, String> written = new HashMap<>();
    List<String> twice = new ArrayList<>();
    for (Path form : files("forms")) {
      for (JsonNode values : new ObjectMapper().readTree(form.toFile()).findValues("values")) {
        String first = written.putIfAbsent(values, form.toString());
        if (first != null && values.size() > SHORT) {
          twice.add(first + " and " + form + ": " + values);
        }
      }
    }

    assertThat(written).isNotEmpty();
    assertThat(twice).isEmpty();
  }

  @Test
  void aFieldInsideAGroupGetsTheOptionsOfItsList() {
    OptionLists lists = new OptionLists(Map.of("forces", List.of(new Option("fife", "Fife"))));
    String group =
        """
        {"type": "group", "components": [
          {"type": "select", "key": "force", "label": "Force", "valuesKey": "forces"}]}\
        """;

    FormSchema form = FormSchema.parse(Forms.json("form", group).getBytes(), lists);

    assertThat(form.problems()).isEmpty();
    assertThat(form.fields().get("force").optionLabel("fife")).isEqualTo("Fife");
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
