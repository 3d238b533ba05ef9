package scot.nrm.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.modelcheck.XmlFile.Unreadable;

@Tag("quick")
class XmlFileTest {

  @Test
  void aFileIsParsedOnceUntilItChanges() throws Unreadable {
    byte[] file = "<once x='1'/>".getBytes(StandardCharsets.UTF_8);

    assertThat(XmlFile.read(file)).isSameAs(XmlFile.read(file.clone()));

    file[9] = '2';

    assertThat(XmlFile.read(file).attribute("x")).isEqualTo("2");
    assertThat(XmlFile.read("<once x='1'/>".getBytes(StandardCharsets.UTF_8)).attribute("x"))
        .isEqualTo("1");
  }
}
