package scot.nrm.forms.text;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.CaseOverview.Fact;
import scot.nrm.register.Register;

/** The deadlines of the case, and the dates of its events. */
@Component
public class DatesFormText implements FormText {

  private final Register register;
  private final CaseClock clock;

  DatesFormText(Register register, CaseClock clock) {
    this.register = register;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "showDates";
  }

  @Override
  public String text(ShownCase shown) {
    return register
        .find(shown.caseNumber())
        .map(known -> new CaseOverview(known, clock.today()))
        .map(
            overview ->
                section("Dates", overview.dates().stream())
                    + section(
                        "Deadlines",
                        overview.deadlines().stream()
                            .map(deadline -> new Fact(deadline.name(), deadline.sentence()))))
        .orElse("");
  }

  private static String section(String heading, Stream<Fact> facts) {
    return Markdown.section(
        heading,
        facts.map(fact -> Markdown.item(fact.label(), fact.value())).collect(Collectors.toList()));
  }
}
