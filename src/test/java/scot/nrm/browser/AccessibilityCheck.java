package scot.nrm.browser;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks at a page as axe-core does, by the rules of WCAG 2.2 that a program can check and by its
 * own good practice. It looks at everything that is shown at the moment, and leaves no rule and no
 * element out. Its own styles are among what the content security policy stops, so look at what
 * that has stopped first.
 */
public final class AccessibilityCheck {

  private static final Set<String> SERIOUS = Set.of("serious", "critical");
  private static final Duration TO_SETTLE = Duration.ofSeconds(5);

  private AccessibilityCheck() {}

  /** Fails with one line for each element that is wrong: the rule, the element, and what to do. */
  public static void hasNoSeriousFinding(Page page) {
    hasNoSeriousFinding(page, () -> looking(page));
  }

  /**
   * As before, in one part of a page the rest of which is Camunda's own, such as around a diagram.
   */
  static void hasNoSeriousFindingIn(Page page, String part) {
    hasNoSeriousFinding(page, () -> looking(page).include(part));
  }

  /** Told of what is wrong only: what is right is a long list that nobody reads. */
  private static AxeBuilder looking(Page page) {
    AxeRunOptions findings = new AxeRunOptions();
    findings.setResultTypes(List.of("violations"));
    return new AxeBuilder(page).options(findings);
  }

  /**
   * What Camunda draws is given its names a moment later: what counts is how the page is once it
   * has settled.
   */
  private static void hasNoSeriousFinding(Page page, Supplier<AxeBuilder> looks) {
    long settled = System.nanoTime() + TO_SETTLE.toNanos();
    List<String> wrong;
    do {
      wrong =
          looks.get().analyze().getViolations().stream()
              .filter(rule -> SERIOUS.contains(rule.getImpact()))
              .flatMap(AccessibilityCheck::lines)
              .toList();
    } while (!wrong.isEmpty() && System.nanoTime() < settled);

    assertThat(wrong).as("what axe-core finds at %s", page.url()).isEmpty();
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
