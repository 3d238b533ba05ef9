package scot.nrm.cockpit.caseload;

import static java.util.stream.Collectors.joining;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.access.PersonLock;
import scot.nrm.cockpit.RequestRefused;

/**
 * The filters of Caseload that a manager has saved under a name. Only they see them, and a view's
 * list is read each time. No case number is stored.
 */
@Component
public class SavedViews {

  static final int MAX_VIEWS = 20;

  /** Up to 40 characters, none of them invisible. */
  private static final String NAME = "[^\\p{C}]{1,40}";

  private static final List<String> SAVED_PARAMETERS =
      List.of("state", "stage", "authority", "council", "attention", "from", "to", "sort", "order");

  private final JdbcClient jdbc;
  private final PersonLock lock;

  SavedViews(JdbcClient jdbc, PersonLock lock) {
    this.lock = lock;
    this.jdbc = jdbc;
  }

  /** The filter is as in the address of the page. */
  public record SavedView(String name, String filter) {}

  public record Answer(List<SavedView> views) {}

  Answer of(String person) {
    return new Answer(
        jdbc.sql("select name, filter from saved_view where person = :person order by name")
            .param("person", person)
            .query(SavedView.class)
            .list());
  }

  /** Saves a view, which replaces one of the same name; without parameters, removes it. */
  @Transactional
  public Answer save(String person, String typed, Map<String, String> parameters) {
    String name = Objects.requireNonNullElse(typed, "").strip().replaceAll("\\s+", " ");
    if (!name.matches(NAME)) {
      throw RequestRefused.badRequest("Enter a name for the view, of up to 40 characters.");
    }
    String filter = parameters == null || parameters.isEmpty() ? null : filter(parameters);
    lock.lock(person);
    jdbc.sql("delete from saved_view where person = ? and name = ?").params(person, name).update();
    if (filter != null) {
      add(person, name, filter);
    }
    return of(person);
  }

  private static String filter(Map<String, String> parameters) {
    CaseloadFilter.of(parameters::get);
    Caseload.Order.of(parameters.get("sort"), parameters.get("order"), null);
    String filter =
        SAVED_PARAMETERS.stream()
            .filter(key -> parameters.get(key) != null && !parameters.get(key).isBlank())
            .map(key -> key + "=" + URLEncoder.encode(parameters.get(key), StandardCharsets.UTF_8))
            .collect(joining("&"));
    if (filter.isEmpty() || filter.length() > 800) {
      throw RequestRefused.badRequest(
          "Filter or sort the list first. A case number is not saved with a view.");
    }
    return filter;
  }

  private void add(String person, String name, String filter) {
    if (of(person).views().size() >= MAX_VIEWS) {
      throw RequestRefused.badRequest(
          "You have %d saved views. Remove one to save another.".formatted(MAX_VIEWS));
    }
    jdbc.sql("insert into saved_view (person, name, filter) values (?, ?, ?)")
        .params(person, name, filter)
        .update();
  }
}
