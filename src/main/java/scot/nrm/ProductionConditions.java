package scot.nrm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.MasterKeys;
import scot.nrm.engine.MovableClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.SetData;
import scot.nrm.letters.Organisations;
import scot.nrm.schema.SchemaUpdate;
import scot.nrm.signin.oidc.OidcConfigured;
import scot.nrm.signin.request.Proxies;
import scot.nrm.startup.StartRefused;

/**
 * The conditions for working on real children's cases. They are checked before anything starts and
 * reported together, so that the operator doesn't need one start for each.
 */
class ProductionConditions
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Logger LOG = LoggerFactory.getLogger(ProductionConditions.class);

  /** As the driver reads it; several hosts may be tried one after the other. */
  private static final Pattern POSTGRES =
      Pattern.compile("jdbc:postgresql:(//(?<hosts>[^/?]*)/?)?[^?/]*(\\?.*)?");

  private static final Pattern THIS_MACHINE =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[?::1]?)?(:\\d+)?");

  private static final Pattern VERIFIED = Pattern.compile("[?&]sslmode=verify-full(&|$)");

  private static final int HIGHEST_PORT = 65_535;

  private static final String PROXIES =
      "Set NRM_PROXIES to the exact addresses of the proxies in front, with commas between them, such as 10.20.30.40, or to none if clients reach this program directly. What anyone else says about the sender's address is ignored.";

  /** The name of the bundle with the certificate; a label of its metric. */
  private static final String BUNDLE = "own";

  private static final String BUNDLE_SETTINGS = "spring.ssl.bundle.pem." + BUNDLE + ".";

  private static final String CERTIFICATE =
      "Set SERVER_SSL_CERTIFICATE and SERVER_SSL_CERTIFICATE_PRIVATE_KEY to the PEM files of a certificate and its private key, which this program's user can read.";

  private static final Pattern HOST = Pattern.compile("[a-z0-9.-]+|\\[[0-9a-f:.]+]");

  private static final String USERS =
      "Create three users with config/database-roles.sql, and set NRM_DATABASE_OWNER, NRM_DATABASE_ERASER and NRM_DATABASE_USER to them.";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    port(environment.getProperty("server.port", "8080"));
    if (!environment.acceptsProfiles(Profiles.of("production"))) {
      inventedCasesNeedTheirGenerator(environment);
      return;
    }
    List<StartRefused> refusals = new ArrayList<>();
    check(refusals, () -> database(environment.getProperty("spring.datasource.url", "")));
    check(refusals, () -> encryptedDatabase(environment));
    check(refusals, () -> databaseUser(environment));
    if (!environment.containsProperty(SchemaUpdate.OPTION)) {
      check(refusals, () -> caseFileKeys(environment));
    }
    if (!environment.containsProperty(SchemaUpdate.OPTION)
        && !environment.containsProperty(ResealCommand.OPTION)
        && !environment.containsProperty(EraseCommand.OPTION)
        && !environment.containsProperty(VerifyCommand.OPTION)
        && !environment.containsProperty(TeamTasksCommand.OPTION)) {
      check(refusals, () -> identityProvider(environment));
      check(
          refusals,
          () ->
              virusScanner(
                  environment.getProperty("nrm.documents.scanner.host", ""),
                  environment.getProperty(
                      "nrm.documents.scanner.none-accepted", Boolean.class, false)));
      check(refusals, () -> proxies(environment));
      check(refusals, () -> certificate(environment));
      check(refusals, () -> hosts(environment.getProperty("nrm.hosts", "")));
      check(refusals, () -> copyOfAccessLog(environment));
      check(refusals, () -> metrics(environment));
      check(refusals, () -> temporaryFiles(Path.of(System.getProperty("java.io.tmpdir"))));
      check(refusals, () -> mailServer(environment));
      check(refusals, () -> addressesInEmails(environment));
      check(refusals, () -> sendersOfLetters(environment));
      check(refusals, () -> clock(environment.getProperty(MovableClock.PROPERTY, "")));
      check(refusals, () -> inventedCases(environment.getProperty("nrm.fill", "")));
      check(refusals, () -> safeguards(environment));
    }
    if (!refusals.isEmpty()) {
      throw new StartRefused(
          refusals.stream().map(StartRefused::problem).collect(Collectors.joining("\n")),
          refusals.stream().map(StartRefused::action).collect(Collectors.joining("\n")));
    }
  }

  private static void check(List<StartRefused> refusals, Runnable condition) {
    try {
      condition.run();
    } catch (StartRefused refusal) {
      refusals.add(refusal);
    }
  }

  private static void database(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new StartRefused(
          url.isBlank() ? "No database is set." : "The database is not PostgreSQL.",
          "Set NRM_DATABASE_URL to the address of a PostgreSQL database, such as jdbc:postgresql://database.example/nrm, and NRM_DATABASE_USER and NRM_DATABASE_PASSWORD to its user.");
    }
  }

  /** The register, and the names of officers, go along this connection in the clear. */
  private static void encryptedDatabase(ConfigurableEnvironment environment) {
    String url = environment.getProperty("spring.datasource.url", "");
    Matcher parts = POSTGRES.matcher(url);
    if (url.startsWith("jdbc:postgresql:")
        && !(parts.matches() && isHere(parts.group("hosts")))
        && !VERIFIED.matcher(url).find()) {
      throw new StartRefused(
          "The connection to the database isn't encrypted, or the database's certificate isn't checked.",
          "Add sslmode=verify-full to NRM_DATABASE_URL, such as jdbc:postgresql://database.example/nrm?sslmode=verify-full, and give the certificate of its authority by sslrootcert=FILE. Only a database on this machine (localhost) may be without.");
    }
  }

  /** Commands that need another user of the database than the running program has use that. */
  private static void databaseUser(ConfigurableEnvironment environment) {
    String owner = environment.getProperty("nrm.database.owner", "");
    String eraser = environment.getProperty("nrm.database.eraser", "");
    String user = environment.getProperty("nrm.database.user", "");
    if (environment.containsProperty(SchemaUpdate.OPTION)) {
      if (new HashSet<>(List.of("", owner, eraser, user)).size() != 4) {
        throw new StartRefused(
            "The database's users are not set, or not different from each other.",
            USERS + " The owner needs NRM_DATABASE_OWNER_PASSWORD too.");
      }
      connectAs(environment, "owner");
    } else if (environment.containsProperty(ResealCommand.OPTION)
        || environment.containsProperty(EraseCommand.OPTION)) {
      if (eraser.isBlank()) {
        throw new StartRefused(
            "The database's user who encrypts again and erases is not set.",
            "Set NRM_DATABASE_ERASER and NRM_DATABASE_ERASER_PASSWORD to the user nrm_eraser of config/database-roles.sql.");
      }
      connectAs(environment, "eraser");
    } else if (!environment.getProperty("nrm.database.owner-password", "").isEmpty()
        || !environment.getProperty("nrm.database.eraser-password", "").isEmpty()) {
      throw new StartRefused(
          "The password of the database's owner, or of the user who erases, is set. The running program must not have it.",
          "Remove NRM_DATABASE_OWNER_PASSWORD and NRM_DATABASE_ERASER_PASSWORD from its environment. Set them only for --nrm.migrate, --nrm.reseal and --nrm.erase.");
    }
  }

  private static void connectAs(ConfigurableEnvironment environment, String user) {
    String setting = "nrm.database." + user;
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                setting,
                Map.of(
                    "spring.datasource.username",
                    environment.getProperty(setting, ""),
                    "spring.datasource.password",
                    environment.getProperty(setting + "-password", ""))));
  }

  /** Whether hosts, with or without ports, are this machine. A URL without hosts is. */
  private static boolean isHere(String hosts) {
    return hosts == null
        || Arrays.stream(hosts.split(",", -1))
            .allMatch(host -> THIS_MACHINE.matcher(host).matches());
  }

  private static void proxies(ConfigurableEnvironment environment) {
    String setting = environment.getProperty(Proxies.SETTING, "");
    if (setting.isBlank()) {
      throw new StartRefused("No proxy is set.", PROXIES);
    }
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                Proxies.SETTING,
                Proxies.settings(setting)
                    .orElseThrow(
                        () ->
                            new StartRefused(
                                "NRM_PROXIES is not a list of exact addresses.", PROXIES))));
  }

  /** Spring would say so with a stack trace, or start all the same. */
  private static void certificate(ConfigurableEnvironment environment) {
    Ssl ssl = Binder.get(environment).bindOrCreate("server.ssl", Ssl.class);
    boolean isFile = ssl.getCertificate() != null || ssl.getKeyStore() != null;
    if (!ssl.isEnabled() || ssl.getBundle() != null) {
      return;
    }
    if (isFile) {
      requireUsable(ssl);
      if (ssl.getCertificate() != null) {
        // The same files as a bundle, whose renewal the server notices, and whose expiry is a
        // metric.
        environment
            .getPropertySources()
            .addFirst(
                new MapPropertySource(
                    BUNDLE,
                    Map.of(
                        "server.ssl.bundle",
                        BUNDLE,
                        BUNDLE_SETTINGS + "reload-on-update",
                        true,
                        BUNDLE_SETTINGS + "keystore.certificate",
                        ssl.getCertificate(),
                        BUNDLE_SETTINGS + "keystore.private-key",
                        environment.getProperty("server.ssl.certificate-private-key", ""))));
      }
    } else if (environment.getProperty(Proxies.SETTING, "").strip().equals(Proxies.NONE)) {
      throw new StartRefused(
          "There is no proxy, and this program has no certificate. Nobody could sign in, because that needs https.",
          CERTIFICATE);
    }
  }

  private static void requireUsable(Ssl ssl) {
    try {
      KeyStore store = WebServerSslBundle.get(ssl).getStores().getKeyStore();
      for (String alias : Collections.list(store.aliases())) {
        if (store.getCertificate(alias) instanceof X509Certificate certificate
            && certificate.getNotAfter().before(new Date())) {
          LOG.error(
              "The certificate of this program expired on {}, so browsers refuse it. {}",
              LocalDate.ofInstant(certificate.getNotAfter().toInstant(), LocalDay.ZONE),
              CERTIFICATE);
        }
      }
    } catch (RuntimeException | KeyStoreException e) {
      throw new StartRefused(
          "The certificate of this program can't be used: " + e.getMessage() + ".", CERTIFICATE);
    }
  }

  private static void hosts(String setting) {
    if (!Arrays.stream(setting.split(",", -1))
        .allMatch(host -> HOST.matcher(host.strip()).matches())) {
      throw new StartRefused(
          setting.isBlank()
              ? "The names under which this program is reached are not set."
              : "NRM_HOSTS is not a list of host names.",
          "Set NRM_HOSTS to the names or addresses in the addresses that people and other programs use, in lower case, without port and with commas between them, such as nrm.example. Requests to any other are refused.");
    }
  }

  /** Without it, anyone who may write to the database could remove that they read a case. */
  private static void copyOfAccessLog(ConfigurableEnvironment environment) {
    if (environment.getProperty("nrm.access-log.file", "").isBlank()
        && environment.getProperty("nrm.access-log.syslog", "").isBlank()) {
      throw new StartRefused(
          "The access log has no second copy.",
          "Set NRM_ACCESS_LOG_FILE or NRM_ACCESS_LOG_SYSLOG, or remove NRM_ACCESS_LOG_FILE: then it is the file access-log/access.jsonl.");
    }
  }

  /** The web server needs one, also in a container that can't be written to. */
  static void temporaryFiles(Path folder) {
    if (!Files.isWritable(folder)) {
      throw new StartRefused(
          "The folder for temporary files, %s, can't be written to.".formatted(folder),
          "Let this program's user write there, or name another folder by -Djava.io.tmpdir=FOLDER before -jar.");
    }
  }

  /** Spring would say so in words of its own, with a stack trace. */
  private static void port(String port) {
    if (!isPort(port) && !port.matches("-1|0")) {
      throw new StartRefused(
          "SERVER_PORT is not a port: %s.".formatted(port),
          "Set SERVER_PORT (or --server.port) to a number from 1 to 65535, or remove it: then it is"
              + " 8080.");
    }
  }

  private static boolean isPort(String port) {
    return port.matches("[1-9]\\d{0,4}") && Integer.parseInt(port) <= HIGHEST_PORT;
  }

  /** Checks the port and the address of the metrics. */
  private static void metrics(ConfigurableEnvironment environment) {
    String port = environment.getProperty("management.server.port", "");
    boolean isOne = isPort(port);
    if (!isOne && !port.matches("-1|0")
        || isOne && port.equals(environment.getProperty("server.port", "8080"))) {
      throw new StartRefused(
          "NRM_METRICS_PORT is not a port, or it is the port of the program itself.",
          "Set NRM_METRICS_PORT to a port of its own, or remove it: then there are no metrics.");
    }
    if (!isOfThisMachine(environment.getProperty("management.server.address", ""))) {
      throw new StartRefused(
          "NRM_METRICS_ADDRESS is not an address of this machine.",
          "Set NRM_METRICS_ADDRESS to the one at which Prometheus reaches it, 0.0.0.0 for all of them, or remove it: then only this machine reaches the metrics.");
    }
  }

  private static boolean isOfThisMachine(String address) {
    try {
      InetAddress given = InetAddress.getByName(address);
      return given.isAnyLocalAddress() || NetworkInterface.getByInetAddress(given) != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static void mailServer(ConfigurableEnvironment environment) {
    String host = environment.getProperty("spring.mail.host");
    if (host != null && host.isBlank()) {
      // Spring would send to whatever mail server this machine has.
      throw new StartRefused(
          "SPRING_MAIL_HOST is empty.",
          "Set SPRING_MAIL_HOST to the mail server, or remove it: then every letter waits in the print queue.");
    }
    if (host == null || isHere(host)) {
      return;
    }
    String protocol = environment.getProperty("spring.mail.protocol", "smtp");
    Map<String, String> settings =
        Binder.get(environment)
            .bind("spring.mail.properties", Bindable.mapOf(String.class, String.class))
            .orElse(Map.of());
    Predicate<String> isOn =
        name -> Boolean.parseBoolean(settings.get("mail." + protocol + "." + name));
    boolean encrypted =
        protocol.equals("smtps")
            || isOn.test("ssl.enable")
            || isOn.test("starttls.enable") && isOn.test("starttls.required");
    if (!encrypted
        || !isOn.test("ssl.checkserveridentity")
        || settings.containsKey("mail." + protocol + ".ssl.trust")) {
      throw new StartRefused(
          "E-mail would be sent without encryption, or to a server whose certificate isn't checked.",
          "Set starttls.enable=true, starttls.required=true and ssl.checkserveridentity=true under spring.mail.properties.mail."
              + protocol
              + ", as application-production.yaml does, and remove ssl.trust. Only a mail server on this machine (localhost) may be without.");
    }
  }

  /** The examples of the file would reach the people who get an e-mail. */
  private static void addressesInEmails(ConfigurableEnvironment environment) {
    if (environment.getProperty("spring.mail.host", "").isBlank()) {
      return;
    }
    String address = environment.getProperty("nrm.letters.base-url", "");
    String sender = environment.getProperty("nrm.letters.sender", "");
    if (!address.startsWith("https://") || sender.endsWith("@localhost")) {
      throw new StartRefused(
          "E-mails would come from %s, with links to %s.".formatted(sender, address),
          "Set sender and base-url in config/delivery.yaml: the address in the From line, and the address that people open in the browser, beginning with https://.");
    }
  }

  private static void caseFileKeys(ConfigurableEnvironment environment) {
    if (new MasterKeys(environment).includeDevelopmentKey()) {
      throw new StartRefused(
          "The key for the case files is the development key, which everyone can read.",
          MasterKeys.HOW_TO_GET_A_KEY);
    }
  }

  /** People with passwords stored here have no second factor. */
  private static void identityProvider(ConfigurableEnvironment environment) {
    if (!OidcConfigured.isConfigured(environment)) {
      throw new StartRefused(
          "No identity provider is set.",
          "Set NRM_OIDC_ISSUER to its address, and NRM_OIDC_CLIENT_ID and NRM_OIDC_CLIENT_SECRET to what it has given this application. Passwords stored here are only for trying out the program.");
    }
    String issuer = environment.getProperty("nrm.oidc.issuer", "");
    if (!issuer.matches("https://[^\\s/?#]+(/[^\\s?#]*)?")) {
      throw new StartRefused(
          "The identity provider's address is not one that begins with https://.",
          "Set NRM_OIDC_ISSUER to its address by https, as given in the provider's own description.");
    }
    if (environment.getProperty("nrm.oidc.client-id", "").isBlank()
        || environment.getProperty("nrm.oidc.client-secret", "").isBlank()) {
      throw new StartRefused(
          "The identity provider does not know this application.",
          "Register it there, and set NRM_OIDC_CLIENT_ID and NRM_OIDC_CLIENT_SECRET to what it has given it.");
    }
  }

  private static void virusScanner(String host, boolean noneAccepted) {
    if (host.isBlank() && !noneAccepted) {
      throw new StartRefused(
          "No virus scanner is set for documents.",
          "Set NRM_SCANNER_HOST (and NRM_SCANNER_PORT, 3310 where it is not set) to a clamd, the daemon of ClamAV, or NRM_SCANNER_NONE_ACCEPTED=true to accept that documents are not checked.");
    }
  }

  private static void sendersOfLetters(ConfigurableEnvironment environment) {
    Binder settings = Binder.get(environment);
    sendersOfLetters(
        settings.bindOrCreate("nrm.organisations", Organisations.class),
        settings.bindOrCreate("nrm.organisations", Authorities.class));
  }

  /** Also those that a revision adds. */
  @Component
  @Profile("production")
  record SendersOfLetters(Organisations organisations, Authorities authorities)
      implements SetData.Check {

    @Override
    public void validate() {
      sendersOfLetters(organisations, authorities);
    }
  }

  /** A letter that nobody can answer isn't valid. */
  private static void sendersOfLetters(Organisations organisations, Authorities authorities) {
    String incomplete =
        authorities.ids().stream()
            .filter(authority -> !organisations.authority(authority).hasContactDetails())
            .collect(Collectors.joining(" and "));
    if (!incomplete.isEmpty()) {
      throw new StartRefused(
          "Letters of " + incomplete + " would have no address or no telephone number.",
          "Give " + incomplete + " both in " + Authorities.FILE + ": address and phone.");
    }
  }

  private static void clock(String moment) {
    if (!moment.isBlank()) {
      throw new StartRefused(
          "The time can't be changed in production.",
          "Remove the setting " + MovableClock.PROPERTY + ".");
    }
  }

  /** A setting from elsewhere would win over what three people have signed. */
  private static void safeguards(ConfigurableEnvironment environment) {
    for (DataFile file : List.of(DataFile.DECISIONS, DataFile.SAFEGUARDS)) {
      if (file.isSetElsewhere(environment.getPropertySources())) {
        throw new StartRefused(
            "A setting below %s is set outside config/%s.".formatted(file.prefix(), file.file()),
            "Remove it. A revision changes config/%s: see docs/policy/revisions.md."
                .formatted(file.file()));
      }
    }
  }

  private static void inventedCases(String wanted) {
    if (!wanted.isBlank()) {
      throw new StartRefused(
          "Invented cases can't be created in production.", "Remove the setting nrm.fill.");
    }
  }

  /** The jar doesn't have it, in any profile: only a run from the sources does. */
  private static void inventedCasesNeedTheirGenerator(ConfigurableEnvironment environment) {
    if (!environment.getProperty("nrm.fill", "").isBlank()
        && !ClassUtils.isPresent("scot.nrm.demo.TestDataGenerator", null)) {
      throw new StartRefused(
          "This program file can't create invented cases.",
          "Remove the setting nrm.fill, or start from the sources: ./mvnw spring-boot:run -Dspring-boot.run.arguments=--nrm.fill=1000");
    }
  }
}
