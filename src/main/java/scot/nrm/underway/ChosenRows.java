package scot.nrm.underway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.engine.sets.CasesUnderWay.Row;
import scot.nrm.engine.sets.CasesUnderWay.Takes;
import scot.nrm.revision.RevisionRefused;

/**
 * The file of cases under way as text. The rows written by the page are in a part of their own,
 * before the others. All other rows and comments stay as they are.
 */
final class ChosenRows {

  static final String BEGIN = "# Chosen on the page \"Cases under way\", which writes these rows:";
  static final String END = "# End of what was chosen on the page.";

  private static final String UNKNOWN =
      "%s has a layout to which this page can't add rows. Write \"cases-under-way:\" in a line of its own, with each row in a line below it, and add the file again."
          .formatted(CasesUnderWay.FILE);

  private static final Pattern KEY =
      Pattern.compile("cases-under-way:[ \\t]*(?:\\[\\s*\\])?[ \\t]*(#.*)?");
  private static final Pattern ROW =
      Pattern.compile(
          "\\s*- \\{from: \\[(\\d{1,9})\\], stage: ([\\w.-]+), takes: (stay|new|move)\\}\\s*");
  private static final Pattern ITEM = Pattern.compile("([ \\t]*)- .*");

  private final List<String> head = new ArrayList<>();
  private final List<Row> chosen = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private final String lineBreak;
  private String comment = "";

  private ChosenRows(String text) {
    lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
    boolean inRows = false;
    boolean isChosen = false;
    for (String line : text.lines().toList()) {
      Matcher key = KEY.matcher(line);
      if (!inRows && key.matches()) {
        inRows = true;
        comment = key.group(1) == null ? "" : " " + key.group(1);
      } else if (!inRows) {
        head.add(line);
      } else if (line.strip().equals(BEGIN)) {
        isChosen = true;
      } else if (line.strip().equals(END)) {
        isChosen = false;
      } else {
        Matcher row = ROW.matcher(line);
        if (isChosen && row.matches()) {
          chosen.add(
              new Row(
                  List.of(Integer.valueOf(row.group(1))),
                  row.group(2),
                  Takes.valueOf(row.group(3).toUpperCase(Locale.ROOT))));
        } else {
          others.add(line);
        }
      }
    }
  }

  /**
   * @throws RevisionRefused if the file can't be read, or its layout is unknown
   */
  static ChosenRows of(byte[] file) {
    List<Row> all = read(file, CasesUnderWay.FILE + " can't be read. Correct it first.");
    ChosenRows rows = new ChosenRows(new String(file, StandardCharsets.UTF_8));
    if (all.size() != rows.chosen.size() + rows.others().size()) {
      throw new RevisionRefused(UNKNOWN);
    }
    return rows;
  }

  private static List<Row> read(byte[] file, String refusal) {
    try {
      return CasesUnderWay.read(file).rows();
    } catch (IllegalArgumentException e) {
      throw new RevisionRefused(refusal);
    }
  }

  /** The rows that the page wrote before. */
  List<Row> chosen() {
    return List.copyOf(chosen);
  }

  /** The rows that the page didn't write. */
  List<Row> others() {
    return read(text(List.of()), UNKNOWN);
  }

  /**
   * The file with these rows instead of those that the page wrote before.
   *
   * @throws RevisionRefused if its layout is unknown, so that nothing of the file is lost
   */
  byte[] withRows(List<Row> rows) {
    byte[] file = text(rows);
    if (!read(file, UNKNOWN).equals(Stream.concat(rows.stream(), others().stream()).toList())) {
      throw new RevisionRefused(UNKNOWN);
    }
    return file;
  }

  private byte[] text(List<Row> rows) {
    String indentation =
        others.stream()
            .map(ITEM::matcher)
            .filter(Matcher::matches)
            .map(item -> item.group(1))
            .findFirst()
            .orElse(null);
    List<String> lines = new ArrayList<>(head);
    lines.add("cases-under-way:" + (rows.isEmpty() && indentation == null ? " []" : "") + comment);
    if (!rows.isEmpty()) {
      String before = indentation == null ? "" : indentation;
      lines.add(before + BEGIN);
      rows.forEach(row -> lines.add(before + line(row)));
      lines.add(before + END);
    }
    lines.addAll(others);
    return (String.join(lineBreak, lines) + lineBreak).getBytes(StandardCharsets.UTF_8);
  }

  private static String line(Row row) {
    return "- {from: %s, stage: %s, takes: %s}"
        .formatted(row.from(), row.stage(), row.takes().name().toLowerCase(Locale.ROOT));
  }
}
