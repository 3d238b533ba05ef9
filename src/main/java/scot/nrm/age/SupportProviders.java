package scot.nrm.age;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;
import scot.nrm.casefile.CaseFileContent;

/**
 * The support providers for adults, by sex, exploitation and area (D7), from {@code
 * config/support-providers.yaml}.
 *
 * @param providers the first match is proposed; the last one is for everyone
 */
public record SupportProviders(@DefaultValue List<SupportProvider> providers) {

  public SupportProviders {
    providers = List.copyOf(providers);
  }

  SupportProvider of(CaseFileContent person, String council) {
    return providers.stream()
        .filter(provider -> provider.matches(person, council))
        .findFirst()
        .orElseThrow();
  }

  /**
   * @param id kept in the register; never changes
   * @param name displayed to people
   * @param contact lines with its contact details
   * @param sex values of the NRM form; empty for everyone
   * @param exploitation kinds, of which one is enough; empty for all
   * @param councils areas; empty for everywhere
   */
  public record SupportProvider(
      @DefaultValue("") String id,
      @DefaultValue("") String name,
      @DefaultValue List<String> contact,
      @DefaultValue List<String> sex,
      @DefaultValue List<String> exploitation,
      @DefaultValue List<String> councils) {

    boolean matches(CaseFileContent person, String council) {
      return (sex.isEmpty() || sex.contains(person.text("childSex")))
          && (exploitation.isEmpty()
              || person.list("exploitationTypes").stream().anyMatch(exploitation::contains))
          && (councils.isEmpty() || councils.contains(council));
    }

    boolean matchesEveryone() {
      return sex.isEmpty() && exploitation.isEmpty() && councils.isEmpty();
    }
  }
}
