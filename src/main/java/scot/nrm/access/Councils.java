package scot.nrm.access;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The local authorities, from {@code config/councils.yaml}. Each is a tenant, to which its cases
 * and its staff belong.
 */
@ConfigurationProperties("nrm")
public record Councils(@DefaultValue List<Council> councils) {

  public Councils {
    councils = List.copyOf(councils);
  }

  public Optional<Council> find(String id) {
    return councils.stream().filter(council -> council.id().equals(id)).findFirst();
  }

  /**
   * @param id the tenant, and the value of {@code localAuthority}; never changes
   * @param name the display name
   */
  public record Council(String id, String name) {}
}
