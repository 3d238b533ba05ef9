package scot.nrm.forms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.access.Councils;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.DataOfSet;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.forms.check.OptionLists.Option;

/** Shared options and labels for the check and the texts of forms. */
@Configuration
class FormConfiguration {

  /** The councils are also tenants, so their names are in a separate file. */
  private static final String COUNCILS = "councils";

  @ConfigurationProperties("nrm")
  public record Lists(@DefaultValue Map<String, List<Option>> lists) {}

  /**
   * From {@code config/lists}, {@code config/councils.yaml} and {@code config/authorities.yaml}.
   */
  @Bean
  OptionLists optionLists(
      Lists configured, Councils councils, Authorities authorities, CaseClock clock) {
    Map<String, List<Option>> lists = new HashMap<>(configured.lists());
    lists.put(
        COUNCILS,
        councils.councils().stream()
            .map(council -> new Option(council.id(), council.name()))
            .toList());
    return new OptionLists(lists, new NamesOfToday(authorities, clock));
  }

  private record NamesOfToday(Authorities authorities, CaseClock clock)
      implements OptionLists.Names {

    @Override
    public String fill(String text) {
      return authorities.fill(text, clock.today());
    }

    @Override
    public Optional<String> unknown(String text) {
      return authorities.unknownName(text);
    }

    @Override
    public Object version() {
      return List.of(authorities.namesSince(clock.today()), DataOfSet.version());
    }
  }

  @Bean
  FormLabels formLabels(DeployedForms forms) {
    return new FormLabels(forms::newestFields, forms::newestHeadings);
  }
}
