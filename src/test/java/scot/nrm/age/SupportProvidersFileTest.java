package scot.nrm.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.ConfigFile;
import scot.nrm.access.Councils;
import scot.nrm.access.Councils.Council;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.startup.StartRefused;

@Tag("quick")
class SupportProvidersFileTest {

  private static final Councils COUNCILS =
      new Councils(
          List.of(new Council("fife", "Fife"), new Council("glasgow-city", "Glasgow City")));

  private static SupportProviders read(String copy) {
    return new SupportProvidersFile()
        .supportProviders(ConfigFile.read("config/support-providers.yaml", copy), COUNCILS);
  }

  private static void refused(String providers, String... says) {
    assertThatThrownBy(() -> read("nrm.support-providers:\n" + providers.indent(2)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll(says)
        .hasMessageContaining("config/support-providers.yaml");
  }

  @Test
  void d7TaraIsForWomenAndMigrantHelplineForOthers() {
    SupportProviders providers = read("");

    assertThat(providers.of(person("female", "labour"), "fife").id()).isEqualTo("tara");
    assertThat(providers.of(person("male", "sexual"), "glasgow-city").id())
        .isEqualTo("migrant-helpline");
    assertThat(providers.of(person("unknown", "other"), "glasgow-city").id())
        .isEqualTo("migrant-helpline");
  }

  @Test
  void d7TheFirstMatchingProviderIsProposed() {
    SupportProviders providers =
        read(
            """
            nrm.support-providers:
              providers:
                - { id: only-here, name: Only here, sex: [female], exploitation: [sexual, other], councils: [fife] }
                - { id: all, name: All }
            """);

    assertThat(providers.of(person("female", "sexual"), "fife").id()).isEqualTo("only-here");
    assertThat(providers.of(person("female", "sexual"), "glasgow-city").id()).isEqualTo("all");
    assertThat(providers.of(person("female", "labour"), "fife").id()).isEqualTo("all");
    assertThat(providers.of(person("male", "sexual"), "fife").id()).isEqualTo("all");
  }

  @Test
  void d7AnInvalidFileStopsTheStart() {
    refused("providers: []", "The last provider must be for everyone");
    refused(
        "providers: [{ id: tara, name: TARA, sex: [female] }]",
        "The last provider must be for everyone");
    refused("providers: [{ id: Tara, name: TARA }]", "must be lower-case words");
    refused(
        "providers: [{ id: %s, name: TARA }]".formatted("a".repeat(101)),
        "of at most 100 characters");
    refused(
        "providers: [{ id: tara, name: '' }]",
        "The name of tara must have between 1 and 100 characters");
    refused(
        "providers: [{ id: a, name: A, contact: [a, b, c, d, e, f, g] }, { id: b, name: B }]",
        "more than 6 lines");
    refused(
        "providers: [{ id: a, name: A, contact: [' '] }, { id: b, name: B }]",
        "A line of the contact of a");
    refused(
        "providers: [{ id: a, name: A, sex: [woman] }, { id: b, name: B }]",
        "There is no sex woman");
    refused(
        "providers: [{ id: a, name: A, exploitation: [work] }, { id: b, name: B }]",
        "There is no exploitation work");
    refused(
        "providers: [{ id: a, name: A, councils: [leeds] }, { id: b, name: B }]",
        "There is no local authority leeds");
    refused(
        "providers: [{ id: a, name: A }, { id: a, name: B }]", "The provider a is listed twice");
    refused("providers: [{ id: a, name: A, age: 18 }]", "has an unknown key");
  }

  private static CaseFileContent person(String sex, String exploitation) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode().put("childSex", sex);
    fields.putArray("exploitationTypes").add(exploitation);
    return new CaseFileContent(fields);
  }
}
