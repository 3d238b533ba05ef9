package scot.nrm.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes in production on a real PostgreSQL, with the users of its database, and a newer program
 * with steps of the schema that the older one doesn't know: what each node does, as
 * docs/operate/nodes.md says. Run by hand ({@code -Pfaults}): docs/develop/testing.md.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpdateFaultsTest {

  private static final String MIGRATE = "--nrm.migrate";

  @TempDir static Path temporary;

  private Server server;
  private Node one;
  private Node two;

  @BeforeAll
  void twoNodesOfOneVersion() throws IOException {
    server = new Server(temporary);
    server.asInProduction();
    one = node("1");
    two = node("2");
    assertThat(one.run(MIGRATE)).isZero();
    one.start();
    two.start();
  }

  private Node node(String name) {
    String url = server.database().url();
    return new Node(
        name,
        temporary,
        server.database("nrm_runtime"),
        "--spring.profiles.active=production",
        "--NRM_DATABASE_URL=" + url,
        "--NRM_DATABASE_USER=nrm_runtime",
        "--NRM_DATABASE_OWNER=nrm_owner",
        "--NRM_DATABASE_ERASER=nrm_eraser",
        "--NRM_CASE_FILE_KEY="
            + Base64.getEncoder().encodeToString("an invented key for this test 01".getBytes()),
        "--NRM_SCANNER_NONE_ACCEPTED=true",
        "--NRM_PROXIES=none",
        "--server.ssl.enabled=false",
        "--NRM_HOSTS=localhost",
        "--NRM_OIDC_ISSUER=https://sso.example",
        "--NRM_OIDC_CLIENT_ID=nrm",
        "--NRM_OIDC_CLIENT_SECRET=secret",
        "--nrm.organisations.authorities.ukhtc.address[0]=1 Example Street",
        "--nrm.organisations.authorities.ukhtc.phone=0114 496 0000",
        "--nrm.organisations.authorities.ukba.address[0]=2 Example Street",
        "--nrm.organisations.authorities.ukba.phone=0114 496 0001");
  }

  /**
   * A step of the schema that the program of this repository doesn't have.
   *
   * @param classes where to; becomes a part of a newer program's class path
   */
  static Path step(Path classes, String name, String sql) throws IOException {
    Path folder = Files.createDirectories(classes.resolve("db/migration"));
    Files.writeString(folder.resolve(name), sql);
    return classes;
  }

  @AfterAll
  void end() throws IOException {
    one.stop();
    two.stop();
    server.close();
  }

  @Test
  @Order(1)
  void anAdditiveStepNeedsNoStop() throws IOException {
    two.stop();
    two.update(
        step(
            temporary.resolve("newer"),
            "V9001__additive_notes.sql",
            "create table later_note (id varchar(20) primary key, text varchar(100));"));
    assertThat(two.run()).as("before the schema").isEqualTo(1);
    assertThat(two.said()).contains("this application needs version 9001", MIGRATE);
    assertThat(version()).isNotEqualTo("9001");

    assertThat(two.run(MIGRATE)).as("beside the older node").isZero();
    assertThat(version()).isEqualTo("9001");
    assertReady(one);
    two.start();
    one.stop();
    one.start(); // the older program, with the newer schema
    assertReady(two);
  }

  @Test
  @Order(2)
  void anyOtherStepNeedsAllNodesStopped() throws IOException {
    two.stop();
    two.update(
        step(
            temporary.resolve("newest"),
            "V9002__notes_are_longer.sql",
            "alter table later_note alter column text type varchar(200);"));
    assertThat(two.run(MIGRATE)).as("beside the older node").isEqualTo(1);
    assertThat(two.said())
        .contains("The program is still connected to this database as nrm_runtime, from ");
    assertThat(version()).isEqualTo("9001");
    assertReady(one);

    one.stop();
    assertThat(two.run(MIGRATE)).isZero();
    two.start();
    assertThat(one.run()).as("the older program").isEqualTo(1);
    assertThat(one.said()).contains("(version 9002) is newer than this application");
    assertReady(two);
  }

  private static void assertReady(Node node) {
    assertThat(node.status("/readyz")).isEqualTo(200);
  }

  private String version() {
    return JdbcClient.create(server.database().dataSource())
        .sql(
            "select version from flyway_schema_history order by installed_rank desc fetch first row only")
        .query(String.class)
        .single();
  }
}
