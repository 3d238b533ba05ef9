package scot.nrm.pages;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;

import java.util.Arrays;
import java.util.Set;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class HomeRedirectTest {

  private final MockMvc application = MockMvcBuilders.standaloneSetup(new HomeRedirect()).build();

  @Test
  void aVisitorIsSentToTasklist() throws Exception {
    application.perform(get("/")).andExpect(redirectedUrl("/camunda/app/tasklist/default/"));
  }

  @ParameterizedTest
  @CsvSource({
    "welcome tasklist, tasklist",
    "cockpit tasklist, tasklist",
    "cockpit, cockpit",
    "admin cockpit, cockpit",
    "admin, admin",
    "welcome, tasklist"
  })
  void aPersonIsSentToTheApplicationTheyWorkIn(String mayOpen, String first) throws Exception {
    UserAuthentication person = new UserAuthentication("policy.staff", "default");
    person.setAuthorizedApps(Set.copyOf(Arrays.asList(mayOpen.split(" "))));
    Authentications signedIn = new Authentications();
    signedIn.addOrReplace(person);
    MockHttpSession session = new MockHttpSession();
    AuthenticationUtil.updateSession(session, signedIn);

    application
        .perform(get("/").session(session))
        .andExpect(redirectedUrl("/camunda/app/" + first + "/default/"));
  }
}
