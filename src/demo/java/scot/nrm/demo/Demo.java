package scot.nrm.demo;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Invented people for trying things out, from {@code config/demo-users.yaml}; never in production.
 *
 * @param enabled whether they exist
 * @param password their common password
 */
@ConfigurationProperties("nrm.demo")
public record Demo(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("") String password,
    @DefaultValue List<Person> users) {

  public Demo {
    users = List.copyOf(users);
  }

  /**
   * @param id the user name for signing in
   * @param groups their roles
   * @param councils whose cases they work on; empty for central roles, which work for all, and for
   *     first responders
   */
  public record Person(
      String id,
      String firstName,
      String lastName,
      List<String> groups,
      @DefaultValue List<String> councils) {

    /** One of the numbers that are kept for invented people. */
    String telephone() {
      return "01632 960%03d".formatted(Math.floorMod(id.hashCode(), 1000));
    }

    String email() {
      return id + "@nrm.example";
    }
  }
}
