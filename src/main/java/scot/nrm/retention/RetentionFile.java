package scot.nrm.retention;

import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import scot.nrm.engine.StoredCode;
import scot.nrm.register.CaseOutcome;
import scot.nrm.retention.RetentionRules.Rule;
import scot.nrm.startup.CheckedFirst;
import scot.nrm.startup.CheckedSettings;

/**
 * Reads {@code config/retention.yaml} and checks all of it, because a mistyped rule would erase
 * children's files too early or never.
 */
@Configuration(proxyBeanMethods = false)
public class RetentionFile {

  static final String FILE = "config/retention.yaml";

  private static final Set<String> KINDS =
      Set.of(RetentionRules.REFERRAL, RetentionRules.CONCERN, RetentionRules.IN_ERROR);
  private static final Set<String> OUTCOMES = Set.copyOf(StoredCode.ids(CaseOutcome.class));
  private static final Set<String> STARTS = Set.of(RetentionRules.LATER, RetentionRules.CASE_END);

  /**
   * The shortest time: a case may be reopened, or a mistake noticed, within some weeks of its end.
   */
  private static final int MIN_DAYS = 30;

  private static final int DAYS_PER_MONTH = 30;
  private static final String KEYS =
      "access-log, after-hold, and for each of the rules its id, name, kinds, outcomes, youngest, oldest, keep and from";

  @CheckedFirst
  @Bean
  RetentionRules retentionRules(ConfigurableEnvironment environment) {
    RetentionRules read =
        CheckedSettings.read(environment, "nrm.retention", RetentionRules.class, FILE, KEYS);
    CheckedSettings.refuse(FILE, problems(read));
    return read;
  }

  private static List<String> problems(RetentionRules read) {
    List<String> problems = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    checkPeriod("The time for the access log", read.accessLog(), problems);
    checkPeriod("The time after a legal hold", read.afterHold(), problems);
    for (Rule rule : read.rules()) {
      if (!rule.id().matches("[a-z]+(-[a-z]+)*") || rule.id().length() > 64) {
        problems.add(
            "The id of a rule must be lower-case words with hyphens, such as not-referred.");
      } else if (!ids.add(rule.id())) {
        problems.add("The rule " + rule.id() + " is listed twice.");
      }
      if (rule.name().isBlank()) {
        problems.add("The rule " + rule.id() + " must have a name.");
      }
      checkPeriod("The time of the rule " + rule.id(), rule.keep(), problems);
      checkKnown("kind", rule, rule.kinds(), KINDS, problems);
      checkKnown("outcome", rule, rule.outcomes(), OUTCOMES, problems);
      checkKnown("start", rule, List.of(rule.from()), STARTS, problems);
      if (rule.youngest() != null && rule.oldest() != null && rule.youngest() > rule.oldest()) {
        problems.add("In the rule " + rule.id() + ", youngest is more than oldest.");
      }
    }
    if (read.rules().isEmpty() || !read.rules().get(read.rules().size() - 1).matchesAll()) {
      problems.add(
          "The last rule must match every case: without kinds, outcomes, youngest and oldest.");
    }
    return problems;
  }

  private static void checkPeriod(String what, Period period, List<String> problems) {
    if (period == null
        || period.toTotalMonths() * DAYS_PER_MONTH + period.getDays() < MIN_DAYS
        || period.getDays() < 0
        || period.toTotalMonths() < 0) {
      problems.add(what + " must be at least " + MIN_DAYS + " days, such as 25y, 18m or 90d.");
    }
  }

  private static void checkKnown(
      String what, Rule rule, List<String> values, Set<String> known, List<String> problems) {
    values.stream()
        .filter(value -> !known.contains(value))
        .forEach(
            value ->
                problems.add(
                    "The rule %s has the %s %s. Allowed: %s."
                        .formatted(
                            rule.id(),
                            what,
                            value,
                            String.join(", ", known.stream().sorted().toList()))));
  }
}
