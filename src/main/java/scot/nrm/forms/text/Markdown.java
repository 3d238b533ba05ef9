package scot.nrm.forms.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.forms.check.FormField;

/** Writes Markdown in which people's input remains text: no links, no pictures, no HTML. */
public final class Markdown {

  /** What has a meaning in Markdown, or the placeholder of an organisation's name. */
  private static final Pattern MARKUP =
      Pattern.compile("\\{\\{authority\\.[a-z0-9.-]+}}|[!#$%&*+\\-./:<=>@\\[\\\\\\]^_`{|}~()]");

  private Markdown() {}

  /** A person's input, on one line. */
  public static String escape(String typed) {
    return escapeLine(typed.strip().replaceAll("\\s+", " "));
  }

  /** A person's input in an item of a list, with its line breaks and paragraphs. */
  static String lines(String typed) {
    String lines = typed.strip().lines().map(String::strip).collect(Collectors.joining("\n"));
    return Stream.of(lines.split("\n{2,}"))
        .map(
            paragraph ->
                paragraph.lines().map(Markdown::escape).collect(Collectors.joining("  \n  ")))
        .collect(Collectors.joining("\n\n  "));
  }

  /** A person's input, as a quotation with its line breaks. */
  public static String quote(String typed) {
    return typed
        .strip()
        .lines()
        .map(line -> "> " + escapeLine(line.strip()))
        .collect(Collectors.joining("  \n"));
  }

  /**
   * {@code - **Label:** value}, or {@code - **Question?** value}; empty if there is no value. The
   * value must be escaped.
   */
  public static String item(String label, String value) {
    return value.isEmpty()
        ? ""
        : "- **" + FormField.withColon(escape(label)) + "** " + value + "\n";
  }

  /** Items under a heading; empty if there are none. */
  static String section(String heading, List<String> items) {
    String body = String.join("", items);
    return body.isEmpty() ? "" : "**" + heading + "**\n\n" + body + "\n";
  }

  private static String escapeLine(String line) {
    return MARKUP
        .matcher(line)
        .replaceAll(
            match ->
                (match.group().length() > 1 ? "" : "\\\\")
                    + Matcher.quoteReplacement(match.group()));
  }
}
