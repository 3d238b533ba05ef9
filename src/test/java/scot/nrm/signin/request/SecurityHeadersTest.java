package scot.nrm.signin.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SecurityHeadersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/camunda/lib/deps.js | private, max-age=604800",
        "/camunda/app/tasklist/camunda-tasklist-bootstrap.css | private, max-age=604800",
        "/camunda/assets/IBMPlexSans-Bold.woff2 | private, max-age=604800",
        "/camunda/api/cockpit/plugin/cockpitPlugins/static/app/plugin.js | private, max-age=604800",
        "/camunda/lib/nrm/words.js | no-cache",
        "/camunda/app/tasklist/scripts/drafts.js | no-cache",
        "/camunda/api/tasklist/plugin/nrm-tasklist/static/app/plugin.js | no-cache",
        "/camunda/api/engine/engine/default/task | no-store",
        "/nrm/cases/NRM-2009-7Q4X-8KD9/record | no-store"
      })
  void onlyCamundasOwnFilesAreCachedWithoutRevalidation(String address, String answer) {
    MockHttpServletResponse response = new MockHttpServletResponse();

    new SecurityHeaders(true).writeHeaders(new MockHttpServletRequest("GET", address), response);

    assertThat(response.getHeader("Cache-Control")).isEqualTo(answer);
  }
}
