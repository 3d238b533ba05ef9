package scot.nrm.access;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.util.ResourceTypeUtil;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.startup.StartRefused;

/**
 * The roles and their permissions, from {@code config/roles.yaml}. A role is a group of the engine.
 */
@ConfigurationProperties("nrm")
public record Roles(@DefaultValue List<RoleSettings> roles) {

  private static final String ADMINISTRATOR = "System administrator";

  public Roles {
    roles = List.copyOf(roles);
    Set<String> groups = roles.stream().map(RoleSettings::group).collect(Collectors.toSet());
    roles.forEach(
        role ->
            role.givesTasksOf().stream()
                .filter(team -> !groups.contains(team))
                .findFirst()
                .ifPresent(
                    unknown -> {
                      throw new IllegalArgumentException(
                          "config/roles.yaml: %s reassigns tasks of %s, which is not a role there"
                              .formatted(role.group(), unknown));
                    }));
  }

  /**
   * Checks that every {@link Role} and every team of an authority has settings, and that their
   * names have no placeholder of an organisation that isn't known.
   *
   * @throws StartRefused if one has none
   */
  public void requireAll(Authorities authorities) {
    roles.forEach(role -> authorities.checkNames("The role " + role.group(), role.name()));
    List<String> missing =
        Stream.concat(Stream.of(Role.values()).map(Role::group), authorities.groups().stream())
            .distinct()
            .filter(group -> roles.stream().noneMatch(role -> role.group().equals(group)))
            .toList();
    if (!missing.isEmpty()) {
      throw new StartRefused(
          "config/roles.yaml does not have all roles that the application and "
              + Authorities.FILE
              + " need. Missing: "
              + String.join(", ", missing)
              + ".",
          "Correct the name of the group in %s, or ask an operator to add it to config/roles.yaml and restart the program. Never change the id of a role (group)."
              .formatted(Authorities.FILE));
    }
  }

  /** The teams whose tasks the members of some groups may reassign within that team. */
  public Set<String> teamsAssignableBy(Collection<String> groups) {
    return roles.stream()
        .filter(role -> groups.contains(role.group()))
        .flatMap(role -> role.givesTasksOf().stream())
        .collect(Collectors.toSet());
  }

  /** What forms may show to someone who has a task through these groups. */
  public FormReader formReader(Collection<String> groups) {
    List<RoleSettings> theirs =
        roles.stream().filter(role -> groups.contains(role.group())).toList();
    return new FormReader(
        theirs.stream().anyMatch(RoleSettings::readsFiles),
        theirs.stream().flatMap(role -> role.formTexts().stream()).collect(Collectors.toSet()));
  }

  /**
   * The role's name for people; its group's id if it is no longer in the list. The engine has the
   * administrators' group, and no file.
   */
  public String name(String group) {
    return roles.stream()
        .filter(role -> role.group().equals(group))
        .map(RoleSettings::name)
        .findFirst()
        .orElse(group.equals(Groups.CAMUNDA_ADMIN) ? ADMINISTRATOR : group);
  }

  /** Whether each council has such a team, as opposed to a national team. */
  public boolean isCouncilTeam(String group) {
    return roles.stream()
        .anyMatch(role -> role.group().equals(group) && role.councils() == CouncilsOfRole.OWN);
  }

  public CaseViewers watchers() {
    return watchers(RoleSettings::watchesCases);
  }

  public CaseViewers watchersOfAllCouncils() {
    return watchers(role -> role.watchesCases() && role.councils() == CouncilsOfRole.ALL);
  }

  private CaseViewers watchers(Predicate<RoleSettings> which) {
    return new CaseViewers(
        roles.stream().filter(which).map(RoleSettings::group).collect(Collectors.toSet()));
  }

  /** The councils whose cases a group works on. */
  public enum CouncilsOfRole {
    /** No council's: these people only report, or don't work on single cases. */
    NONE,
    /** The councils that each member belongs to. */
    OWN,
    /** Every council, for the central authorities. */
    ALL
  }

  /**
   * @param group the id in the diagrams
   * @param name displayed to people; may have placeholders of {@link Authorities}
   * @param councils the councils whose cases its members work on
   * @param applications {@code tasklist}, {@code cockpit}
   * @param starts the processes that its members may start in Tasklist
   * @param watchesCases whether members see the cases and tasks that their grants allow, instead of
   *     only their own tasks
   * @param givesTasksOf the teams whose tasks its members may assign to another person of that
   *     team, or hand back to it
   * @param grants further permissions
   * @param readsFiles whether the forms of its tasks show what is in the child's file
   * @param formTexts the texts about a case that the forms of its tasks show if it doesn't read
   *     files
   */
  public record RoleSettings(
      String group,
      String name,
      @DefaultValue("NONE") CouncilsOfRole councils,
      @DefaultValue List<String> applications,
      @DefaultValue List<String> starts,
      @DefaultValue("false") boolean watchesCases,
      @DefaultValue Set<String> givesTasksOf,
      @DefaultValue List<Grant> grants,
      @DefaultValue("false") boolean readsFiles,
      @DefaultValue Set<String> formTexts) {}

  /**
   * What a form may show to the person who opens it, by their role and whatever the form asks for.
   *
   * @param texts the texts about a case that it shows to someone who doesn't read files
   */
  public record FormReader(boolean readsFiles, Set<String> texts) {

    /** The application itself. */
    public static final FormReader UNRESTRICTED = new FormReader(true, Set.of());

    public boolean shows(String text) {
      return readsFiles || texts.contains(text);
    }
  }

  /**
   * Permissions on one kind of resource.
   *
   * @param what the engine's name for the resource, such as {@code PROCESS_DEFINITION}
   * @param ids process ids, or {@code *}
   * @param permissions the engine's names, such as {@code READ_INSTANCE}
   */
  public record Grant(Resources what, List<String> ids, Set<String> permissions) {

    public Grant {
      Set<String> known =
          permissionsOf(what).stream().map(Permission::getName).collect(Collectors.toSet());
      permissions.stream()
          .filter(permission -> !known.contains(permission))
          .findFirst()
          .ifPresent(
              unknown -> {
                throw new IllegalArgumentException(
                    "config/roles.yaml: the engine has no permission %s on %s"
                        .formatted(unknown, what));
              });
    }

    public Permission[] enginePermissions() {
      return permissionsOf(what).stream()
          .filter(permission -> permissions.contains(permission.getName()))
          .toArray(Permission[]::new);
    }

    private static List<Permission> permissionsOf(Resource resource) {
      return List.of(ResourceTypeUtil.getPermissionsByResourceType(resource.resourceType()));
    }
  }
}
