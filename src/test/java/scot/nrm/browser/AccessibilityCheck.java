package scot.nrm.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRuleOptions;
import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

  private static final Set<String> SERIOUS = Set.of("serious", "critical");
  private static final String CONTRAST = "color-contrast";
  private static final Duration TO_SETTLE = Duration.ofSeconds(20);

  private AccessibilityCheck() {}

  /** Fails with one line for each faulty element: the rule, the element, and how to fix it. */
  public static void hasNoSeriousFinding(Page page) {
    hasNoSeriousFinding(page, () -> violationsOn(page));
  }

  /** Checks one part of a page, where the rest is Camunda's own, such as a diagram. */
  static void hasNoSeriousFindingIn(Page page, String part) {
    hasNoSeriousFinding(page, () -> violationsOn(page).include(part));
  }

  /**
   * Checks a page that repeats the same few styles a thousand times. The contrast of a text depends
   * on its style and takes most of a check's time, so it is measured in these elements only; {@code
   * -Pfull} measures it everywhere.
   */
  static void hasNoSeriousFinding(Page page, String contrastIn) {
    if (Boolean.getBoolean("nrm.every.variant")) {
      hasNoSeriousFinding(page);
      return;
    }
    hasNoSeriousFinding(page, () -> violationsOn(page, Map.of(CONTRAST, rule(false))));
    hasNoSeriousFinding(
        page,
        () ->
            new AxeBuilder(page)
                .setLegacyMode(true)
                .withRules(List.of(CONTRAST))
                .include(contrastIn));
  }

  /**
   * Reports violations only, because the list of passed rules is long and nobody reads it. All in
   * the page itself, which axe-core calls its legacy mode: otherwise it carries every result of
   * every element to a second page, which takes half as long again and finds the same, since
   * nothing here is in a frame of another origin.
   */
  private static AxeBuilder violationsOn(Page page) {
    return violationsOn(page, Map.of());
  }

  private static AxeBuilder violationsOn(Page page, Map<String, AxeRuleOptions> more) {
    AxeRunOptions findings = new AxeRunOptions();
    findings.setResultTypes(List.of("violations"));
    Map<String, AxeRuleOptions> rules = new HashMap<>(more);
    rules.put("target-size", rule(!isOfCamunda(page)));
    rules.put("no-autoplay-audio", rule(false));
    findings.setRules(rules);
    return new AxeBuilder(page).setLegacyMode(true).options(findings);
  }

  private static AxeRuleOptions rule(boolean enabled) {
    AxeRuleOptions rule = new AxeRuleOptions();
    rule.setEnabled(enabled);
    return rule;
  }

  /**
   * Camunda labels some elements a moment after it draws them, so the check waits until the page
   * has settled.
   */
  private static void hasNoSeriousFinding(Page page, Supplier<AxeBuilder> check) {
    assertThat(page.locator("audio, video")).hasCount(0);
    long settled = System.nanoTime() + TO_SETTLE.toNanos();
    List<String> wrong;
    do {
      wrong =
          check.get().analyze().getViolations().stream()
              .filter(rule -> !isOfCamunda(page) || SERIOUS.contains(rule.getImpact()))
              .flatMap(AccessibilityCheck::lines)
              .toList();
    } while (!wrong.isEmpty() && System.nanoTime() < settled);

    assertThat(wrong).as("accessibility violations at %s", page.url()).isEmpty();
  }

  private static boolean isOfCamunda(Page page) {
    return OF_CAMUNDA.matcher(page.url()).find();
  }

  private static Stream<String> lines(Rule rule) {
    return rule.getNodes().stream()
        .map(
            node ->
                "%s (%s): %s%n    %s%n    %s"
                    .formatted(
                        rule.getId(), rule.getImpact(), rule.getHelp(), node.getHtml(), why(node)));
  }

  private static String why(CheckedNode node) {
    return node.getFailureSummary().lines().map(String::strip).collect(joining(" "));
  }
}
