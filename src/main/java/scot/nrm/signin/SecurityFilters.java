package scot.nrm.signin;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.web.server.MimeMappings;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.server.ConfigurableServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import scot.nrm.access.PermissionCache;
import scot.nrm.access.SignedIn;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.RequestOrigin;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.signin.oidc.OidcConfigured;
import scot.nrm.signin.oidc.OidcSettings;
import scot.nrm.signin.oidc.OidcSignIn;
import scot.nrm.signin.oidc.SignOut;
import scot.nrm.signin.password.LoginThrottle;
import scot.nrm.signin.request.BlockedPaths;
import scot.nrm.signin.request.CrossSiteFilter;
import scot.nrm.signin.request.LimitSettings;
import scot.nrm.signin.request.PersonLimits;
import scot.nrm.signin.request.SecurityHeaders;
import scot.nrm.signin.request.SessionLimit;
import scot.nrm.signin.request.UnchangedPermissions;
import scot.nrm.signin.request.WebappPolicy;
import scot.nrm.signin.sessions.SessionList;
import scot.nrm.signin.sessions.Sessions;
import scot.nrm.startup.StartRefused;

/**
 * The filters for every request and answer, however people sign in. They run before Spring Security
 * ({@link #openFilterChain}, {@link OidcSignIn}) and Camunda's own filters, in this order.
 */
@Configuration(proxyBeanMethods = false)
class SecurityFilters {

  private static final int FIRST = Ordered.HIGHEST_PRECEDENCE + 10;

  /** The clock for signing in. It doesn't move with the clock of the cases. */
  @Bean
  Clock signInClock() {
    return Clock.systemUTC();
  }

  /**
   * The type of files, such as Tasklist's words, which are large enough to be compressed. Answers
   * of the APIs have another type: they hold what must not be guessed from their length.
   */
  @Bean
  WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> typeOfJsonFiles() {
    MimeMappings types = new MimeMappings();
    types.add("json", "text/json");
    return server -> server.addMimeMappings(types);
  }

  /**
   * Where Spring MVC has a bean for it, Spring Security looks for the method that answers each
   * request, in case a rule depends on it. Ours depend on addresses alone, and Camunda answers most
   * requests.
   */
  static final class HandlerLookupRemoval implements BeanDefinitionRegistryPostProcessor, Ordered {

    private static final String HANDLERS = "mvcHandlerMappingIntrospector";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry beans) {
      if (beans.containsBeanDefinition(HANDLERS)) {
        beans.removeBeanDefinition(HANDLERS);
      }
    }

    /** Before Spring Security's own, which has no order. */
    @Override
    public int getOrder() {
      return LOWEST_PRECEDENCE;
    }
  }

  @Bean
  static HandlerLookupRemoval handlerLookupRemoval() {
    return new HandlerLookupRemoval();
  }

  /**
   * Where people are users of the engine, with a password: Camunda's applications ask for it
   * themselves, and the REST API does too. Spring Security only rejects malformed requests.
   */
  @Bean
  @Conditional(OidcConfigured.Not.class)
  SecurityFilterChain openFilterChain(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(
            AbstractHttpConfigurer
                ::disable) // Camunda's filter, CrossSiteFilter, and FormToken in our own pages
        .headers(AbstractHttpConfigurer::disable) // SecurityHeaders
        .sessionManagement(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }

  @Bean
  FilterRegistrationBean<Filter> securityHeaders(@Value("${nrm.https-only}") boolean httpsOnly) {
    FilterRegistrationBean<Filter> filter =
        early(
            new HeaderWriterFilter(List.of(new SecurityHeaders(httpsOnly))), "security-headers", 0);
    filter.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    return filter;
  }

  @Bean
  FilterRegistrationBean<Filter> requestOrigin(
      ObjectProvider<AccessLog> log,
      ObjectProvider<SignedIn> signedIn,
      ObjectProvider<ProcessEngine> engine) {
    return early(new RequestOrigin(log, signedIn, engine), "request-origin", 0);
  }

  @Bean
  FilterRegistrationBean<Filter> crossSiteFilter(
      @Value("${server.servlet.session.cookie.name}") String sessionCookie,
      @Value("${nrm.node}") String node) {
    if (!node.matches("[A-Za-z0-9]*")) {
      throw new StartRefused(
          "The name of this node (NRM_NODE) can't be part of a cookie's name.",
          "Use letters and digits only, and another name at each node.");
    }
    return early(new CrossSiteFilter(sessionCookie), "other-sites", 1);
  }

  @Bean
  FilterRegistrationBean<Filter> blockedPaths(
      OidcSettings oidc, @Value("${nrm.hosts}") Set<String> hosts) {
    return early(new BlockedPaths(oidc.isConfigured(), hosts), "shut-doors", 2);
  }

  @Bean
  FilterRegistrationBean<Filter> loginThrottle() {
    return early(new LoginThrottle(), "slow-down", 3);
  }

  @Bean
  FilterRegistrationBean<Filter> sessionLimit(Sessions.Settings settings, Clock signInClock) {
    return early(
        new SessionLimit(settings.longest(), settings.beforeSignIn(), signInClock),
        "session-limit",
        4);
  }

  @Bean
  FilterRegistrationBean<Filter> unchangedPermissions(
      ObjectProvider<JdbcClient> jdbc,
      ObjectProvider<PermissionCache> permissions,
      ObjectProvider<ChainCheck> check,
      OidcSettings oidc) {
    // A provider's groups are copied again within minutes.
    Predicate<String> isAccountUnchanged =
        userId -> oidc.isConfigured() || check.getObject().isAccountUnchanged(userId);
    FilterRegistrationBean<Filter> filter =
        early(
            new UnchangedPermissions(jdbc, permissions, isAccountUnchanged), "unchanged-rights", 6);
    filter.addUrlPatterns("/camunda/api/*", "/camunda/app/*", "/nrm/*");
    // After Spring Security, which asks the identity provider, and before Camunda's own filters.
    filter.setOrder(0);
    return filter;
  }

  @Bean
  FilterRegistrationBean<Filter> signOut(
      ObjectProvider<AccessLog> log, ObjectProvider<SignedIn> signedIn) {
    return early(new SignOut(log, signedIn), "sign-out", 7);
  }

  @Bean
  FilterRegistrationBean<Filter> webappPolicy(OidcSettings oidc) {
    return early(new WebappPolicy(oidc.isConfigured()), "webapp-policy", 8);
  }

  @Bean
  FilterRegistrationBean<Filter> sessionList(ObjectProvider<Sessions> sessions) {
    return early(new SessionList(sessions), "session-list", 8);
  }

  /** After the REST API has asked who sends the request. */
  @Bean
  FilterRegistrationBean<Filter> personLimits(
      LimitSettings settings, Clock signInClock, MeterRegistry registry) {
    FilterRegistrationBean<Filter> filter =
        early(new PersonLimits(settings, signInClock, registry), "person-limits", 0);
    filter.setOrder(RestApiSecurity.AFTER_SPRING_SECURITY + 1);
    return filter;
  }

  private static FilterRegistrationBean<Filter> early(Filter filter, String name, int offset) {
    FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
    registration.setName(name);
    registration.setOrder(FIRST + offset);
    registration.setDispatcherTypes(DispatcherType.REQUEST);
    registration.setAsyncSupported(true); // fetch and lock blocks
    return registration;
  }
}
