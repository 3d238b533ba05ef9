package scot.nrm.stockcamunda;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import scot.nrm.Databases;
import scot.nrm.SharedEngineStatements;

/**
 * Camunda 7.24 as its Spring Boot starters set it up, with nothing of ours: neither beans nor
 * settings. Tests make the same attempt on it, where it succeeds, and on this program, which
 * refuses it: so no door can be called closed that was never open.
 *
 * <p>Each kind is started once, when a test first asks for it, on a database of its own in memory,
 * and stops with the virtual machine. Its engine has a name of its own, because engines are known
 * by name in the whole virtual machine and this program's is {@code default}: the name is part of
 * all its addresses.
 */
public final class StockCamunda {

  /** How a stock Camunda is set up; everything that is not said here is as its makers left it. */
  private enum Kind {
    /** With an administrator whose password nobody has set. */
    WITH_ADMIN("camunda.bpm.admin-user.id=" + ADMIN),
    /** With nobody in it. */
    WITHOUT_ADMIN(),
    /** With an administrator, and with authorization, which stock has off. */
    WITH_AUTHORIZATION(
        "camunda.bpm.admin-user.id=" + ADMIN, "camunda.bpm.authorization.enabled=true");

    private final String[] settings;

    Kind(String... settings) {
      this.settings = settings;
    }

    private String id() {
      return "stock-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The administrator's user id: and, because that is the default, the password. */
  public static final String ADMIN = "demo";

  private static final Map<Kind, StockCamunda> RUNNING = new EnumMap<>(Kind.class);

  private final String name;
  private final ConfigurableApplicationContext application;

  private StockCamunda(Kind kind) {
    this(
        kind.id(),
        Stream.concat(
                Stream.of("spring.datasource.url=jdbc:h2:mem:" + kind.id() + ";DB_CLOSE_DELAY=-1"),
                Stream.of(kind.settings))
            .toArray(String[]::new));
  }

  private StockCamunda(String name, String... further) {
    this.name = name;
    List<String> settings =
        new ArrayList<>(
            List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "spring.flyway.enabled=false", // it would make our tables
                "spring.mustache.check-template-location=false",
                "spring.config.location=optional:classpath:/no-settings-of-ours/",
                "camunda.bpm.process-engine-name=" + name.replace("-", ""),
                "camunda.bpm.auto-deployment-enabled=false")); // it would deploy our diagrams
    settings.addAll(List.of(further));
    application =
        new SpringApplicationBuilder(Starters.class)
            .registerShutdownHook(true)
            .run(settings.stream().map(setting -> "--" + setting).toArray(String[]::new));
  }

  /**
   * With an administrator, {@link #ADMIN}, whose password is the user id, because that is the
   * default.
   */
  public static StockCamunda withAdmin() {
    return running(Kind.WITH_ADMIN);
  }

  /** Before anybody has made an administrator. */
  public static StockCamunda withoutAdmin() {
    return running(Kind.WITHOUT_ADMIN);
  }

  /** Where somebody has switched authorization on, and nothing else; with {@link #ADMIN}. */
  public static StockCamunda withAuthorization() {
    return running(Kind.WITH_AUTHORIZATION);
  }

  /**
   * With authorization on, on a database that has the engine's tables and cases already; its
   * people, groups and rights are those of the database. Not shared: {@link #application()} is to
   * be closed.
   */
  public static StockCamunda on(Databases.Database database) {
    return new StockCamunda(
        "stock-on-cases",
        Stream.concat(
                Stream.of(
                    "camunda.bpm.authorization.enabled=true",
                    "camunda.bpm.history-level=full",
                    "camunda.bpm.job-execution.enabled=false",
                    "camunda.bpm.generic-properties.properties.general-resource-whitelist-pattern=[a-zA-Z0-9][a-zA-Z0-9.-]*"),
                Stream.of(database.arguments()).map(argument -> argument.substring("--".length())))
            .toArray(String[]::new));
  }

  private static StockCamunda running(Kind kind) {
    synchronized (RUNNING) {
      return RUNNING.computeIfAbsent(kind, StockCamunda::new);
    }
  }

  public ProcessEngine engine() {
    return application.getBean(ProcessEngine.class);
  }

  /** The application's own beans and environment. */
  public ConfigurableApplicationContext application() {
    return application;
  }

  /** Where it answers, without a slash at the end. */
  public String url() {
    return "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
  }

  /**
   * Where its REST API answers, without a slash at the end: the engine is named, as there may be
   * others.
   */
  public String rest() {
    return url() + "/engine-rest/engine/" + engine().getName();
  }

  /** Where the web applications' copy of the REST API answers, without a slash at the end. */
  public String webRest() {
    return url() + "/camunda/api/engine/engine/" + engine().getName();
  }

  /**
   * Where a user signs in to a web application ({@code tasklist}, {@code cockpit}, {@code admin}).
   */
  public String signIn(String webApplication) {
    return url()
        + "/camunda/api/admin/auth/user/"
        + engine().getName()
        + "/login/"
        + webApplication;
  }

  /**
   * What Spring Boot sets up by itself; no component scan. Spring Security belongs to this program,
   * not to stock Camunda, whose web applications and REST API know nothing of it.
   */
  @EnableAutoConfiguration(
      exclude = SharedEngineStatements.class,
      excludeName = {
        "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
        "org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration",
        "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration",
        "org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientAutoConfiguration",
        "org.springframework.boot.autoconfigure.security.oauth2.client.servlet.OAuth2ClientWebSecurityAutoConfiguration",
        "org.springframework.boot.autoconfigure.security.oauth2.resource.servlet.OAuth2ResourceServerAutoConfiguration",
        "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration"
      })
  private static class Starters {}
}
