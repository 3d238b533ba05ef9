package scot.nrm.signin.password;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import scot.nrm.signin.oidc.OidcConfigured;

/**
 * People are users of the engine, with a password: Camunda's applications ask for it themselves,
 * and the REST API does too. Spring Security only rejects malformed requests.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OidcConfigured.Not.class)
public class EmbeddedSignIn {

  @Bean
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
}
