package scot.nrm.processes;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.letters.Addressee;
import scot.nrm.processes.Table.Row;

/** Describes the decision tables in plain words, and checks that the page is up to date. */
@Tag("quick")
class TablesInWordsTest {

  private static final Path PAGE = Path.of("docs", "policy", "tables.md");
  private static final String RENEW = "./mvnw test -Dtest=TablesInWordsTest -Dtables.renew=true";

  private static final Pattern DATE = Pattern.compile("date\\((\\d{4}-\\d\\d-\\d\\d)\\)");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

  private static final Map<String, String> WORDS =
      Map.of("true", "yes", "false", "no", "uk", "UK", "eea", "EEA", "non-eea", "outside the EEA");

  /** Conditions of letters that say more than yes or no. */
  private static final Map<String, String> UNLESS =
      Map.of(
          "firstResponderIsLocalAuthority", "unless it is the local authority",
          "firstResponderIsThePoliceForce", "unless it is the first responder",
          "localAuthorityAnswered", "unless it has answered",
          "firstResponderAnswered", "unless it has answered",
          "policeAnswered", "unless they have answered",
          "authorityKnown", "once it is known");

  private static final Map<String, String> IF =
      Map.of(
          "firstResponderIsThePoliceForce", "if it is the first responder",
          "firstResponderAnswered", "has answered as such");

  @Test
  void thePageDescribesTheTables() throws IOException {
    String page = page();
    if (Boolean.getBoolean("tables.renew")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as("%s does not say what the tables do. Renew it: %s", PAGE, RENEW)
        .isEqualTo(page);
  }

  private static String page() {
    return String.join(
        "\n",
        "# The decision tables in words",
        "",
        "This page is made from the tables in `processes/`. Change the tables, not the page, and renew it:",
        "",
        "```",
        RENEW,
        "```",
        "",
        authority(),
        limits(),
        letters(),
        updates());
  }

  private static String authority() {
    Table table = Table.named("competent-authority");
    Stream<String> rows =
        table.rows().stream()
            .map(
                row ->
                    line(
                        conditions(table, row),
                        row.then().get("rgAuthority"),
                        row.then().get("cgAuthority"),
                        row.note()));
    return section(
        "Which authority decides",
        "The first matching row applies.",
        Stream.concat(
            Stream.of(line("when", "reasonable grounds", "conclusive grounds", "note"), rule(4)),
            rows));
  }

  private static String limits() {
    Stream<String> rows =
        Table.named("time-limits").rows().stream()
            .map(
                row ->
                    line(
                        plain(row.then().get("period")),
                        row.then().get("value").isEmpty()
                            ? "any number of " + row.then().get("unit")
                            : (row.then().get("value") + " " + row.then().get("unit"))
                                .replaceFirst("^(1 .*)s$", "$1"),
                        since(row),
                        row.note()));
    return section(
        "How long",
        "If several rows of a period apply to a case, the last of them is used.",
        Stream.concat(Stream.of(line("period", "length", "for", "note"), rule(4)), rows));
  }

  private static String since(Row row) {
    return row.when().entrySet().stream()
        .map(
            day ->
                (day.getKey().contains("receivedOn")
                        ? "cases whose form was received "
                        : "periods that start ")
                    + words(day.getValue()))
        .findFirst()
        .orElse("all");
  }

  private static String letters() {
    Map<String, Map<String, String>> sent = new LinkedHashMap<>();
    for (Row row : Table.named("letters").rows()) {
      for (String occasion : row.when().get("occasion").split(", ")) {
        String addressee = row.then().get("addressee");
        sent.computeIfAbsent(occasion, it -> new LinkedHashMap<>())
            .merge(column(addressee), letter(row), (one, other) -> one + "; " + other);
      }
    }
    List<String> columns =
        List.of("local authority", "first responder", "police", "person once adult", "others");
    Stream<String> rows =
        sent.entrySet().stream()
            .map(
                occasion ->
                    line(
                        plain(occasion.getKey()),
                        columns.stream()
                            .map(column -> occasion.getValue().getOrDefault(column, ""))
                            .toArray(String[]::new)));
    return section(
        "Who gets which letter",
        "An adult gets a letter instead of the local authority where both columns have one.",
        Stream.concat(
            Stream.of(line("occasion", columns.toArray(String[]::new)), rule(1 + columns.size())),
            rows));
  }

  private static String column(String addressee) {
    return switch (addressee) {
      case "person-or-representative" -> "person once adult";
      case "local-authority", "first-responder", "police" -> plain(addressee);
      default -> "others";
    };
  }

  private static String letter(Row row) {
    String code = row.then().get("code");
    String template = row.then().get("letter");
    String name =
        "[%s](../letters/%s.png)"
            .formatted(code.startsWith("NRM") ? code : plain(template), template);
    String addressee = row.then().get("addressee");
    String to =
        column(addressee).equals("others")
            ? KnownAuthorities.named(Addressee.of(addressee).words()) + ": "
            : "";
    String minute = row.then().get("minuteEnclosed").equals("true") ? ", with the minute" : "";
    String given =
        row.when().keySet().stream()
            .filter(condition -> isGiven(row, condition))
            .map(IF::get)
            .collect(joining(" and "));
    String unless =
        row.when().keySet().stream()
            .filter(condition -> UNLESS.containsKey(condition) && !isGiven(row, condition))
            .map(UNLESS::get)
            .collect(joining(" or "))
            .replace("or unless it", "or it")
            .replace("or unless they", "or they");
    return to
        + name
        + minute
        + (given.isEmpty() ? "" : ", " + given)
        + (unless.isEmpty() ? "" : ", " + unless);
  }

  private static boolean isGiven(Row row, String condition) {
    return IF.containsKey(condition) && row.when().get(condition).equals("true");
  }

  private static String updates() {
    Table table = Table.named("updates");
    Map<String, StringBuilder> byUpdate = new LinkedHashMap<>();
    for (Row row : table.rows()) {
      Map<String, String> state = new LinkedHashMap<>(row.when());
      String update = state.remove("update");
      String refusal = row.then().get("refusal");
      byUpdate
          .computeIfAbsent(
              update == null ? (state.isEmpty() ? "Anything else" : "Every update") : title(update),
              it -> new StringBuilder())
          .append(
              line(
                  conditions(table, new Row(state, row.then(), row.note())),
                  refusal.isEmpty() ? "recorded" : "refused: " + refusal,
                  row.note()))
          .append('\n');
    }
    return section(
        "Which update a case takes",
        "For each update, the first matching row applies.",
        byUpdate.entrySet().stream()
            .map(
                update ->
                    "**%s**\n\n%s\n%s\n%s"
                        .formatted(
                            update.getKey(),
                            line("when", "answer", "note"),
                            rule(3),
                            update.getValue())));
  }

  private static String title(String process) {
    return Diagram.all().stream()
        .filter(diagram -> diagram.name().equals(process))
        .map(diagram -> diagram.process().getName())
        .findFirst()
        .orElseThrow();
  }

  private static String conditions(Table table, Row row) {
    return row.when().isEmpty()
        ? "everything else"
        : row.when().entrySet().stream()
            .map(it -> table.asks().get(it.getKey()).replace("?", "") + ": " + words(it.getValue()))
            .collect(joining("; "));
  }

  private static String words(String value) {
    String dated = DATE.matcher(value).replaceAll(it -> LocalDate.parse(it.group(1)).format(DAY));
    return Arrays.stream(
            dated.replaceFirst("^< ", "before ").replaceFirst("^>= ", "from ").split(", "))
        .map(word -> WORDS.getOrDefault(word, plain(word)))
        .collect(joining(", "));
  }

  /** A code as people say it. */
  static String plain(String code) {
    return code.replaceFirst("^rg-", "reasonable grounds ")
        .replaceFirst("^cg-", "conclusive grounds ")
        .replaceAll("(?<=[a-zA-Z])-(?=[a-z])", " ")
        .replaceFirst("^nrm\\b", "NRM")
        .replaceFirst("\\bukhtc\\b", "UKHTC")
        .replaceFirst("\\bukba\\b", "UKBA");
  }

  private static String section(String heading, String how, Stream<String> lines) {
    return "## %s\n\n%s\n\n%s\n".formatted(heading, how, lines.collect(joining("\n")));
  }

  private static String line(String first, String... cells) {
    return Stream.concat(Stream.of(first), Arrays.stream(cells))
        .collect(joining(" | ", "| ", " |"));
  }

  private static String rule(int columns) {
    return "|" + "---|".repeat(columns);
  }
}
