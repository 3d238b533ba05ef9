package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases.Database;
import scot.nrm.casefile.ChainCheck.Finding;
import scot.nrm.casefile.Store;

/** The operator compares a database, or a restored backup, on the server. */
class VerifyCommandTest {

  private static final LocalDate OPENED = LocalDate.of(2009, 5, 17);
  private static final String KEY =
      "--nrm.case-file.key=" + Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir Path folder;

  private Database database;
  private String number;

  @BeforeEach
  void aCase() {
    database = Databases.postgres();
    try (Store store = new Store(database, KEY)) {
      number = store.file().nextCaseNumber(OPENED);
      store.inTransaction(
          () -> {
            store.register().openCase(number, "fife", OPENED, "police", null, null);
            store.file().merge(number, Map.of("carer", new TextNode("An aunt")), "la.lead");
          });
    }
  }

  @Test
  void anUnchangedDatabaseHasNoFindings() {
    assertThat(verify()).isEmpty();
  }

  @Test
  void changesAreReported() {
    sql("update case_register set local_authority = 'moray'");
    sql("delete from register_event");

    assertThat(verify())
        .containsExactlyInAnyOrder(
            number + ": The case in the register was changed.",
            number + ": Register entry 1 was removed.");
  }

  @Test
  void aLineKeptElsewhereRevealsACaseMissingFromABackup() throws IOException {
    Path lines = folder.resolve("heads.txt");
    Database backup = Databases.copyOf(database);
    try (Store store = new Store(database, KEY)) {
      Files.writeString(
          lines,
          "Keep this line.\n"
              + store.heads().record(LocalDate.of(2009, 6, 1)).orElseThrow().line());
    }

    assertThat(verify("--nrm.verify=" + lines)).isEmpty();
    database = backup;
    assertThat(verify()).isEmpty();
    assertThat(verify("--nrm.verify=" + lines))
        .containsExactly("heads: What was known on 2009-06-01 was removed.");
  }

  @Test
  void aFileWithoutADigestLineIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("other.txt"), "2009-06-01 12 none");

    assertThatThrownBy(() -> verify("--nrm.verify=" + text))
        .hasMessageContaining("There is no line with a date, a number and a digest");
    assertThatThrownBy(() -> verify("--nrm.verify=" + folder.resolve("none.txt")))
        .hasMessageContaining("none.txt with the lines of each night can't be read.");
  }

  @Test
  void reencryptingAddsNothingToAChain() {
    sql("delete from chain_link");

    ResealCommand.run(arguments());

    assertThat(verify())
        .containsExactly(
            number + ": Everything is in no chain: it was added, or its chain was removed.");
  }

  private Stream<String> verify(String... more) {
    return VerifyCommand.run(
            Stream.concat(Stream.of(arguments()), Stream.of(more)).toArray(String[]::new))
        .stream()
        .map(Finding::toString);
  }

  private String[] arguments() {
    return Stream.concat(Stream.of(database.arguments()), Stream.of(KEY)).toArray(String[]::new);
  }

  private void sql(String statement) {
    JdbcClient.create(database.dataSource()).sql(statement).update();
  }
}
