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

/**
 * Camunda 7.24 as its Spring Boot starters set it up, without our beans and settings. Tests make
 * the same attempt on it, where it succeeds, and on this application, which refuses it. This proves
 * that the weakness exists and that we closed it.
 *
 * <p>Each kind starts once, when a test first needs it, on its own database in memory, and stops
 * with the virtual machine. Its engine has its own name, which is part of all its addresses,
 * because engine names are unique in a virtual machine and our application's engine is {@code
 * default}.
 */
public final class StockCamunda {

  /** The configurations of stock Camunda; everything else has its default. */
  private enum Kind {
    /** With an administrator who has the default password. */
    WITH_ADMIN("camunda.bpm.admin-user.id=" + ADMIN),
    /** Without users. */
    WITHOUT_ADMIN(),
    /** With an administrator, and with authorization, which is off by default. */
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

  /** The administrator's user id, which by default is also the password. */
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
                "spring.flyway.enabled=false", // it would create our tables
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

  /** With the administrator {@link #ADMIN}, whose password by default is the user id. */
  public static StockCamunda withAdmin() {
    return running(Kind.WITH_ADMIN);
  }

  /** Before an administrator has been created. */
  public static StockCamunda withoutAdmin() {
    return running(Kind.WITHOUT_ADMIN);
  }

  /** With authorization switched on, and nothing else changed; with {@link #ADMIN}. */
  public static StockCamunda withAuthorization() {
    return running(Kind.WITH_AUTHORIZATION);
  }

  /**
   * With authorization on, on a database that already has the engine's tables and cases, with its
   * users, groups and permissions. It isn't shared: close {@link #application()} after use.
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

  /** Its address, without a slash at the end. */
  public String url() {
    return "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
  }

  /**
   * The address of its REST API, without a slash at the end; it names the engine, as there may be
   * others.
   */
  public String rest() {
    return url() + "/engine-rest/engine/" + engine().getName();
  }

  /**
   * The sign-in address of a web application ({@code tasklist}, {@code cockpit}, {@code admin}).
   */
  public String signIn(String webApplication) {
    return url()
        + "/camunda/api/admin/auth/user/"
        + engine().getName()
        + "/login/"
        + webApplication;
  }

  /**
   * Spring Boot's autoconfiguration without a component scan. Spring Security is excluded because
   * it belongs to our application, not to stock Camunda.
   */
  @EnableAutoConfiguration(
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
