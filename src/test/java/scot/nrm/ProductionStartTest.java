package scot.nrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.StringUtils;
import scot.nrm.Databases.Database;
import scot.nrm.casefile.CaseFile;
import scot.nrm.pages.Browser;
import scot.nrm.repair.RepairRunner;
import scot.nrm.schema.SchemaUpdate;
import scot.nrm.startup.StartRefused;

/** Starts the application as an operator would, with settings from environment variables. */
@ExtendWith(OutputCaptureExtension.class)
class ProductionStartTest {

  private static final String KEY =
      Base64.getEncoder().encodeToString("an invented key for this test 01".getBytes());
  private static final String SECOND_KEY =
      Base64.getEncoder().encodeToString("an invented key for this test 02".getBytes());
  private static final String DEVELOPMENT_KEY =
      Base64.getEncoder().encodeToString("DEVELOPMENT KEY NOT FOR CHILDREN".getBytes());

  private static final List<String> SENDERS =
      List.of(
          "nrm.organisations.authorities.ukhtc.address[0]=1 Example Street",
          "nrm.organisations.authorities.ukhtc.phone=0114 496 0000",
          "nrm.organisations.authorities.ukba.address[0]=2 Example Street",
          "nrm.organisations.authorities.ukba.phone=0114 496 0001");

  private static final List<PropertySource<?>> FILES = readFiles();

  /** The schema without data, for copies. */
  private static Database schema;

  private static Database migrated;

  @BeforeAll
  static void createSchema() {
    schema = Databases.emptyPostgres();
    update(schema);
    migrated = Databases.copyOf(schema);
  }

  @Test
  void aRefusalListsEverythingThatIsMissing(CapturedOutput output) {
    assertRefused(
        () -> start("NRM_DATABASE_URL=", "nrm.safeguards[0].rule=D20"),
        "A setting below nrm.safeguards is set outside config/safeguards.yaml.",
        "No database is set.",
        "There is no key for the case files.",
        "No identity provider is set",
        "No virus scanner is set",
        "No proxy is set.",
        "The names under which this program is reached are not set.");

    assertThat(output)
        .contains(
            "APPLICATION FAILED TO START",
            "NRM_DATABASE_URL",
            "NRM_CASE_FILE_KEY",
            "NRM_OIDC_ISSUER",
            "NRM_SCANNER_HOST",
            "NRM_PROXIES",
            "NRM_HOSTS")
        .doesNotContain("\tat ");
  }

  @Test
  void aDatabaseOtherThanPostgresIsRefused() {
    assertRefused(
        () -> check("NRM_DATABASE_URL=jdbc:h2:mem:nothing", "NRM_CASE_FILE_KEY=" + KEY),
        "The database is not PostgreSQL.");
  }

  @Test
  void theDevelopmentKeyAndABrokenKeyAreRefused() {
    assertRefused(() -> check("NRM_CASE_FILE_KEY=" + DEVELOPMENT_KEY), "development key");
    assertRefused(() -> check("NRM_CASE_FILE_KEY=secret"), "instead of 32");
  }

  @Test
  void theKeyOfAnotherDatabaseIsRefused(CapturedOutput output) {
    Database database = updated();
    jdbc(database)
        .sql("insert into master_key (version, digest, since) values (1, 'another', now())")
        .update();

    assertRefused(
        () -> startOn(database),
        "is not the key of this database",
        "Set the key that this database was started with (NRM_CASE_FILE_KEY is version 1, and NRM_KEYS_2_FILE",
        "If the key is lost");

    assertThat(
            jdbc(database).sql("select count(*) from act_re_deployment").query(int.class).single())
        .as("the engine has not started, so no job has run")
        .isZero();
    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .doesNotContain("\tat ", "Tomcat started");
  }

  @Test
  void aKeyIsReplacedWithoutLosingACase(@TempDir Path folder, CapturedOutput output)
      throws IOException {
    Database database = Databases.postgres(); // so that no start has to deploy
    Path file = Files.writeString(folder.resolve("key-2"), SECOND_KEY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    String[] reseal =
        commandArguments(
            database,
            ResealCommand.OPTION,
            "NRM_CASE_FILE_KEY=" + KEY,
            "nrm.keys.2.file=" + file,
            "NRM_KEYS_CURRENT=2");
    assertRefused(
        () -> ResealCommand.run(reseal),
        "No node has started with key version 2 of the case files");

    try (ConfigurableApplicationContext application =
        startOn(database, "nrm.keys.2.file=" + file)) {
      writeCaseFile(application);
    }
    ResealCommand.run(reseal);

    assertThat(output).contains("Everything is sealed with the current key.");
    try (ConfigurableApplicationContext application =
        startOn(
            database,
            "NRM_CASE_FILE_KEY=",
            "nrm.keys.2.command=cat " + file,
            "NRM_KEYS_CURRENT=2")) {
      assertThat(application.getBean(CaseFile.class).read("NRM-2009-2222-2239").text("carer"))
          .isEqualTo("An aunt");
    }
    assertThat(output)
        .contains("Case files are sealed with key version 2 (set: 2). If a key is lost, nobody");
    assertRefused(
        () -> startOn(database, "NRM_CASE_FILE_KEY=" + KEY),
        "needs a key of the case files that is not set: version 2");
  }

  @Test
  void theErasingCommandRunsWithoutStartingANode(CapturedOutput output) {
    Database database = updated();
    JdbcClient jdbc = jdbc(database);
    jdbc.sql(
            """
            insert into case_register (case_number, local_authority, opened_on, case_outcome, closed_on)
            values ('NRM-2009-2222-2239', 'fife', date '1970-01-01', 'not-referred', date '1970-01-01'),
              ('NRM-2009-2222-2247', 'fife', current_date, 'not-referred', current_date)\
            """)
        .update();

    EraseCommand.run(commandArguments(database, EraseCommand.OPTION, "NRM_CASE_FILE_KEY=" + KEY));

    assertThat(output).contains("Erased cases: 1.").doesNotContain("Tomcat started");
    assertThat(
            jdbc.sql("select case_number from case_register where erased is null")
                .query(String.class)
                .list())
        .containsExactly("NRM-2009-2222-2247");
  }

  private static void writeCaseFile(ConfigurableApplicationContext application) {
    new TransactionTemplate(application.getBean(PlatformTransactionManager.class))
        .executeWithoutResult(
            status ->
                application
                    .getBean(CaseFile.class)
                    .merge(
                        "NRM-2009-2222-2239", Map.of("carer", new TextNode("An aunt")), "la.lead"));
  }

  @Test
  void aMissingVirusScannerMustBeAccepted() {
    assertRefused(() -> check("NRM_SCANNER_HOST="), "No virus scanner is set");
  }

  @Test
  void theAccessLogHasASecondCopy() {
    assertRefused(() -> check("NRM_ACCESS_LOG_FILE="), "The access log has no second copy.");
    assertThatCode(() -> check("NRM_ACCESS_LOG_FILE=", "NRM_ACCESS_LOG_SYSLOG=log.example:514"))
        .doesNotThrowAnyException();
  }

  @Test
  void theMetricsHaveAPortOfTheirOwn() {
    assertRefused(() -> check("server.port=99999"), "SERVER_PORT is not a port: 99999");
    for (String none : List.of("", "metrics", "65536", "999999999999")) {
      assertRefused(() -> check("NRM_METRICS_PORT=" + none), "NRM_METRICS_PORT is not a port");
    }
    assertRefused(
        () -> check("server.port=9090", "NRM_METRICS_PORT=9090"), "the port of the program itself");
    assertThatCode(() -> check("NRM_METRICS_PORT=9090")).doesNotThrowAnyException();
  }

  @Test
  void theMetricsAreAtAnAddressOfThisMachine() {
    for (String elsewhere : List.of("192.0.2.1", "no-host.invalid")) {
      assertRefused(
          () -> check("NRM_METRICS_ADDRESS=" + elsewhere),
          "NRM_METRICS_ADDRESS is not an address of this machine");
    }
    assertThatCode(() -> check("NRM_METRICS_ADDRESS=0.0.0.0")).doesNotThrowAnyException();
  }

  @Test
  void theFolderForTemporaryFilesCanBeWrittenTo(@TempDir Path folder) {
    assertRefused(
        () -> ProductionConditions.temporaryFiles(folder.resolve("none")),
        "The folder for temporary files",
        "java.io.tmpdir");
  }

  @Test
  void lettersHaveAnAddressAndATelephoneNumber() {
    assertRefused(
        () -> check("nrm.organisations.authorities.ukba.phone="),
        "Letters of UKBA would have no address or no telephone number.",
        "config/authorities.yaml");
  }

  @Test
  void proxiesAreExactAddresses() {
    assertRefused(() -> check("NRM_PROXIES="), "No proxy is set.", "NRM_PROXIES");
    for (String inexact : List.of("10.0.0.0/8", "proxy.example", "10.20.30.40,", "300.1.1.1")) {
      assertRefused(() -> check("NRM_PROXIES=" + inexact), "list of exact addresses");
    }
  }

  @Test
  void withoutAProxyACertificateIsNeeded() {
    String on = "server.ssl.enabled=true";
    assertRefused(() -> check(on), "this program has no certificate", "SERVER_SSL_CERTIFICATE");
    assertThatCode(() -> check(on, "NRM_PROXIES=10.20.30.40")).doesNotThrowAnyException();
  }

  @Test
  void aCertificateThatCannotBeReadIsRefused(@TempDir Path folder) throws IOException {
    for (Path file : List.of(folder.resolve("none"), Files.createFile(folder.resolve("empty")))) {
      assertRefused(
          () ->
              check(
                  "server.ssl.enabled=true",
                  "server.ssl.certificate=" + file,
                  "server.ssl.certificate-private-key=" + file),
          "The certificate of this program can't be used",
          "SERVER_SSL_CERTIFICATE");
    }
  }

  @Test
  void anExpiredCertificateIsLogged(@TempDir Path folder, CapturedOutput output) {
    Path store = Certificates.store(folder, "store.p12", -3);

    check(
        "server.ssl.enabled=true",
        "server.ssl.key-store=" + store,
        "server.ssl.key-store-password=" + Certificates.PASSWORD);

    assertThat(output).contains("ERROR", "The certificate of this program expired on ");
  }

  /** So that a renewed one is used without a restart, and its expiry is a metric. */
  @Test
  void theFilesOfACertificateAreWatched(@TempDir Path folder) throws Exception {
    KeyStore store =
        KeyStore.getInstance(
            Certificates.store(folder, "store.p12", 0).toFile(),
            Certificates.PASSWORD.toCharArray());
    Path certificate =
        pem(folder, "CERTIFICATE", store.getCertificate(Certificates.ALIAS).getEncoded());
    Path key =
        pem(
            folder,
            "PRIVATE KEY",
            store.getKey(Certificates.ALIAS, Certificates.PASSWORD.toCharArray()).getEncoded());

    Binder settings =
        Binder.get(
            check(
                "server.ssl.enabled=true",
                "server.ssl.certificate=" + certificate,
                "server.ssl.certificate-private-key=" + key));

    String bundle = settings.bind("server.ssl.bundle", String.class).get();
    PemSslBundleProperties watched =
        settings.bind("spring.ssl.bundle.pem." + bundle, PemSslBundleProperties.class).get();
    assertThat(watched.isReloadOnUpdate()).isTrue();
    assertThat(PropertiesSslBundle.get(watched).getStores().getKeyStore().isKeyEntry("ssl"))
        .isTrue();
  }

  private static Path pem(Path folder, String kind, byte[] content) throws IOException {
    return Files.writeString(
        folder.resolve(kind + ".pem"),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(content)));
  }

  /**
   * The address that the application believes a request comes from.
   *
   * @param forwarded what it says itself
   */
  private static String senderOf(ConfigurableApplicationContext application, String forwarded) {
    Browser client =
        new Browser(
            "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port"));
    client.send(client.request("/nrm/").header("X-Forwarded-For", forwarded).build());
    return Senders.LAST.get();
  }

  /** Notes where each request comes from, as all filters see it, and begins a session at one. */
  static class Senders {

    static final AtomicReference<String> LAST = new AtomicReference<>();

    @Bean
    FilterRegistrationBean<Filter> senders() {
      FilterRegistrationBean<Filter> filter =
          new FilterRegistrationBean<>(
              (request, response, chain) -> {
                LAST.set(request.getRemoteAddr());
                if (((HttpServletRequest) request).getRequestURI().equals("/camunda/")) {
                  ((HttpServletRequest) request).getSession();
                }
                chain.doFilter(request, response);
              });
      filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
      return filter;
    }
  }

  @Test
  void connectionsToOtherMachinesAreEncrypted() {
    for (String url :
        List.of(
            "jdbc:postgresql://database.example/nrm",
            "jdbc:postgresql://database.example/nrm?sslmode=require",
            "jdbc:postgresql://localhost,database.example/nrm",
            "jdbc:postgresql://localhost.example/nrm")) {
      assertRefused(
          () -> check("NRM_DATABASE_URL=" + url, "NRM_PROXIES="),
          "The connection to the database isn't encrypted",
          "sslmode=verify-full");
    }
    assertNotRefused(
        "database isn't encrypted",
        "NRM_DATABASE_URL=jdbc:postgresql://database.example/nrm?sslmode=verify-full");

    String mail = "spring.mail.host=mail.example";
    String smtp = "spring.mail.properties.mail.smtp.";
    for (String weaker :
        List.of(
            smtp + "starttls.required=false",
            smtp + "ssl.checkserveridentity=false",
            smtp + "ssl.trust=*")) {
      assertRefused(
          () -> check(mail, weaker, "NRM_PROXIES="), "E-mail would be sent without encryption");
    }
    assertNotRefused("E-mail would be sent", mail);
    assertNotRefused(
        "E-mail would be sent", "spring.mail.host=localhost", smtp + "starttls.required=false");
    assertNotRefused("E-mail would be sent", mail, "spring.mail.protocol=smtps");
    assertRefused(
        () ->
            check(
                mail,
                "spring.mail.protocol=smtps",
                "spring.mail.properties.mail.smtps.ssl.checkserveridentity=false",
                "NRM_PROXIES="),
        "E-mail would be sent without encryption");
  }

  /** An operator may leave a line of the settings file empty. */
  @Test
  void anEmptyMailHostIsRefused() {
    assertRefused(() -> check("spring.mail.host="), "SPRING_MAIL_HOST is empty.");
  }

  @Test
  void emailsNeitherComeFromTheExampleAddressNorLinkToIt() {
    String mail = "spring.mail.host=localhost";
    String sender = "nrm.letters.sender=no-reply@nrm.example";
    String address = "nrm.letters.base-url=https://nrm.example";
    for (String one : List.of(sender, address)) {
      assertRefused(() -> check(mail, one, "NRM_PROXIES="), "E-mails would come from");
    }
    assertNotRefused("E-mails would come from", mail, sender, address);
    assertNotRefused("E-mails would come from");
  }

  /** Refused for another reason, so that nothing needs to be reached. */
  private static void assertNotRefused(String reason, String... settings) {
    assertThatThrownBy(
            () ->
                check(
                    Stream.concat(Stream.of("NRM_PROXIES="), Arrays.stream(settings))
                        .toArray(String[]::new)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("No proxy is set.")
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain(reason));
  }

  @Test
  void peopleSignInOnlyAtAnIdentityProvider() {
    assertRefused(
        () ->
            check(
                "NRM_OIDC_ISSUER=",
                "NRM_OIDC_CLIENT_ID=",
                "NRM_OIDC_CLIENT_SECRET=",
                "NRM_EMBEDDED_USERS_ACCEPTED=true",
                "NRM_ADMIN_PASSWORD=correct horse battery"),
        "No identity provider is set",
        "NRM_OIDC_ISSUER");
    assertRefused(() -> check("NRM_OIDC_ISSUER=http://sso.example"), "begins with https://");
    assertRefused(() -> check("NRM_OIDC_ISSUER=https://sso example"), "begins with https://");
    assertRefused(() -> check("NRM_OIDC_CLIENT_SECRET="), "does not know this application");
  }

  @Test
  void theClockCannotBeMovedInProduction() {
    assertRefused(() -> check("nrm.clock=2009-05-17T14:00"), "time can't be changed in production");
  }

  @Test
  void inventedCasesAreRefusedInProduction() {
    assertRefused(() -> check("nrm.fill=3000"), "Invented cases can't be created in production.");
  }

  @Test
  void d42ConfigurationFilesAreCheckedBeforeTheDatabase(CapturedOutput output) {
    Database empty = Databases.emptyPostgres();
    assertRefused(
        () -> startOn(empty, "nrm.local-procedures.reflection-days=30"),
        "config/local-procedures.yaml has an unknown key: nrm.local-procedures.reflection-days",
        "Statutory rules cannot be changed there");
    assertRefused(
        () ->
            startOn(
                empty, "nrm.notices.teams[0].group=la-duty", "nrm.notices.teams[0].address=duty"),
        "There is no group la-duty.",
        "The team la-duty needs an e-mail address");

    assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
  }

  @Test
  void anUnreachableDatabaseIsReported() {
    assertRefused(
        () ->
            checkSchema(
                migrated,
                "NRM_DATABASE_URL=jdbc:postgresql://localhost:1/nrm",
                "spring.datasource.hikari.initialization-fail-timeout=1"),
        "The database can't be read",
        "--nrm.erase use NRM_DATABASE_ERASER");
  }

  @Test
  void aDatabaseWithoutASchemaIsRefusedAndStaysEmpty(CapturedOutput output) {
    Database empty = Databases.emptyPostgres();

    assertRefused(() -> startOn(empty), "The database has no schema yet.", "--nrm.migrate");

    assertThat(tables(empty)).isEmpty();
    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .doesNotContain("\tat ", "condition evaluation", "cancelling refresh");
  }

  @Test
  void theProgramsDatabaseUserCannotRemoveTraces() {
    Database database = updated();
    assertRefused(
        () -> startOn(database, "NRM_DATABASE_USER=postgres"),
        "The database's user is a superuser",
        "config/database-roles.sql");
    assertRefused(
        () -> checkSchema(database, "NRM_DATABASE_USER=" + Databases.OWNER),
        "may do more than this program needs",
        "delete on access_alert, access_log, case_document,",
        "update on access_alert, access_log, case_document,",
        "create in the schema");
    assertRefused(
        () -> checkSchema(database, "NRM_DATABASE_USER=" + Databases.ERASER),
        "register_act, register_council, register_decision, register_event,");

    jdbc(database).sql("grant update (officer) on register_act to nrm_runtime").update();
    jdbc(database).sql("grant delete on letter to public").update();
    assertRefused(
        () -> checkSchema(database),
        "may do more than this program needs: delete on letter; update of register_act.officer.");

    jdbc(database).sql("create table later (id integer)").update();
    jdbc(database).sql("revoke delete on letter from public").update();
    update(database);
    jdbc(database).sql("create table even_later (id integer)").update();
    assertRefused(
        () -> checkSchema(database),
        "may not do all that this program needs on even_later.",
        "--nrm.migrate");
  }

  @Test
  void aRefusedCommandPrintsOnlyWhatToDo(CapturedOutput output) {
    assertRefused(
        () ->
            SchemaUpdate.run(
                commandArguments(migrated, SchemaUpdate.OPTION, "NRM_DATABASE_OWNER=")),
        "The database's users are not set");

    assertThat(output.getErr()).contains("The database's users are not set");
    assertThat(output).doesNotContain("APPLICATION FAILED TO START", "Action:", "\tat ");
  }

  @Test
  void theDatabaseUsersAreSeparate() {
    assertRefused(
        () -> startOn(migrated, "NRM_DATABASE_OWNER_PASSWORD=secret"),
        "The running program must not have it.");
    assertRefused(
        () ->
            SchemaUpdate.run(
                commandArguments(migrated, SchemaUpdate.OPTION, "NRM_DATABASE_OWNER=")),
        "The database's users are not set");
    assertRefused(
        () ->
            SchemaUpdate.run(
                commandArguments(
                    migrated, SchemaUpdate.OPTION, "NRM_DATABASE_USER=" + Databases.OWNER)),
        "or not different from each other");
    assertRefused(
        () ->
            ResealCommand.run(
                commandArguments(
                    migrated,
                    ResealCommand.OPTION,
                    "NRM_CASE_FILE_KEY=" + KEY,
                    "NRM_DATABASE_ERASER=")),
        "NRM_DATABASE_ERASER_PASSWORD");
  }

  @Test
  void anOlderSchemaIsRefused() {
    Database database = updated();
    jdbc(database)
        .sql(
            "delete from flyway_schema_history where installed_rank = (select max(installed_rank) from flyway_schema_history)")
        .update();

    assertRefused(() -> checkSchema(database), "this application needs version", "--nrm.migrate");
  }

  @Test
  void aNewerSchemaIsRefused() {
    Database database = updated();
    jdbc(database)
        .sql(
            "insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success) values (999, '999', 'later', 'SQL', 'V999__later.sql', 'nrm', 1, true)")
        .update();

    assertRefused(() -> checkSchema(database), "(version 999) is newer than this application");
  }

  @Test
  void aSchemaFromDifferentScriptsIsRefused() {
    Database database = updated();
    jdbc(database)
        .sql("update flyway_schema_history set checksum = 1 where version = '2'")
        .update();

    assertRefused(() -> checkSchema(database), "different scripts", "step 2");
  }

  @Test
  void tablesOfAnotherApplicationAreNotTouched() {
    Database database = Databases.emptyPostgres();
    jdbc(database).sql("create table someone_elses (id integer)").update();

    assertRefused(
        () -> update(database), "could not be brought up to date", "an empty database of its own");

    assertThat(tables(database)).containsExactly("someone_elses");
  }

  @Test
  void updatingAnUpToDateSchemaChangesNothing() {
    assertThatCode(() -> update(migrated)).doesNotThrowAnyException();
  }

  /** With the settings of an installation and nothing else: one start for all tests. */
  @Nested
  class OnTheCurrentSchema {

    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
      application = startOn(migrated);
    }

    @AfterAll
    static void stop() {
      application.close();
      application = null; // or it would stay in memory
    }

    @Test
    void itStartsWithoutPeopleAndRestApi() throws Exception {
      assertThat(application.getBean(IdentityService.class).createUserQuery().count()).isZero();
      assertThat(get(application, "/engine-rest/engine")).isEqualTo(404);
      assertThat(application.containsBean("clockController")).isFalse();
      assertThat(get(application, "/camunda/api/engine/engine/default/task")).isEqualTo(401);
      assertThat(get(application, "/oauth2/authorization/nrm"))
          .as("a provider that does not answer")
          .isEqualTo(503);
      HttpResponse<Void> page = answer(application, "/camunda/");
      assertThat(page.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThat(page.headers().allValues("Set-Cookie"))
          .isNotEmpty()
          .allSatisfy(cookie -> assertThat(cookie).contains("Secure", "SameSite=Strict"));
    }

    /** The wait ends when the dead node's lock expires and the next search for work begins. */
    @Test
    void theWorkOfADeadNodeIsTakenOverWithinAMinute() {
      JobExecutor jobs =
          ((ProcessEngineConfigurationImpl)
                  application.getBean(ProcessEngine.class).getProcessEngineConfiguration())
              .getJobExecutor();
      assertThat(jobs.getLockTimeInMillis() + jobs.getMaxWait()).isLessThanOrEqualTo(60_000);
    }

    /** Tests with Spring's annotation switch this work off. */
    @Test
    void recurringWorkIsScheduled() {
      assertThat(application.getBean(ScheduledTaskHolder.class).getScheduledTasks())
          .extracting(task -> StringUtils.stripFilenameExtension(task.toString()))
          .containsOnly(
              "scot.nrm.access.tasks.AbsenteeTasks",
              "scot.nrm.age.DailyBirthdayCheck",
              "scot.nrm.cockpit.duration.NightlySnapshotJob",
              "scot.nrm.cockpit.incidents.Reconciliation",
              "scot.nrm.cockpit.metrics.OperatorMetrics",
              "scot.nrm.drafts.Drafts",
              "scot.nrm.forms.RefusedForms",
              "scot.nrm.rehearsal.NightlyShadow",
              "scot.nrm.revision.RevisionDays",
              "scot.nrm.signin.oidc.DormantPeople",
              "scot.nrm.signin.oidc.ProviderSessions",
              "scot.nrm.trace.NightlyTrace");
    }

    @Test
    void withoutAProxyNoSendersAddressIsTrusted() {
      assertThat(senderOf(application, "203.0.113.9")).isEqualTo("127.0.0.1");
    }

    @Test
    void aRepairCommandOpensNoPortAndDoesNoneOfTheOtherWorkOfANode(
        @TempDir Path folder, CapturedOutput output) throws IOException {
      IdentityService people = application.getBean(IdentityService.class);
      User person = people.newUser("sam.invented");
      people.saveUser(person);
      jdbc(migrated).sql("update ACT_ID_USER set EMAIL_ = 'x@example.org'").update();
      person = people.createUserQuery().userId("sam.invented").singleResult();
      person.setEmail("sam@example.org");
      people.saveUser(person);
      Path file =
          Files.writeString(
              folder.resolve("repair.yaml"),
              """
              repair:
                account: sam.invented
                asked-by: ada.operator
                reason: The address was changed by hand, and this is an invented reason.
                action: acknowledge
              """);
      int before = output.getAll().length();

      RepairCommand.run(nodeArguments(migrated, RepairRunner.OPTION + "=" + file));
      assertRefused(
          () -> RepairCommand.run(nodeArguments(migrated, RepairRunner.OPTION + "=12")),
          "There is no repair 12.");
      people.createMembership("sam.invented", "ukhtc-case-owner");
      people.deleteMembership("sam.invented", "ukhtc-case-owner");
      // The ids of the repair and of the earlier role are numbers.
      people.deleteUser("sam.invented");

      assertThat(output.getAll().substring(before))
          .containsOnlyOnce("of account sam.invented has been asked for")
          .contains("There is no repair 12.", "Tomcat started on port -1")
          .doesNotContain("APPLICATION FAILED TO START", "\tat ")
          .doesNotContainPattern("Tomcat started on port \\d");
      assertThat(output)
          .as("what a node says when it is ready: the one that was started above")
          .containsOnlyOnce("No mail server is configured");
    }
  }

  /** With other settings that are allowed, which don't concern each other: one start for all. */
  @Nested
  class WithPermittedSettings {

    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
      jdbc(migrated)
          .sql(
              "do 'begin execute format(''alter database %I set default_transaction_isolation = serializable'', current_database()); end'")
          .update();
      application =
          startOn(
              migrated,
              "NRM_SCANNER_HOST=",
              "NRM_SCANNER_NONE_ACCEPTED=true",
              "NRM_PROXIES=10.20.30.40, 127.0.0.1,::1",
              "nrm.rest.enabled=true");
    }

    @AfterAll
    static void stop() {
      application.close();
      application = null; // or it would stay in memory
    }

    @Test
    void itStartsWithoutAVirusScannerIfThatIsAccepted() {
      assertThat(application.isRunning()).isTrue();
      assertThat(application.getEnvironment().getProperty("nrm.documents.scanner.host")).isEmpty();
    }

    /** The engine would refuse to start with another one. */
    @Test
    void theDatabasesOwnIsolationDoesNotCount() {
      assertThat(
              application
                  .getBean(JdbcClient.class)
                  .sql("show transaction_isolation")
                  .query(String.class)
                  .single())
          .isEqualTo("read committed");
    }

    @Test
    void anErrorTextLeavesOutTheRefusedRow() {
      JdbcClient jdbc = application.getBean(JdbcClient.class);

      assertThatThrownBy(
              () ->
                  jdbc.sql("insert into case_register (case_number, sex) values (?, ?)")
                      .params("NRM-2009-2222-2247", "female")
                      .update())
          .isInstanceOf(DataIntegrityViolationException.class)
          .hasMessageContaining("violates not-null constraint")
          .hasMessageNotContainingAny("Failing row", "female");
    }

    @Test
    void onlyConfiguredProxiesAreTrustedWithTheSendersAddress() {
      assertThat(senderOf(application, "203.0.113.9")).isEqualTo("203.0.113.9");
      String unknown = "198.51.100.7";
      assertThat(senderOf(application, "203.0.113.9, " + unknown)).isEqualTo(unknown);
    }

    @Test
    void anOpenRestApiAsksWhoCalls() throws Exception {
      assertThat(get(application, "/engine-rest/process-definition")).isEqualTo(401);
      String list = "/engine-rest/engine";
      assertThat(answerAs("evil.example", list, application)).startsWith("HTTP/1.1 421 ");
      assertThat(answerAs("LOCALHOST:8080", list, application)).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void nobodyDeploysEvenIfTheRestApiIsOpen() throws Exception {
      String table =
          Files.readString(Path.of("processes/updates.dmn"))
              .replace("\"updates\"", "\"updates-two\"");
      ProcessEngine engine = application.getBean(ProcessEngine.class);
      engine.getIdentityService().setAuthentication("officer", List.of("release-officer"));
      try {
        assertThatThrownBy(
                () ->
                    engine
                        .getRepositoryService()
                        .createDeployment()
                        .addString("processes/updates.dmn", table)
                        .deploy())
            .isInstanceOf(AuthorizationException.class)
            .hasMessageContaining("Add the files to a revision");
      } finally {
        engine.getIdentityService().clearAuthentication();
      }
    }

    /** The example for HAProxy in docs/operate/nodes.md sends no host. */
    @Test
    void aLoadBalancersChecksNeedNoHostName() throws IOException {
      for (String path : List.of("/readyz", "/livez")) {
        assertThat(answerAs("10.20.30.40", path, application)).startsWith("HTTP/1.1 200 ");
        assertThat(answerTo("GET " + path + " HTTP/1.0\r\n\r\n", application))
            .startsWith("HTTP/1.1 200 ");
      }
      assertThat(answerAs("evil.example", "/readyz/", application)).startsWith("HTTP/1.1 421 ");
    }
  }

  /** The answer to a client that names this host. */
  private static String answerAs(
      String host, String path, ConfigurableApplicationContext application) throws IOException {
    return answerTo(
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host),
        application);
  }

  private static String answerTo(String request, ConfigurableApplicationContext application)
      throws IOException {
    int port = Integer.parseInt(application.getEnvironment().getProperty("local.server.port"));
    try (Socket socket = new Socket("localhost", port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void hostNamesAreSetWithoutSchemeOrPort() {
    for (String wrong : List.of("https://nrm.example", "nrm.example:443", "nrm.example,")) {
      assertRefused(() -> check("NRM_HOSTS=" + wrong), "NRM_HOSTS is not a list of host names.");
    }
  }

  private static int get(ConfigurableApplicationContext application, String path)
      throws IOException, InterruptedException {
    return answer(application, path).statusCode();
  }

  private static HttpResponse<Void> answer(ConfigurableApplicationContext application, String path)
      throws IOException, InterruptedException {
    URI address =
        URI.create(
            "http://localhost:"
                + application.getEnvironment().getProperty("local.server.port")
                + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
  }

  private static void assertRefused(ThrowingCallable start, String... says) {
    assertThatThrownBy(start)
        .satisfies(
            failure -> {
              Throwable cause = failure;
              while (!(cause instanceof StartRefused) && cause.getCause() != null) {
                cause = cause.getCause();
              }
              assertThat(cause).isInstanceOf(StartRefused.class);
              assertThat(cause.getMessage()).contains(says);
            });
  }

  /** A start that would succeed on the right schema without these settings. */
  private static ConfigurableApplicationContext startOn(Database database, String... settings) {
    return start(nodeSettings(database, settings));
  }

  /** The first checks of a start on the right schema, without the rest of the start. */
  private static ConfigurableEnvironment check(String... settings) {
    ConfigurableEnvironment environment = new StandardEnvironment();
    environment.setActiveProfiles("production");
    FILES.forEach(environment.getPropertySources()::addLast);
    environment
        .getPropertySources()
        .addFirst(
            new SimpleCommandLinePropertySource(
                arguments(
                    Stream.concat(
                        SENDERS.stream(), Arrays.stream(nodeSettings(migrated, settings))))));
    GenericApplicationContext application = new GenericApplicationContext();
    application.setEnvironment(environment);
    new ProductionConditions().initialize(application);
    return environment;
  }

  /** The first work of a start with the schema, without the rest of the start. */
  private static void checkSchema(Database database, String... settings) {
    new SpringApplicationBuilder(SchemaAlone.class)
        .web(WebApplicationType.NONE)
        .run(nodeArguments(database, settings))
        .close();
  }

  @ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
  @ComponentScan(basePackageClasses = SchemaUpdate.class)
  static class SchemaAlone {}

  /** The settings in the files, read once. */
  private static List<PropertySource<?>> readFiles() {
    ConfigurableEnvironment environment = new StandardEnvironment();
    Set<String> others =
        environment.getPropertySources().stream()
            .map(PropertySource::getName)
            .collect(Collectors.toSet());
    ConfigDataEnvironmentPostProcessor.applyTo(environment, null, null, "production");
    return environment.getPropertySources().stream()
        .filter(
            source -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
        .filter(source -> !others.contains(source.getName()))
        .toList();
  }

  private static String[] nodeArguments(Database database, String... settings) {
    return arguments(
        Stream.of(
                Stream.of("spring.profiles.active=production"),
                SENDERS.stream(),
                Arrays.stream(nodeSettings(database, settings)))
            .flatMap(part -> part));
  }

  private static String[] nodeSettings(Database database, String... settings) {
    return Stream.concat(
            Stream.of(
                "NRM_DATABASE_URL=" + database.url(),
                "NRM_DATABASE_USER=" + Databases.RUNTIME,
                "NRM_CASE_FILE_KEY=" + KEY,
                "NRM_SCANNER_HOST=scanner.example",
                "NRM_PROXIES=none",
                "server.ssl.enabled=false", // or it would need a certificate
                "NRM_HOSTS=localhost, 127.0.0.1",
                "NRM_OIDC_ISSUER=https://sso.example",
                "NRM_OIDC_CLIENT_ID=nrm",
                "NRM_OIDC_CLIENT_SECRET=secret"),
            Arrays.stream(settings))
        .toArray(String[]::new);
  }

  private static ConfigurableApplicationContext start(String... settings) {
    return new SpringApplicationBuilder(NrmApplication.class, Senders.class)
        .profiles("production")
        .run(
            arguments(
                Stream.of(Stream.of("server.port=0"), SENDERS.stream(), Arrays.stream(settings))
                    .flatMap(part -> part)));
  }

  /** The last value of a setting counts. */
  private static String[] arguments(Stream<String> settings) {
    Map<String, String> byName = new LinkedHashMap<>();
    settings.forEach(setting -> byName.put(setting.replaceAll("=.*", ""), "--" + setting));
    return byName.values().toArray(String[]::new);
  }

  private static Database updated() {
    return Databases.copyOf(schema);
  }

  private static void update(Database database) {
    SchemaUpdate.run(commandArguments(database, SchemaUpdate.OPTION));
  }

  private static String[] commandArguments(Database database, String option, String... settings) {
    return arguments(
        Stream.concat(
            Stream.of(
                "spring.profiles.active=production",
                option,
                "NRM_DATABASE_URL=" + database.url(),
                "NRM_DATABASE_OWNER=" + Databases.OWNER,
                "NRM_DATABASE_ERASER=" + Databases.ERASER,
                "NRM_DATABASE_USER=" + Databases.RUNTIME),
            Arrays.stream(settings)));
  }

  private static JdbcClient jdbc(Database database) {
    return JdbcClient.create(database.dataSource());
  }

  private static List<String> tables(Database database) {
    return jdbc(database)
        .sql("select table_name from information_schema.tables where table_schema = 'public'")
        .query(String.class)
        .list();
  }
}
