package scot.nrm.statistics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import scot.nrm.startup.CheckedFirst;
import scot.nrm.startup.CheckedSettings;
import scot.nrm.statistics.PublishedFigures.Series;
import scot.nrm.statistics.PublishedFigures.Value;

/** Reads and checks {@code config/published-figures.yaml}: a misplaced figure would mislead. */
@Configuration(proxyBeanMethods = false)
class PublishedFiguresFile {

  static final String FILE = "config/published-figures.yaml";

  private static final Set<String> UNITS = Set.of("children", "percent");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal MAX_COUNT = BigDecimal.valueOf(1_000_000);
  private static final String KEYS =
      "for each of the series its id, table, label, unit, covers, source, note and values with code and number";

  @CheckedFirst
  @Bean
  PublishedFigures publishedFigures(ConfigurableEnvironment environment) {
    PublishedFigures read =
        CheckedSettings.read(
            environment, "nrm.published-figures", PublishedFigures.class, FILE, KEYS);
    CheckedSettings.refuse(FILE, problems(read));
    return read;
  }

  private static List<String> problems(PublishedFigures read) {
    List<String> problems = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Series series : read.series()) {
      if (!series.id().matches("published-[a-z0-9]+(-[a-z0-9]+)*")) {
        problems.add(
            "The id of a series must begin with published- and be words in small letters with hyphens, such as published-uk. "
                + series.id()
                + " is not.");
      } else if (!ids.add(series.table() + " " + series.id())) {
        problems.add(
            "The series " + series.id() + " is there twice for the table " + series.table() + ".");
      }
      if (!PeriodStatistics.TABLES.contains(series.table())) {
        problems.add(
            "There is no table "
                + series.table()
                + " for the series "
                + series.id()
                + ". There is: "
                + String.join(", ", PeriodStatistics.TABLES)
                + ".");
      }
      if (!UNITS.contains(series.unit())) {
        problems.add("The unit of " + series.id() + " must be children or percent.");
      }
      if (series.label().isBlank() || series.covers().isBlank() || series.source().isBlank()) {
        problems.add(
            "The series " + series.id() + " must say by label, covers and source what it is.");
      }
      series.values().forEach(value -> value(series, value, problems));
    }
    return problems;
  }

  private static void value(Series series, Value value, List<String> problems) {
    if (value.code().isBlank() || value.number() == null) {
      problems.add("Each value of " + series.id() + " must have a code and a number.");
      return;
    }
    boolean valid =
        value.number().signum() >= 0
            && (series.isShare()
                ? value.number().compareTo(HUNDRED) <= 0
                : value.number().compareTo(MAX_COUNT) <= 0
                    && value.number().stripTrailingZeros().scale() <= 0);
    if (!valid) {
      problems.add(
          "The number of "
              + value.code()
              + " in "
              + series.id()
              + " must be "
              + (series.isShare() ? "a share from 0 to 100." : "a whole number."));
    }
  }
}
