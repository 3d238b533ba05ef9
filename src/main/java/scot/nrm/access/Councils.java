package scot.nrm.access;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import scot.nrm.engine.sets.SetData;

/** The local authorities ({@code config/councils.yaml}): tenants of their cases and staff. */
@ConfigurationProperties("nrm")
public final class Councils extends SetData<List<Councils.Council>> {

  public Councils(@DefaultValue List<Council> councils) {
    super(List.copyOf(councils));
    requireDistinct(
        councils.stream().map(Council::id),
        "config/councils.yaml has two rows with the id %s. Remove one, or correct its id.");
  }

  public List<Council> councils() {
    return get();
  }

  public Optional<Council> find(String id) {
    return get().stream().filter(council -> council.id().equals(id)).findFirst();
  }

  /** The name of a local authority; the id itself if there is none. */
  public String name(String id) {
    return find(id).map(Council::name).orElse(id);
  }

  /** The sentence for an id in another file that is not in this one. */
  public static String unknown(String id) {
    return "There is no local authority " + id + ". The ids are in config/councils.yaml.";
  }

  /**
   * @param id the tenant, and the value of {@code localAuthority}; never changes
   * @param name the display name
   */
  public record Council(String id, String name) {

    /**
     * @throws IllegalArgumentException if the id isn't valid for a tenant, or there is no name
     */
    public Council {
      if (id == null || !id.matches("[a-z][a-z-]*") || name == null || name.isBlank()) {
        throw new IllegalArgumentException(
            "A row of config/councils.yaml has the id \"%s\" and the name \"%s\". Write both, the id in small letters and hyphens."
                .formatted(Objects.toString(id, ""), Objects.toString(name, "")));
      }
    }
  }
}
