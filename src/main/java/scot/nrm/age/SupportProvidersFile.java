package scot.nrm.age;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import scot.nrm.access.Councils;
import scot.nrm.age.SupportProviders.SupportProvider;
import scot.nrm.startup.CheckedFirst;
import scot.nrm.startup.CheckedSettings;

/**
 * Reads {@code config/support-providers.yaml} and checks all of it: a mistyped value would be
 * noticed only when a person comes of age and has no provider.
 */
@Configuration(proxyBeanMethods = false)
class SupportProvidersFile {

  static final String FILE = "config/support-providers.yaml";
  static final int MAX_LINE_LENGTH = 100;
  static final int MAX_LINES = 6;

  private static final Set<String> SEXES = Set.of("female", "male", "unknown");
  private static final Set<String> EXPLOITATION =
      Set.of(
          "sexual",
          "domestic-servitude",
          "labour",
          "criminal",
          "benefit-fraud",
          "forced-marriage",
          "illegal-adoption",
          "organ-removal",
          "other");
  private static final String KEYS =
      "for each provider its id, name, contact, sex, exploitation and councils";

  @CheckedFirst
  @Bean
  SupportProviders supportProviders(ConfigurableEnvironment environment, Councils councils) {
    SupportProviders read =
        CheckedSettings.read(
            environment, "nrm.support-providers", SupportProviders.class, FILE, KEYS);
    CheckedSettings.refuse(FILE, new Check(councils).problems(read));
    return read;
  }

  private static final class Check {

    private final Councils councils;
    private final List<String> problems = new ArrayList<>();

    Check(Councils councils) {
      this.councils = councils;
    }

    List<String> problems(SupportProviders read) {
      List<SupportProvider> providers = read.providers();
      Set<String> seen = new HashSet<>();
      providers.forEach(
          provider -> {
            provider(provider);
            if (!seen.add(provider.id())) {
              problems.add("The provider " + provider.id() + " is listed twice.");
            }
          });
      if (providers.isEmpty() || !providers.get(providers.size() - 1).matchesEveryone()) {
        problems.add(
            "The last provider must be for everyone: without sex, exploitation and councils.");
      }
      return problems;
    }

    private void provider(SupportProvider provider) {
      if (!provider.id().matches("[a-z]+(-[a-z]+)*") || provider.id().length() > MAX_LINE_LENGTH) {
        problems.add(
            "The id of a provider must be lower-case words with hyphens, such as migrant-helpline, of at most %s characters."
                .formatted(MAX_LINE_LENGTH));
      }
      line("The name", provider, provider.name());
      if (provider.contact().size() > MAX_LINES) {
        problems.add("The contact of " + provider.id() + " has more than " + MAX_LINES + " lines.");
      }
      provider.contact().forEach(line -> line("A line of the contact", provider, line));
      known("sex", provider.sex(), SEXES);
      known("exploitation", provider.exploitation(), EXPLOITATION);
      provider.councils().stream()
          .filter(council -> councils.find(council).isEmpty())
          .map(Councils::unknown)
          .forEach(problems::add);
    }

    private void line(String what, SupportProvider provider, String text) {
      if (text.isBlank() || text.length() > MAX_LINE_LENGTH) {
        problems.add(
            "%s of %s must have between 1 and %s characters."
                .formatted(what, provider.id(), MAX_LINE_LENGTH));
      }
    }

    private void known(String key, List<String> values, Set<String> known) {
      values.stream()
          .filter(value -> !known.contains(value))
          .forEach(
              value ->
                  problems.add(
                      "There is no "
                          + key
                          + " "
                          + value
                          + ". Allowed: "
                          + String.join(", ", known.stream().sorted().toList())
                          + "."));
    }
  }
}
