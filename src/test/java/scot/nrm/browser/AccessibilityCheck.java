package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks a page with axe-core: the rules of WCAG 2.2 that a program can check, and axe-core's own
 * good practice. It checks everything on the page and leaves out no element.
 *
 * <p>On pages of Tasklist and on ours every finding counts, and targets must have the size of WCAG
 * 2.2, which axe-core checks only when asked. On Camunda's own pages of Cockpit, Admin and Welcome,
 * which few people use, the findings count that axe-core calls serious or critical. For sound and
 * films axe-core would load all styles once more, which the content security policy blocks; a page
 * has neither.
 */
public final class AccessibilityCheck {

  private static final Pattern OF_CAMUNDA =
      Pattern.compile("/camunda/app/(cockpit|admin|welcome)/(?!.*#/nrm/)");

  /**
   * One line for each faulty element: the rule, the element, and how to fix it. The results of what
   * is well would be long, and nobody reads them.
   */
  private static final String FINDINGS =
      """
      async ([context, options, serious]) => {
        const { violations } = await axe.run(context ?? document, { ...options, resultTypes: ['violations'] });
        return violations.filter(({ impact }) => !serious || ['serious', 'critical'].includes(impact))
          .flatMap(({ id, impact, help, nodes }) => nodes.map(({ html, failureSummary }) =>
            `${id} (${impact}): ${help}\n    ${html}\n    ${failureSummary.replace(/\\s+/g, ' ')}`));
      }\
      """;

  private static final String AXE = script();
  private static final Duration TO_SETTLE = Duration.ofSeconds(20);

  private AccessibilityCheck() {}

  private static String script() {
    try (InputStream in = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails with one line for each faulty element: the rule, the element, and how to fix it. */
  public static void hasNoSeriousFinding(Page page) {
    hasNoSeriousFindingIn(page, null);
  }

  /** Checks one part of a page, where the rest is Camunda's own, such as a diagram. */
  static void hasNoSeriousFindingIn(Page page, String part) {
    hasNoFinding(page, part, Map.of("rules", rules(page, true)));
  }

  /**
   * Checks a page that repeats the same few styles a thousand times. The contrast of a text and the
   * size of a target depend on the style and take most of a check's time, so they are measured in
   * these elements only; {@code -Pfull} measures them everywhere.
   */
  static void hasNoSeriousFinding(Page page, String styles) {
    if (Boolean.getBoolean("nrm.every.variant")) {
      hasNoSeriousFinding(page);
      return;
    }
    hasNoFinding(page, null, Map.of("rules", rules(page, false)));
    hasNoFinding(page, styles, Map.of("runOnly", List.of("color-contrast", "target-size")));
  }

  private static Map<String, ?> rules(Page page, boolean styles) {
    return Map.of(
        "color-contrast", Map.of("enabled", styles),
        "target-size", Map.of("enabled", styles && !isOfCamunda(page)),
        "no-autoplay-audio", Map.of("enabled", false));
  }

  /**
   * Camunda labels some elements a moment after it draws them, so the check waits until the page
   * has settled. A page keeps axe-core for its next check.
   */
  @SuppressWarnings("unchecked")
  private static void hasNoFinding(Page page, String part, Map<String, ?> options) {
    assertThat(page.locator("audio, video")).hasCount(0);
    if (!(boolean) page.evaluate("() => 'axe' in window")) {
      page.evaluate(AXE);
    }
    long settled = System.nanoTime() + TO_SETTLE.toNanos();
    List<String> wrong;
    do {
      wrong =
          (List<String>) page.evaluate(FINDINGS, Arrays.asList(part, options, isOfCamunda(page)));
    } while (!wrong.isEmpty() && System.nanoTime() < settled);

    assertThat(wrong).as("accessibility violations at %s", page.url()).isEmpty();
  }

  private static boolean isOfCamunda(Page page) {
    return OF_CAMUNDA.matcher(page.url()).find();
  }
}
