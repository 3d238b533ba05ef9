package scot.nrm.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("quick")
class AccessWordsTest {

  @ParameterizedTest
  @CsvSource({
    "Task_ProposeConclusiveGrounds, Propose conclusive grounds",
    "Task_NrmFormIndicators, NRM form indicators",
    "/nrm/register.csv, /nrm/register.csv",
    "case/path, case/path",
  })
  void aTaskIsInWordsAndAllElseAsItWasLogged(String detail, String words) {
    assertThat(AccessWords.inWords(detail)).isEqualTo(words);
  }
}
