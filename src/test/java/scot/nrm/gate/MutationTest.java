package scot.nrm.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;
import scot.nrm.gate.Mutants.Kind;
import scot.nrm.gate.Mutants.Mutant;
import scot.nrm.gate.Mutants.Stake;
import scot.nrm.journeys.RevisedFiles;

/**
 * Careless changes are detected before they are deployed: by the check that a revision gets, by a
 * mark in the comparison that its approver reads, or by a warning that needs a reason. {@code
 * verify} makes one of every second operator; {@code -Dnrm.every.mutant=true} makes more than 300,
 * and with {@code -Dmutants.renew=true} the table in {@code docs/policy/check-a-revision.md} as
 * well.
 */
class MutationTest {

  private static final boolean EVERY = Boolean.getBoolean("nrm.every.mutant");
  private static final boolean RENEW = Boolean.getBoolean("mutants.renew");
  private static final int EACH = Integer.getInteger("nrm.mutants.each", 6);
  private static final int SEED = 17;

  private static final Path PAGE = Path.of("docs/policy/check-a-revision.md");
  private static final Pattern TABLE =
      Pattern.compile("(?s)(<!-- mutants -->\n).*?(<!-- end of mutants -->)");

  /** Two correct revisions: one of diagrams, one of a table. */
  private static final List<String> REVISIONS =
      List.of("review-before-decision", "lawful-to-home-office");

  private enum Named {
    REFUSED,
    MARKED,
    EQUIVALENT,
    UNSEEN
  }

  private record Result(Mutant mutant, Named named) {}

  private static final List<Result> RESULTS = new ArrayList<>();
  private static final Map<Kind, Set<String>> OPERATORS = new EnumMap<>(Kind.class);
  private static Map<String, String> equivalent;

  @BeforeAll
  static void mutate() throws IOException {
    equivalent =
        new Yaml()
            .load(
                Files.readString(
                    Path.of("src/test/resources/scot/nrm/gate/equivalent-mutants.yaml")));
    ShippedSet shipped = new ShippedSet();
    of(shipped, file -> true, EVERY ? EACH : 1);
    if (EVERY) {
      for (String revision : REVISIONS) {
        Map<String, byte[]> files = RevisedFiles.all().get(revision);
        ShippedSet revised = new ShippedSet();
        files.forEach(
            (file, content) ->
                revised.with(
                    file.substring(file.indexOf('/') + 1),
                    new String(content, StandardCharsets.UTF_8)));
        of(revised, files::containsKey, 2);
      }
    }
  }

  /** Some of each operator, always the same. */
  private static void of(ShippedSet set, Predicate<String> files, int each) {
    Map<String, List<Mutant>> byOperator = new TreeMap<>();
    List<Mutant> all = Mutants.of(set.all(), files);
    for (Mutant mutant : all) {
      OPERATORS.computeIfAbsent(mutant.kind(), any -> new TreeSet<>()).add(mutant.operator());
      byOperator
          .computeIfAbsent(mutant.kind() + mutant.operator(), any -> new ArrayList<>())
          .add(mutant);
    }
    if (!EVERY) { // every second operator
      List<String> operators = List.copyOf(byOperator.keySet());
      operators.stream()
          .filter(operator -> operators.indexOf(operator) % 2 == 1)
          .forEach(byOperator::remove);
    }
    Set<String> already = Set.copyOf(set.problems(Map.of())); // what a revision of history forgot
    byOperator
        .values()
        .forEach(
            mutants -> {
              Collections.shuffle(mutants, new Random(SEED));
              mutants.stream()
                  .limit(each)
                  .map(mutant -> new Result(mutant, named(set, mutant, already)))
                  .forEach(RESULTS::add);
            });
    for (Stake stake : Stake.values()) { // what the sample may lack
      if (where(result -> result.mutant().stakes().contains(stake)).isEmpty()) {
        all.stream()
            .filter(mutant -> mutant.stakes().contains(stake))
            .findFirst()
            .map(mutant -> new Result(mutant, named(set, mutant, already)))
            .ifPresent(RESULTS::add);
      }
    }
  }

  private static Named named(ShippedSet set, Mutant mutant, Set<String> already) {
    byte[] changed = mutant.change().apply(set.all().get(mutant.file()));
    boolean isData = mutant.file().startsWith("config/"); // read at the start, by its own reader
    if (!isData && !already.containsAll(set.problems(Map.of(mutant.file(), changed)))) {
      return Named.REFUSED;
    }
    if (set.isMarked(mutant.file(), changed)
        || !isData && !set.warnings(Map.of(mutant.file(), changed)).isEmpty()) {
      return Named.MARKED;
    }
    return equivalent.containsKey(mutant.id()) ? Named.EQUIVALENT : Named.UNSEEN;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void atLeast95PercentOfEachKindAreDetected(Kind kind) {
    List<Result> made = where(result -> result.mutant().kind() == kind);

    assertThat(made).isNotEmpty();
    assertThat(unseen(made)).hasSizeLessThanOrEqualTo(made.size() / 20);
  }

  @ParameterizedTest
  @EnumSource(Stake.class)
  void everyMutantThatWouldHarmAChildIsDetected(Stake stake) {
    List<Result> made = where(result -> result.mutant().stakes().contains(stake));

    assertThat(made).isNotEmpty();
    assertThat(unseen(made)).isEmpty();
  }

  private static List<Result> where(Predicate<Result> which) {
    return RESULTS.stream().filter(which).toList();
  }

  private static List<String> unseen(List<Result> results) {
    return results.stream()
        .filter(result -> result.named() == Named.UNSEEN)
        .map(result -> result.mutant().id())
        .toList();
  }

  @Test
  void theFiguresArePublished() throws IOException {
    String page = Files.readString(PAGE);
    if (EVERY && RENEW) {
      assertThat(RESULTS).hasSizeGreaterThan(300);
      page =
          TABLE.matcher(page).replaceAll("$1" + Matcher.quoteReplacement(figures() + "\n") + "$2");
      Files.writeString(PAGE, page);
    }
    String published = page;

    OPERATORS.forEach(
        (kind, operators) ->
            assertThat(published)
                .contains("| %s | %s |".formatted(kind.title, String.join("; ", operators))));
  }

  private static String figures() {
    StringBuilder table =
        new StringBuilder(
            """
            | what is changed | how | mutants | refused by the check | marked for the approver, or warned of | the same to everyone | unseen |
            |---|---|---:|---:|---:|---:|---:|
            """);
    OPERATORS.forEach(
        (kind, operators) ->
            table.append(
                row(
                    kind.title,
                    String.join("; ", operators),
                    where(result -> result.mutant().kind() == kind))));
    for (Stake stake : Stake.values()) {
      table.append(
          row(
              "*of these: %s*".formatted(stake.title),
              "",
              where(result -> result.mutant().stakes().contains(stake))));
    }
    return table.append(row("**all**", "", RESULTS)).toString().strip();
  }

  private static String row(String title, String how, List<Result> results) {
    Map<Named, Long> counts =
        results.stream().collect(Collectors.groupingBy(Result::named, Collectors.counting()));
    return String.format(
        Locale.UK,
        "| %s | %s | %d | %d | %d | %d | %d |%n",
        title,
        how,
        results.size(),
        counts.getOrDefault(Named.REFUSED, 0L),
        counts.getOrDefault(Named.MARKED, 0L),
        counts.getOrDefault(Named.EQUIVALENT, 0L),
        counts.getOrDefault(Named.UNSEEN, 0L));
  }
}
