package scot.nrm.signin.oidc;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.SessionManagementConfigurer.SessionFixationConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import scot.nrm.access.Teams;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.What;
import scot.nrm.availability.HealthPages;
import scot.nrm.pages.DeploymentController;
import scot.nrm.pages.SignedInPages;

/**
 * Sign-in by an identity provider (OpenID Connect, with an authorization code and PKCE). A person's
 * groups and councils are copied into the engine's tables ({@link IdentitySynchroniser}), and the
 * session becomes a session of Camunda's applications, as with the engine's own users. The REST API
 * is for bearer tokens of the same provider ({@link RestTokenSecurity}).
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OidcConfigured.class)
public class OidcSignIn {

  private static final Logger LOG = LoggerFactory.getLogger(OidcSignIn.class);

  private static final String NAME = "nrm";
  private static final String SIGN_IN =
      OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI + "/" + NAME;

  /** The bean that creates Camunda's first administrator at the start. */
  private static final String ADMINISTRATOR = "createAdminUserConfiguration";

  /** Public files, with nothing about a person. */
  private static final String[] PUBLIC_PATHS = {
    "/camunda/lib/**",
    "/camunda/assets/**",
    "/camunda/favicon.ico",
    "/favicon.ico",
    SignOut.PAGE,
    DeploymentController.PATH,
    HealthPages.ALIVE,
    HealthPages.READY,
    "/error"
  };

  private final OidcSettings settings;
  private final IdentityProvider provider;
  private final ClaimsMapper claimsMapper;
  private final IdentitySynchroniser synchroniser;
  private final ProviderSessions sessions;
  private final ProcessEngine engine;
  private final SignedInPages pages;
  private final AccessLog log;
  private final Clock clock;

  OidcSignIn(
      OidcSettings settings,
      IdentityProvider provider,
      ClaimsMapper claimsMapper,
      IdentitySynchroniser synchroniser,
      ProviderSessions sessions,
      ProcessEngine engine,
      SignedInPages pages,
      AccessLog log,
      Clock signInClock) {
    this.settings = settings;
    this.provider = provider;
    this.claimsMapper = claimsMapper;
    this.synchroniser = synchroniser;
    this.sessions = sessions;
    this.engine = engine;
    this.pages = pages;
    this.log = log;
    this.clock = signInClock;
  }

  /** Discovers the provider's addresses at the first sign-in: it may start after this program. */
  @Bean
  ClientRegistrationRepository registration() {
    return new SupplierClientRegistrationRepository(
        () ->
            new InMemoryClientRegistrationRepository(
                ClientRegistrations.fromIssuerLocation(settings.issuer())
                    .registrationId(NAME)
                    .clientId(settings.clientId())
                    .clientSecret(settings.clientSecret())
                    .scope(settings.scopes())
                    .build()));
  }

  @Bean
  JwtDecoderFactory<ClientRegistration> idTokens() {
    return provider::idTokens;
  }

  /** The provider names the administrators; there is no user with a password here. */
  @Bean
  static BeanDefinitionRegistryPostProcessor administratorRemoval() {
    return registry -> {
      if (registry.containsBeanDefinition(ADMINISTRATOR)) {
        registry.removeBeanDefinition(ADMINISTRATOR);
      }
    };
  }

  /** Prometheus and a load balancer don't sign in; only the operator's machines reach this port. */
  @Bean
  @Order(0)
  @ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
  SecurityFilterChain publicMetrics(HttpSecurity http) throws Exception {
    return http.securityMatcher(EndpointRequest.toAnyEndpoint())
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(AbstractHttpConfigurer::disable) // it only answers
        .headers(AbstractHttpConfigurer::disable)
        .sessionManagement(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain webByProvider(HttpSecurity http, ClientRegistrationRepository registration)
      throws Exception {
    DefaultOAuth2AuthorizationRequestResolver withPkce =
        new DefaultOAuth2AuthorizationRequestResolver(
            registration,
            OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI);
    withPkce.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    HttpSessionRequestCache requestCache = new HttpSessionRequestCache();
    requestCache.setRequestMatcher(OidcSignIn::isPage);
    return http.authorizeHttpRequests(
            requests -> {
              for (String path : PUBLIC_PATHS) {
                requests.requestMatchers(pathMatcher(path)).permitAll();
              }
              requests.anyRequest().authenticated();
            })
        .oauth2Login(
            login ->
                login
                    .loginPage(SIGN_IN) // no page of our own: straight to the provider
                    .clientRegistrationRepository(registration)
                    .authorizedClientRepository(new ClientOfRequest())
                    .authorizationEndpoint(
                        endpoint -> endpoint.authorizationRequestResolver(withPkce))
                    .tokenEndpoint(endpoint -> endpoint.accessTokenResponseClient(provider.codes()))
                    .userInfoEndpoint(endpoint -> endpoint.oidcUserService(this::loadUser))
                    .successHandler(new SignInHandler())
                    .failureHandler(this::refuseSignIn)
                    .withObjectPostProcessor(
                        new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                          @Override
                          public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(
                              O filter) {
                            filter.setAuthenticationFailureHandler(
                                (request, response, failure) -> {
                                  LOG.warn(
                                      "People can't be sent to the identity provider: {}",
                                      String.valueOf(failure.getCause()));
                                  writeProviderUnavailable(response);
                                });
                            return filter;
                          }
                        }))
        .exceptionHandling(refusals -> refusals.authenticationEntryPoint(providerEntryPoint()))
        .requestCache(cache -> cache.requestCache(requestCache))
        // Nothing of an earlier session remains after signing in: an attacker may have prepared it.
        .sessionManagement(
            session -> session.sessionFixation(SessionFixationConfigurer::newSession))
        .addFilterAfter(
            new ProviderSessionFilter(sessions, OidcSignIn::writeProviderUnavailable),
            SecurityContextHolderFilter.class)
        .csrf(
            AbstractHttpConfigurer
                ::disable) // Camunda's filter, CrossSiteFilter, and FormToken in our own pages
        .headers(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable) // SignOut
        .build();
  }

  private OidcUser loadUser(OidcUserRequest request) {
    Instant before = clock.instant();
    OidcUser user = provider.loadUser(request);
    synchroniser.write(user.getClaims(), before);
    return user;
  }

  /** Creates the session of Camunda's applications, as their own sign-in would. */
  private final class SignInHandler extends SavedRequestAwareAuthenticationSuccessHandler {

    @Override
    public void onAuthenticationSuccess(
        HttpServletRequest request, HttpServletResponse response, Authentication authentication)
        throws IOException, ServletException {
      OAuth2AuthenticationToken signedIn = (OAuth2AuthenticationToken) authentication;
      OidcUser user = (OidcUser) signedIn.getPrincipal();
      String userId = claimsMapper.userId(user.getClaims()).orElseThrow();
      log.record(
          Access.by(Teams.person(userId, engine.getIdentityService()), What.SIGN_IN)
              .detail(PeopleAtProvider.VIA_PROVIDER));
      HttpSession session = request.getSession();
      new ProviderSession(
              sessions, userId, ClientOfRequest.of(request), user.getIdToken(), clock.instant())
          .begin(session);
      Authentications authentications = AuthenticationUtil.getAuthsFromSession(session);
      authentications.addOrReplace(AuthenticationUtil.createAuthentication(engine, userId));
      AuthenticationUtil.updateSession(session, authentications);
      super.onAuthenticationSuccess(request, response, authentication);
    }
  }

  /** The message for a person who couldn't be signed in, or has no role here. */
  record NotSignedIn(String why) {}

  private void refuseSignIn(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    boolean known = failure instanceof SignInRefused;
    log.record(
        Access.by((String) null, What.SIGN_IN)
            .detail(known ? "no-role-here" : PeopleAtProvider.VIA_PROVIDER)
            .refused());
    if (!known) {
      LOG.warn("A person could not be signed in: {}", failure.toString());
    }
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    if (IdentityProvider.isAway(failure)) {
      writeProviderUnavailable(response);
      return;
    }
    ResponseEntity<byte[]> page =
        pages.page(
            known ? HttpStatus.FORBIDDEN : HttpStatus.UNAUTHORIZED,
            "not-signed-in",
            new NotSignedIn(known ? failure.getMessage() : ""));
    response.setStatus(page.getStatusCode().value());
    page.getHeaders()
        .forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
    response.getOutputStream().write(page.getBody());
  }

  private static AuthenticationEntryPoint providerEntryPoint() {
    return (request, response, failure) -> {
      if (isPage(request)) {
        response.sendRedirect(request.getContextPath() + SIGN_IN);
      } else {
        response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      }
    };
  }

  private static boolean isPage(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return request.getMethod().equals("GET")
        && accept != null
        && accept.contains(MediaType.TEXT_HTML_VALUE);
  }

  static void writeProviderUnavailable(HttpServletResponse response) throws IOException {
    response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
    response.setHeader(HttpHeaders.RETRY_AFTER, "30");
    response.setContentType("text/plain;charset=UTF-8");
    response
        .getWriter()
        .write(
            "We can't sign you in because the sign-in service is not responding. Please try again.");
  }

  static PathPatternRequestMatcher pathMatcher(String path) {
    return PathPatternRequestMatcher.withDefaults().matcher(path);
  }
}
