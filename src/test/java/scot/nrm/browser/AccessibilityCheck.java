package scot.nrm.browser;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRuleOptions;
import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.time.Duration;
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
 * which few people use, the findings count that axe-core calls serious or critical. axe-core adds
 * styles that the content security policy blocks, so check for blocked content first.
 */
public final class AccessibilityCheck {

  private static final Pattern OF_CAMUNDA =
      Pattern.compile("/camunda/app/(cockpit|admin|welcome)/(?!.*#/nrm/)");

  private static final Set<String> SERIOUS = Set.of("serious", "critical");
  private static final Duration TO_SETTLE = Duration.ofSeconds(5);

  private AccessibilityCheck() {}

  /** Fails with one line for each faulty element: the rule, the element, and how to fix it. */
  public static void hasNoSeriousFinding(Page page) {
    hasNoSeriousFinding(page, () -> violationsOn(page));
  }

  /** Checks one part of a page, where the rest is Camunda's own, such as a diagram. */
  static void hasNoSeriousFindingIn(Page page, String part) {
    hasNoSeriousFinding(page, () -> violationsOn(page).include(part));
  }

  /** Reports violations only, because the list of passed rules is long and nobody reads it. */
  private static AxeBuilder violationsOn(Page page) {
    AxeRunOptions findings = new AxeRunOptions();
    findings.setResultTypes(List.of("violations"));
    AxeRuleOptions targets = new AxeRuleOptions();
    targets.setEnabled(!isOfCamunda(page));
    findings.setRules(Map.of("target-size", targets));
    return new AxeBuilder(page).options(findings);
  }

  /**
   * Camunda labels some elements a moment after it draws them, so the check waits until the page
   * has settled.
   */
  private static void hasNoSeriousFinding(Page page, Supplier<AxeBuilder> check) {
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
