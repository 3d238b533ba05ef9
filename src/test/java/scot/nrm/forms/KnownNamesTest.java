package scot.nrm.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.forms.check.OptionLists;

/** Names in conditions and texts of forms. */
@Tag("quick")
class KnownNamesTest {

  private final KnownNames names = new KnownNames(OptionLists.NONE);

  @Test
  void aNameThatNothingHasIsRefused() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String folder : new String[] {"forms", "processes"}) {
      try (var all = Files.list(Path.of(folder))) {
        all.forEach(file -> files.put(file.getFileName().toString(), content(file)));
      }
    }
    assertThat(names.problems(files)).isEmpty();

    String form = new String(files.get("log-referral.form"), StandardCharsets.UTF_8);
    String wrong =
        form.replace("=matchDecision", "=matchDecisoin").replace("{{caseNumber}}", "{{caseNo}}");
    assertThat(wrong).contains("=matchDecisoin", "{{caseNo}}");
    files.put("log-referral.form", wrong.getBytes(StandardCharsets.UTF_8));

    assertThat(names.problems(files))
        .containsExactly(
            "forms/log-referral.form: A condition or a text has the name caseNo, which no field and no diagram has. Correct it.",
            "forms/log-referral.form: A condition or a text has the name matchDecisoin, which no field and no diagram has. Correct it.");
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
