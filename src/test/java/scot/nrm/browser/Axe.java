package scot.nrm.browser;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks at a page as axe-core does, by the rules of WCAG 2.2 that a program can check and by its own good practice. It
 * looks at everything that is shown at the moment, and leaves no rule and no element out. Its own styles are among what
 * the content security policy stops, so look at what that has stopped first.
 */
public final class Axe {

  private static final Set<String> SERIOUS = Set.of("serious", "critical");

  private Axe() {}

  /** Fails with one line for each element that is wrong: the rule, the element, and what to do. */
  public static void hasNoSeriousFinding(Page page) {
    hasNoSeriousFinding(page, new AxeBuilder(page));
  }

  /** As before, in one part of a page the rest of which is Camunda's own, such as around a diagram. */
  static void hasNoSeriousFindingIn(Page page, String part) {
    hasNoSeriousFinding(page, new AxeBuilder(page).include(part));
  }

  private static void hasNoSeriousFinding(Page page, AxeBuilder looked) {
    List<Rule> wrong = looked.analyze().getViolations();

    assertThat(wrong.stream().filter(rule -> SERIOUS.contains(rule.getImpact())).flatMap(Axe::lines).toList())
        .as("what axe-core finds at %s", page.url())
        .isEmpty();
  }

  private static Stream<String> lines(Rule rule) {
    return rule.getNodes().stream().map(node -> "%s (%s): %s%n    %s%n    %s".formatted(
        rule.getId(), rule.getImpact(), rule.getHelp(), node.getHtml(), why(node)));
  }

  private static String why(CheckedNode node) {
    return node.getFailureSummary().lines().map(String::strip).collect(joining(" "));
  }
}
