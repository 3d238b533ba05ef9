package scot.nrm.signin.oidc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.boot.autoconfigure.web.servlet.JerseyApplicationPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import scot.nrm.access.Teams;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.RequestOrigin;
import scot.nrm.accesslog.What;
import scot.nrm.signin.request.Allowance;
import scot.nrm.signin.request.RequestPath;

/**
 * The REST API accepts only bearer tokens of the identity provider, issued for it a short time ago.
 * What a token says about a person is copied as at their sign-in ({@link IdentitySynchroniser}).
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OidcConfigured.class)
public class RestTokenSecurity {

  private static final int MAX_TOKENS = 1000;

  /** The clocks of two machines differ a little. */
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  private final OidcSettings settings;
  private final IdentityProvider provider;
  private final IdentitySynchroniser synchroniser;
  private final ProcessEngine engine;
  private final AccessLog log;
  private final Clock clock;

  /** The tokens whose first request has been logged; the oldest are forgotten. */
  private final Set<String> loggedTokens =
      Collections.synchronizedSet(Collections.newSetFromMap(Allowance.limitedMap(MAX_TOKENS)));

  RestTokenSecurity(
      OidcSettings settings,
      IdentityProvider provider,
      IdentitySynchroniser synchroniser,
      ProcessEngine engine,
      AccessLog log,
      Clock signInClock) {
    this.settings = settings;
    this.provider = provider;
    this.synchroniser = synchroniser;
    this.engine = engine;
    this.log = log;
    this.clock = signInClock;
  }

  @Bean
  @Order(1)
  SecurityFilterChain restApi(HttpSecurity http, JerseyApplicationPath path) throws Exception {
    BearerTokenAuthenticationEntryPoint refuse = new BearerTokenAuthenticationEntryPoint();
    return http.securityMatchers(
            apis ->
                apis.requestMatchers(
                    OidcSignIn.pathMatcher(path.getPath() + "/**"),
                    OidcSignIn.pathMatcher(RequestPath.MODELER + "/**")))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .oauth2ResourceServer(
            server ->
                server
                    .authenticationEntryPoint(refuse)
                    .jwt(
                        jwt ->
                            jwt.decoder(new SupplierJwtDecoder(this::decoder))
                                .jwtAuthenticationConverter(this::authenticate))
                    .withObjectPostProcessor(
                        new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                          @Override
                          public <O extends BearerTokenAuthenticationFilter> O postProcess(
                              O filter) {
                            filter.setAuthenticationFailureHandler(
                                (request, response, failure) -> {
                                  if (failure instanceof AuthenticationServiceException) {
                                    OidcSignIn.writeProviderUnavailable(response);
                                  } else {
                                    refuse.commence(request, response, failure);
                                  }
                                });
                            return filter;
                          }
                        }))
        .csrf(AbstractHttpConfigurer::disable) // no cookie counts here
        .headers(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }

  private JwtDecoder decoder() {
    JwtTimestampValidator timestamps = new JwtTimestampValidator(CLOCK_SKEW);
    timestamps.setClock(clock);
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withIssuerLocation(settings.issuer())
            .restOperations(provider.keys())
            .build();
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            timestamps,
            new JwtIssuerValidator(settings.issuer()),
            new JwtClaimValidator<List<String>>(
                JwtClaimNames.AUD,
                audience -> audience != null && audience.contains(settings.restAudience())),
            issuedRecently()));
    return decoder;
  }

  /** Refuses older tokens, with which a person would keep permissions withdrawn since. */
  private OAuth2TokenValidator<Jwt> issuedRecently() {
    OAuth2Error tooOld =
        BearerTokenErrors.invalidToken(
            "The token must have been issued within the last "
                + settings.goodFor().toMinutes()
                + " minutes: ask for a new one");
    return token -> {
      Instant now = clock.instant();
      Instant issued = token.getIssuedAt();
      return issued != null
              && issued.plus(settings.goodFor()).isAfter(now)
              && issued.isBefore(now.plus(CLOCK_SKEW))
          ? OAuth2TokenValidatorResult.success()
          : OAuth2TokenValidatorResult.failure(tooOld);
    };
  }

  private AbstractAuthenticationToken authenticate(Jwt token) {
    Person person = synchroniser.write(token.getClaims(), token.getIssuedAt());
    RequestOrigin.person(person.userId());
    String key = person.userId() + ' ' + token.getIssuedAt();
    if (!loggedTokens.contains(key)) {
      log.record(
          Access.by(Teams.person(person.userId(), engine.getIdentityService()), What.SIGN_IN)
              .detail("token"));
      loggedTokens.add(key);
    }
    return new TokenAuthentication(person.userId(), token);
  }

  /** A person with a valid bearer token. */
  public static final class TokenAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final String userId;
    private final transient Jwt token;

    TokenAuthentication(String userId, Jwt token) {
      super(List.of());
      this.userId = userId;
      this.token = token;
      setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
      return token;
    }

    @Override
    public Object getPrincipal() {
      return userId;
    }
  }
}
