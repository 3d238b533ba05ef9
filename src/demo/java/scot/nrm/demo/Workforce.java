package scot.nrm.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.User;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.access.Councils;
import scot.nrm.access.Councils.Council;

/**
 * The invented people who work on many cases: those of {@code config/demo-users.yaml}, and enough
 * further ones for every council and for each team of the authorities, with ids such as {@code
 * angus.lead} or {@code ukhtc.owner5}. They have the same password as the others.
 */
final class Workforce {

  /** How many of the country's cases, in a thousand, one person of a council can work on. */
  private static final int SHARE_OF_A_LEAD = 45;

  private static final int SHARE_ON_DUTY = 120;
  private static final int THOUSAND = 1000;

  private static final List<Team> CENTRAL =
      List.of(
          new Team("first.responder", "first-responder", 6),
          new Team("ukba.port", "ukba-port-officer", 3),
          new Team("ukhtc.intake", "ukhtc-intake", 3),
          new Team("ukhtc.owner", "ukhtc-case-owner", 7),
          new Team("ukhtc.second", "ukhtc-second-officer", 4),
          new Team("ukba.intake", "ukba-intake", 2),
          new Team("ukba.owner", "ukba-case-owner", 7),
          new Team("ukba.second", "ukba-second-officer", 4),
          new Team("ukba.asylum", "ukba-asylum-liaison", 2));

  private record Team(String prefix, String group, int size) {}

  /**
   * @param name displayed to colleagues
   */
  record Person(String id, String name, List<String> groups, List<String> councils) {}

  private final IdentityService identity;
  private final JdbcClient jdbc;
  private final Map<String, Person> people = new TreeMap<>();
  private final Map<String, List<Person>> teams = new HashMap<>();

  Workforce(IdentityService identity, JdbcClient jdbc) {
    this.identity = identity;
    this.jdbc = jdbc;
  }

  /** Creates missing people, and loads all of them. */
  void gather(Councils councils, Demo demo, ManyCasesFile file) {
    Map<String, String> wanted = new LinkedHashMap<>();
    Map<String, String> councilOf = new HashMap<>();
    CENTRAL.forEach(team -> add(team, wanted));
    Map<String, Integer> shares = file.shares().get("council");
    int all = shares.values().stream().mapToInt(Integer::intValue).sum();
    for (Council council : councils.councils()) {
      int share = THOUSAND * shares.getOrDefault(council.id(), 1) / all;
      Map<String, String> ofCouncil = new LinkedHashMap<>();
      String prefix = prefix(council.id());
      add(new Team(prefix + ".duty", "la-duty-social-work", 1 + share / SHARE_ON_DUTY), ofCouncil);
      add(
          new Team(prefix + ".lead", "la-lead-professional", 1 + share / SHARE_OF_A_LEAD),
          ofCouncil);
      add(new Team(prefix + ".manager", "la-manager", 1), ofCouncil);
      ofCouncil.keySet().forEach(id -> councilOf.put(id, council.id()));
      wanted.putAll(ofCouncil);
    }
    Set<String> there =
        identity.createUserQuery().list().stream().map(User::getId).collect(Collectors.toSet());
    wanted.keySet().removeAll(there);
    int number = 0;
    for (Map.Entry<String, String> person : wanted.entrySet()) {
      create(person.getKey(), person.getValue(), councilOf.get(person.getKey()), number++, file);
    }
    givePasswords(List.copyOf(wanted.keySet()), demo);
    readPeople();
  }

  private static void add(Team team, Map<String, String> wanted) {
    for (int i = 1; i <= team.size(); i++) {
      wanted.put(team.prefix() + (i == 1 ? "" : i), team.group());
    }
  }

  /** The prefix of the demo users' ids: {@code glasgow} and not {@code glasgow-city}. */
  private static String prefix(String council) {
    return council.replaceAll("^city-of-|-city$", "");
  }

  private void create(String id, String group, String council, int number, ManyCasesFile file) {
    List<String> given = file.officers().given();
    List<String> family = file.officers().family();
    User user = identity.newUser(id);
    user.setFirstName(given.get(number % given.size()));
    user.setLastName(family.get(number % family.size()));
    user.setEmail(id + "@nrm.example");
    identity.saveUser(user);
    identity.createMembership(id, group);
    if (council != null) {
      identity.createTenantUserMembership(council, id);
    }
  }

  /**
   * All have the same password, so the hash of one of them is copied: hashing again takes long, as
   * it should.
   */
  private void givePasswords(List<String> ids, Demo demo) {
    if (!ids.isEmpty()) {
      jdbc.sql(
              """
              update ACT_ID_USER set
                PWD_ = (select known.PWD_ from ACT_ID_USER known where known.ID_ = :known),
                SALT_ = (select known.SALT_ from ACT_ID_USER known where known.ID_ = :known)
              where ID_ in (:ids)\
              """)
          .param("known", demo.users().get(0).id())
          .param("ids", ids)
          .update();
    }
  }

  private void readPeople() {
    for (User user : identity.createUserQuery().orderByUserId().asc().list()) {
      List<String> groups =
          identity.createGroupQuery().groupMember(user.getId()).list().stream()
              .map(Group::getId)
              .toList();
      List<String> councils =
          identity
              .createTenantQuery()
              .userMember(user.getId())
              .includingGroupsOfUser(true)
              .list()
              .stream()
              .map(Tenant::getId)
              .toList();
      Person person =
          new Person(
              user.getId(), user.getFirstName() + " " + user.getLastName(), groups, councils);
      people.put(person.id(), person);
      groups.forEach(group -> teams.computeIfAbsent(group, any -> new ArrayList<>()).add(person));
    }
  }

  Person person(String id) {
    return people.get(id);
  }

  /**
   * A person of a team, the first more often than the last, because work is never shared evenly.
   *
   * @param council the council of the task; {@code null} if it belongs to none
   * @param but people who may not do it
   * @throws IllegalStateException if nobody is left
   */
  Person one(String group, String council, Random chance, Set<String> but) {
    List<Person> team =
        teams.getOrDefault(group, List.of()).stream()
            .filter(person -> council == null || person.councils().contains(council))
            .filter(person -> !but.contains(person.id()))
            .toList();
    if (team.isEmpty()) {
      throw new IllegalStateException("Nobody of " + group + " works for " + council);
    }
    double early = chance.nextDouble();
    return team.get((int) (team.size() * early * Math.sqrt(early)));
  }

  /** Does something as this person, with authorization on. */
  <T> T as(Person person, Supplier<T> work) {
    identity.setAuthentication(person.id(), person.groups(), person.councils());
    try {
      return work.get();
    } finally {
      identity.clearAuthentication();
    }
  }
}
