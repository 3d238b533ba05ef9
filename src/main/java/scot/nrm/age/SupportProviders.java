package scot.nrm.age;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;
import scot.nrm.casefile.CaseFileContent;

/**
 * Who supports adults, by sex, exploitation and area (D7), from {@code
 * config/support-providers.yaml}.
 *
 * @param providers the first that fits is proposed; the last fits everybody
 */
public record SupportProviders(@DefaultValue List<SupportProvider> providers) {

  public SupportProviders {
    providers = List.copyOf(providers);
  }

  /** The provider for the person of a case. */
  SupportProvider of(CaseFileContent person, String council) {
    return providers.stream()
        .filter(provider -> provider.fits(person, council))
        .findFirst()
        .orElseThrow();
  }

  /**
   * @param id as the register keeps it; never changes
   * @param name as people read it
   * @param contact lines that say how it is reached
   * @param sex for whom, by the values of the NRM form; empty: for everybody
   * @param exploitation for what kinds, of which one is enough; empty: for all
   * @param councils in which areas; empty: everywhere
   */
  public record SupportProvider(
      @DefaultValue("") String id,
      @DefaultValue("") String name,
      @DefaultValue List<String> contact,
      @DefaultValue List<String> sex,
      @DefaultValue List<String> exploitation,
      @DefaultValue List<String> councils) {

    boolean fits(CaseFileContent person, String council) {
      return (sex.isEmpty() || sex.contains(person.text("childSex")))
          && (exploitation.isEmpty()
              || person.list("exploitationTypes").stream().anyMatch(exploitation::contains))
          && (councils.isEmpty() || councils.contains(council));
    }

    boolean fitsEverybody() {
      return sex.isEmpty() && exploitation.isEmpty() && councils.isEmpty();
    }
  }
}
