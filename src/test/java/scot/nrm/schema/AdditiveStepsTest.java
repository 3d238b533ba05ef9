package scot.nrm.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A step of the schema that calls itself additive runs beside an older program, which knows nothing
 * of it. So it may add tables, sequences and indexes that refuse nothing and hold nothing, and
 * columns that may be empty, though not to tables in the chain of changes, of which the older
 * program would take their values for a change past it.
 */
@Tag("quick")
class AdditiveStepsTest {

  private static final Pattern ADDS =
      Pattern.compile(
          "create (sequence|index) .*|create table (?!.* references ).*|alter table (?!case_|register_|letter |earlier_name |act_id_)\\w+ add column \\w+ (?!.*not null)[^,]*");

  @Test
  void additiveStepsOnlyAdd() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/db"))) {
      for (Path step : files.filter(file -> file.toString().contains("__additive_")).toList()) {
        assertThat(otherStatements(Files.readString(step))).as(step.toString()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table later",
        "create table latest (id integer references later)",
        "create unique index later_idx on notice (later)",
        "alter table notice add column later varchar(20) not null",
        "alter table notice add constraint later_fk foreign key (later) references later",
        "alter table letter add column later varchar(20)",
        "update notice set later = 'x'",
      })
  void otherStatementsAreDetected(String statement) {
    assertThat(otherStatements("create table later (id integer);\n" + statement + ";"))
        .containsExactly(statement);
  }

  @Test
  void addingStatementsAreAllowed() {
    assertThat(
            otherStatements(
                """
                -- For the next version.
                create table later (
                  id integer not null);
                create index later_idx on later (id);
                alter table notice add column later varchar(20);
                """))
        .isEmpty();
  }

  private static List<String> otherStatements(String script) {
    return Arrays.stream(
            script
                .replaceAll("--[^\\n]*", "")
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT)
                .split(";"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty() && !ADDS.matcher(statement).matches())
        .toList();
  }
}
