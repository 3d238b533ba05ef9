package scot.nrm.decision.deadline;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.FormTexts;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/** The time limits that forms mention, by the case's date, or by today's if it has none. */
@Component
public class TimeLimitFormTexts implements FormTexts {

  private final TimeLimits limits;
  private final Register register;
  private final CaseClock clock;

  TimeLimitFormTexts(TimeLimits limits, Register register, CaseClock clock) {
    this.limits = limits;
    this.register = register;
    this.clock = clock;
  }

  @Override
  public Map<String, FormText> texts() {
    return Arrays.stream(TimeLimitText.values())
        .collect(
            Collectors.toMap(
                TimeLimitText::key, limit -> shown -> text(limit, shown.caseNumber())));
  }

  private String text(TimeLimitText limit, String caseNumber) {
    Optional<RegisterCase> known = Optional.ofNullable(caseNumber).flatMap(register::find);
    TimeLimit applies =
        limits.of(
            known.map(RegisterCase::referralReceivedOn).orElse(null),
            known.map(limit::day).orElseGet(clock::today));
    return known.map(one -> limit.words(applies, one)).orElseGet(() -> limit.words(applies));
  }
}
