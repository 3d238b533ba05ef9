package scot.nrm.rehearsal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.access.NamesAndRoles;

/**
 * The people of a rehearsal: the user ids of those who acted, with the groups and councils that
 * they are in, and no names.
 */
final class RehearsalPeople {

  private final ProcessEngine engine;
  private final JdbcClient jdbc;
  private final RehearsalEngine.CachedTeams teams;
  private final Map<String, Set<String>> groups = new HashMap<>();
  private final Map<String, Set<String>> councils = new HashMap<>();

  RehearsalPeople(RehearsalEngine rehearsal, Memberships known) {
    this.engine = rehearsal.engine();
    this.jdbc = rehearsal.get(JdbcClient.class);
    this.teams = rehearsal.get(RehearsalEngine.CachedTeams.class);
    known.groups().forEach((person, of) -> of.forEach(group -> add(person, group, null)));
    known.councils().forEach((person, at) -> at.forEach(council -> add(person, null, council)));
  }

  /** The groups and councils of people, by their user ids. */
  record Memberships(Map<String, Set<String>> groups, Map<String, Set<String>> councils) {

    static final Memberships NONE = new Memberships(Map.of(), Map.of());
  }

  synchronized Memberships memberships() {
    return new Memberships(copy(groups), copy(councils));
  }

  private static Map<String, Set<String>> copy(Map<String, Set<String>> of) {
    Map<String, Set<String>> copy = new HashMap<>();
    of.forEach((person, all) -> copy.put(person, Set.copyOf(all)));
    return copy;
  }

  /** Adds a person, and puts them into a group and a council, unless they are already there. */
  synchronized void add(String person, String group, String council) {
    boolean isChanged = !groups.containsKey(person);
    if (isChanged) {
      groups.put(person, new HashSet<>());
      councils.put(person, new HashSet<>());
      jdbc.sql(
              """
              merge into ACT_ID_USER (ID_, REV_, FIRST_, LAST_) key (ID_) values (?, 1, 'Invented', ?)\
              """)
          .params(person, person)
          .update();
      // A lead professional needs a telephone number.
      jdbc.sql(
              "merge into ACT_ID_INFO (ID_, REV_, USER_ID_, TYPE_, KEY_, VALUE_) key (ID_) values (?, 1, ?, 'userinfo', ?, '01632 960000')")
          .params(person + "/telephone", person, NamesAndRoles.TELEPHONE)
          .update();
    }
    if (group != null && groups.get(person).add(group)) {
      isChanged = true;
      jdbc.sql(
              "merge into ACT_ID_MEMBERSHIP (USER_ID_, GROUP_ID_) key (USER_ID_, GROUP_ID_)"
                  + " select ?, ID_ from ACT_ID_GROUP where ID_ = ?")
          .params(person, group)
          .update();
    }
    if (council != null && councils.get(person).add(council)) {
      isChanged = true;
      jdbc.sql(
              "merge into ACT_ID_TENANT_MEMBER (ID_, USER_ID_, TENANT_ID_) key (ID_)"
                  + " select ?, ?, ID_ from ACT_ID_TENANT where ID_ = ?")
          .params(person + "/" + council, person, council)
          .update();
    }
    if (isChanged) {
      teams.forget();
    }
  }

  /** The user id of an invented person in a team. */
  String inventedMember(String group, String council) {
    return "rehearsal." + Stream.of(group, council).filter(Objects::nonNull).toList().hashCode();
  }

  <T> T as(String person, Supplier<T> work) {
    add(person, null, null);
    List<String> of;
    List<String> at;
    synchronized (this) {
      of = List.copyOf(groups.get(person));
      at = List.copyOf(councils.get(person));
    }
    engine.getIdentityService().setAuthentication(person, of, at);
    try {
      return work.get();
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }
}
