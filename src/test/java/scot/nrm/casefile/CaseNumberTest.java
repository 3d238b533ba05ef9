package scot.nrm.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("quick")
class CaseNumberTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NRM-2009-000123",
        " nrm-2009-000123 ",
        "NRM 2009 000123",
        "NRM–2009–000123",
        "nrm - 2009 -\u00a0000123",
        "\tNRM-2009-000123\n"
      })
  void aNumberIsFoundHoweverItWasTypedOrPasted(String typed) {
    assertThat(CaseNumber.of(typed)).isEqualTo("NRM-2009-000123");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "123", "NRM-2009-000123-4"})
  void anotherTextDoesNotBecomeThatNumber(String typed) {
    assertThat(CaseNumber.of(typed)).isNotEqualTo("NRM-2009-000123");
  }
}
