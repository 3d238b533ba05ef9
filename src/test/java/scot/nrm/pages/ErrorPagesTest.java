package scot.nrm.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.util.HtmlUtils;
import scot.nrm.engine.authorities.KnownAuthorities;

class ErrorPagesTest {

  /** Below it, a revision is tried out. */
  private static final String ROOT = "/try";

  private final MockMvc errors =
      MockMvcBuilders.standaloneSetup(
              new ErrorPages(
                  new SignedInPages(
                      null,
                      new Templates(Path.of("config", "letters"), KnownAuthorities.OF_THE_FILE),
                      new StaticListableBeanFactory().getBeanProvider(PageWatch.class),
                      ROOT)))
          .addPlaceholderValue("server.error.path", "/error")
          .build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | You are not signed in | Sign in and try again.",
        "403 | Page not found | It may not exist, or you may not have access to it.",
        "404 | Page not found | It may not exist, or you may not have access to it.",
        "405 | This can't be done here | This address accepts other requests only.",
        "413 | This is too large | Send something smaller.",
        "422 | This request can't be carried out | Check it and try again.",
        "500 | Something went wrong | Try again.",
        "503 | This can't be done at the moment | Nothing you entered was saved. Try again in a minute.",
      })
  void anErrorIsAPageForBrowsersAndASentenceForPrograms(int code, String title, String advice)
      throws Exception {
    String escaped = HtmlUtils.htmlEscape(title);
    errors
        .perform(
            get("/error")
                .requestAttr(RequestDispatcher.ERROR_STATUS_CODE, code)
                .accept(MediaType.TEXT_HTML))
        .andExpect(status().is(code))
        .andExpect(content().contentTypeCompatibleWith(MediaType.TEXT_HTML))
        .andExpect(content().string(containsString("<html lang=\"en-GB\">")))
        .andExpect(content().string(containsString("<title>" + escaped + "</title>")))
        .andExpect(content().string(containsString("<h1>" + escaped + "</h1>")))
        .andExpect(content().string(containsString(advice)))
        .andExpect(content().string(containsString("href=\"" + ROOT + "/nrm/\"")));
    errors
        .perform(get("/error").requestAttr(RequestDispatcher.ERROR_STATUS_CODE, code))
        .andExpect(status().is(code))
        .andExpect(content().contentTypeCompatibleWith(MediaType.TEXT_PLAIN))
        // Tasklist shows it, such as after the end of a session.
        .andExpect(content().string(startsWith(title + ". " + advice)));
  }

  @Test
  void noPageLinksPastTheContextPath() throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("src", "main", "resources", "pages"))) {
      assertThat(pages)
          .isNotEmpty()
          .allSatisfy(
              page ->
                  assertThat(Files.readString(page))
                      .doesNotContain("href=\"/", "action=\"/", "src=\"/"));
    }
  }

  @Test
  void withoutADatabaseTheBrowserLearnsWhenToTryAgain() throws Exception {
    errors
        .perform(
            get("/error")
                .requestAttr(RequestDispatcher.ERROR_STATUS_CODE, 500)
                .requestAttr(
                    RequestDispatcher.ERROR_EXCEPTION,
                    new IllegalStateException(new SQLTransientConnectionException("after 4 s")))
                .accept(MediaType.TEXT_HTML))
        .andExpect(status().isServiceUnavailable())
        .andExpect(header().string("Retry-After", "60"));
  }

  @Test
  void theErrorAddressItselfIsNotFound() throws Exception {
    errors.perform(get("/error")).andExpect(status().isNotFound());
  }
}
