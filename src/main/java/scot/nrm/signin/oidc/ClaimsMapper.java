package scot.nrm.signin.oidc;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.authorization.Groups;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;
import scot.nrm.access.Councils;
import scot.nrm.access.Councils.Council;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.access.setup.AdditionalGroups;

/**
 * Reads a person's identity, groups and councils from the provider's claims. Only groups of {@code
 * config/roles.yaml}, those of the police forces, and councils of {@code config/councils.yaml}
 * count. An administrator needs a group that the settings map to the engine's; a provider's group
 * that happens to have its name is not enough.
 */
@Component
@Conditional(OidcConfigured.class)
class ClaimsMapper {

  private static final Logger LOG = LoggerFactory.getLogger(ClaimsMapper.class);

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s,;]+");
  private static final int MAX_ID = 64; // the engine's columns
  private static final int MAX_TEXT = 255;
  private static final int MAX_LOGGED_NAMES = 500;

  private final OidcSettings settings;
  private final PeopleAtProvider people;
  private final Set<String> roles;
  private final List<AdditionalGroups> additional;
  private final Councils councils;
  private final Pattern userIds;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  ClaimsMapper(
      OidcSettings settings,
      PeopleAtProvider people,
      Roles roles,
      List<AdditionalGroups> additional,
      Councils councils,
      @Value("${camunda.bpm.generic-properties.properties.user-resource-whitelist-pattern}")
          String userIds) {
    this.settings = settings;
    this.people = people;
    this.roles =
        roles.roles().stream().map(RoleSettings::group).collect(Collectors.toUnmodifiableSet());
    this.additional = List.copyOf(additional);
    this.councils = councils;
    this.userIds = Pattern.compile(userIds);
  }

  /**
   * Reads the person, whose user id is theirs from now on.
   *
   * @throws SignInRefused where the person is new and has no user name that can be used here, or
   *     someone else's, or where they have no group
   */
  Person person(Map<String, Object> claims) {
    String userId = text(claims, settings.claims().user());
    String subject = text(claims, settings.claims().subject());
    if (subject.isEmpty()) {
      throw new SignInRefused(
          "Your account has no identifier that stays the same. Please ask the person who manages your account.");
    }
    if ((!userIds.matcher(userId).matches() || userId.length() > MAX_ID)
        && people.bySubject(subject).isEmpty()) {
      throw new SignInRefused(
          "Your user name can't be used here: it may have letters, digits, dots, hyphens, underscores and @ only, and no longer than "
              + MAX_ID
              + " characters. Please ask the person who manages your account.");
    }
    Set<String> groups = knownGroups(names(claims, settings.claims().groups()));
    Set<String> personsCouncils =
        onlyKnown(names(claims, settings.claims().councils()), allCouncils(), "council");
    if (groups.stream().noneMatch(this::isRole)) {
      throw new SignInRefused(
          "Your account has no role in this service. Please ask your manager, or the person who manages your account, to add you to the right group.");
    }
    return new Person(
        people.remember(subject, userId),
        text(claims, settings.claims().firstName()),
        text(claims, settings.claims().lastName()),
        text(claims, settings.claims().email()),
        text(claims, settings.claims().telephone()),
        groups,
        personsCouncils);
  }

  /** The user's id alone; empty if the name that the provider gives belongs to someone else. */
  Optional<String> userId(Map<String, Object> claims) {
    return people.userId(
        text(claims, settings.claims().subject()), text(claims, settings.claims().user()));
  }

  /** Whether the claims say which groups the person has, even if it is none. */
  boolean hasGroups(Map<String, Object> claims) {
    return value(claims, settings.claims().groups()) != null;
  }

  private boolean isRole(String group) {
    return roles.contains(group) || Groups.CAMUNDA_ADMIN.equals(group);
  }

  private Set<String> knownGroups(Collection<String> theirs) {
    Set<String> groups = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    for (String name : theirs) {
      String translated = settings.groupNames().get(name);
      if (Groups.CAMUNDA_ADMIN.equals(translated)) {
        groups.add(translated);
      } else {
        others.add(translated == null ? name : translated);
      }
    }
    groups.addAll(onlyKnown(others, allGroups(), "group"));
    return groups;
  }

  /** The roles, and the groups of police forces, which a set with other data can change. */
  private Set<String> allGroups() {
    Set<String> all = new HashSet<>(roles);
    additional.forEach(more -> all.addAll(more.names().keySet()));
    return all;
  }

  /** A set with other data can change them too. */
  private Set<String> allCouncils() {
    return councils.councils().stream().map(Council::id).collect(Collectors.toSet());
  }

  private Set<String> onlyKnown(Collection<String> named, Set<String> known, String what) {
    Set<String> groups = new LinkedHashSet<>(named);
    groups.retainAll(known);
    List<String> unknown =
        named.stream()
            .filter(name -> !known.contains(name))
            .filter(name -> logged.size() < MAX_LOGGED_NAMES && logged.add(what + ' ' + name))
            .map(name -> name.replaceAll("\\p{Cntrl}", "?"))
            .toList();
    if (!unknown.isEmpty()) {
      LOG.warn(
          "Ignored from the identity provider, because there is no such {} here: {}",
          what,
          String.join(", ", unknown));
    }
    return groups;
  }

  private static String text(Map<String, Object> claims, String claim) {
    Object value = value(claims, claim);
    String text = value instanceof String string ? string.strip() : "";
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
  }

  /** The groups in a claim. Names may have blanks: a text is one name unless settings say not. */
  private Collection<String> names(Map<String, Object> claims, String claim) {
    Object value = value(claims, claim);
    Stream<?> parts =
        value instanceof Collection<?> list
            ? list.stream()
            : value instanceof String text
                ? settings.claims().split()
                    ? Arrays.stream(BETWEEN_WORDS.split(text))
                    : Stream.of(text.strip())
                : Stream.empty();
    return parts
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(word -> !word.isBlank())
        .toList();
  }

  private static Object value(Map<String, Object> claims, String claim) {
    if (claims.containsKey(claim)) {
      return claims.get(claim);
    }
    int dot = claim.indexOf('.');
    if (dot > 0 && claims.get(claim.substring(0, dot)) instanceof Map<?, ?> parts) {
      Map<String, Object> inner =
          parts.entrySet().stream()
              .filter(part -> part.getValue() != null)
              .collect(Collectors.toMap(part -> part.getKey().toString(), Map.Entry::getValue));
      return value(inner, claim.substring(dot + 1));
    }
    return null;
  }
}
