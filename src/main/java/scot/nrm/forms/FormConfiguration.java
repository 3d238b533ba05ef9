package scot.nrm.forms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MutablePropertySources;
import scot.nrm.access.Councils;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.SetData;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.forms.check.OptionLists.Option;

/** Shared options and labels for the check and the texts of forms. */
@Configuration
class FormConfiguration {

  /** The councils are also tenants, so their names are in a separate file. */
  private static final String COUNCILS = "councils";

  /** The lists of options in {@code config/lists}. */
  @ConfigurationProperties("nrm")
  public static final class Lists extends SetData<Map<String, List<Option>>> {

    public Lists(@DefaultValue Map<String, List<Option>> lists) {
      super(Map.copyOf(lists));
      lists.forEach(
          (name, options) ->
              requireDistinct(
                  options.stream().map(Option::value),
                  "The list "
                      + name
                      + " of config/lists has two rows with the value %s. Remove one, or correct its value."));
    }

    /** The lists in those files of a set that can be read. */
    static Map<String, List<Option>> of(Map<DataFile, byte[]> files) {
      MutablePropertySources settings = new MutablePropertySources();
      files.forEach((file, content) -> file.read(content).forEach(settings::addLast));
      return new Binder(ConfigurationPropertySources.from(settings))
          .bindOrCreate("nrm", Lists.class)
          .get();
    }
  }

  /**
   * From {@code config/lists}, {@code config/councils.yaml} and {@code config/authorities.yaml}.
   */
  @Bean
  OptionLists optionLists(
      Lists configured, Councils councils, Authorities authorities, CaseClock clock) {
    return new OptionLists(configured, new CurrentNames(authorities, clock))
        .with(
            () ->
                Map.of(
                    COUNCILS,
                    councils.councils().stream()
                        .map(council -> new Option(council.id(), council.name()))
                        .toList()));
  }

  private record CurrentNames(Authorities authorities, CaseClock clock)
      implements OptionLists.Names {

    @Override
    public String fill(String text) {
      return authorities.fill(text, clock.today());
    }

    @Override
    public Optional<String> problem(String text) {
      return authorities.nameProblem(text);
    }

    @Override
    public Object version() {
      return List.of(authorities.namesSince(clock.today()), SetData.version());
    }
  }

  @Bean
  FormLabels formLabels(DeployedForms forms) {
    return new FormLabels(forms::newestFields, forms::newestHeadings, forms::newestOptions);
  }
}
