package scot.nrm.pages;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page that asks why a person opens a case in which they have no task. Tests that are about
 * something else give a reason.
 *
 * @param action the address that the form is sent to
 * @param form the form, filled in
 */
public record ReasonAsked(String action, String form) {

  public static final String FORM = "application/x-www-form-urlencoded";

  private static final Pattern PAGE =
      Pattern.compile(
          "action=\"(/nrm/cases/[^\"]+/reason)\".*name=\"token\" value=\"([^\"]+)\"",
          Pattern.DOTALL);

  /** Whether this answer is the page. */
  public static Optional<ReasonAsked> in(int status, String body) {
    if (status != 403) {
      return Optional.empty();
    }
    Matcher page = PAGE.matcher(body);
    return page.find()
        ? Optional.of(
            new ReasonAsked(page.group(1), "reason=A+test+reads+this+case&token=" + page.group(2)))
        : Optional.empty();
  }
}
