package scot.nrm.forms.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scot.nrm.browser.Chromium;

/**
 * The form-js in Tasklist 7.24's own scripts, in Chromium, with Tasklist's styles and ours. It
 * needs no engine and no network. Scripts can use it as {@code FormJs}.
 */
public final class TasklistsFormJs implements AutoCloseable {

  private static final String WEBAPP = "/META-INF/resources/webjars/camunda/";

  /** The maximum space for a form in Tasklist on a screen of 1366 x 768 with all columns open. */
  private static final String BODY = "<body><div id='form' style='width: 640px'></div></body>";

  private static final String FIND_FORM_JS =
      """
      () => {
        webpackChunkcamunda_bpm_webapp.push([['test'], {}, require => {
          const [id] = Object.entries(require.m).find(([, module]) => /\\.createForm\\s*=/.test(module.toString()));
          window.FormJs = require(id);
        }]);
      }\
      """;

  /** Everything beyond ASCII is escaped, so that broken text is passed on unchanged. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Page page;
  private final List<String> scriptErrors = new ArrayList<>();

  private TasklistsFormJs(Page page) {
    this.page = page;
    page.onPageError(scriptErrors::add);
    page.setContent(BODY);
    for (String styles : List.of("camunda-tasklist-bootstrap.css", "styles/user-styles.css")) {
      page.addStyleTag(
          new Page.AddStyleTagOptions().setContent(resource(WEBAPP + "app/tasklist/" + styles)));
    }
    for (String script : List.of("runtime.js", "deps.js")) {
      page.addScriptTag(
          new Page.AddScriptTagOptions().setContent(resource(WEBAPP + "lib/" + script)));
    }
    exposeTo(page);
  }

  /** Lets scripts on a page of Tasklist use the page's own form-js as {@code FormJs}. */
  public static void exposeTo(Page tasklist) {
    tasklist.evaluate(FIND_FORM_JS);
  }

  /** Opens it, or skips the calling test (class) if there is no Chromium. */
  public static TasklistsFormJs open() {
    return new TasklistsFormJs(Chromium.running().page());
  }

  /**
   * Calls a JavaScript function with these arguments. Its result, or that of its promise, must be
   * JSON.
   */
  public JsonNode call(String function, Object... arguments) {
    try {
      List<String> json = new ArrayList<>();
      for (Object argument : arguments) {
        json.add(JSON.writeValueAsString(argument));
      }
      String answer =
          (String)
              page.evaluate(
                  "async json => JSON.stringify(await ("
                      + function
                      + ")(...json.map(text => JSON.parse(text)))) ?? 'null'",
                  json);
      return JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Called with " + Arrays.toString(arguments), e);
    }
  }

  /** Uncaught errors of scripts. */
  public List<String> scriptErrors() {
    return List.copyOf(scriptErrors);
  }

  @Override
  public void close() {
    page.context().close();
  }

  private static String resource(String name) {
    try (var stream = TasklistsFormJs.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
