package scot.nrm.letters;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.SystemQueries;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.register.EntryWords;
import scot.nrm.register.Register;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Stage;

/**
 * Finds the officer who signs a letter, so that its reader knows whom to ask: for a decision the
 * case owner, for any other letter the officer of the sending authority who last worked on the
 * case. Until an officer has, only the team signs letters.
 */
@Component
class SigningOfficers {

  private static final List<Team> SIGNING_TEAMS =
      List.of(Team.CASE_OWNER, Team.SECOND_OFFICER, Team.INTAKE, Team.MANAGER);

  private final Register register;
  private final CaseFile caseFile;
  private final NamesAndRoles people;
  private final Authorities authorities;
  private final IdentityService identities;
  private final SystemQueries unchecked;

  SigningOfficers(
      Register register,
      CaseFile caseFile,
      NamesAndRoles people,
      Authorities authorities,
      IdentityService identities,
      SystemQueries unchecked) {
    this.register = register;
    this.caseFile = caseFile;
    this.people = people;
    this.authorities = authorities;
    this.identities = identities;
    this.unchecked = unchecked;
  }

  /**
   * @param role such as {@code Case owner}
   * @param phone the direct telephone number in the person's profile; may be empty
   * @param email the address in the person's profile; may be empty
   */
  record SigningOfficer(String name, String role, String phone, String email) {}

  /** The letter is about this decision, or {@code null}. */
  Optional<SigningOfficer> of(String caseNumber, Authority sender, Decision decision) {
    List<String> candidates =
        decision != null
            ? List.of(decision.caseOwner())
            : Stream.of(caseFile.lastAuthor(caseNumber).stream(), recentOfficers(caseNumber))
                .flatMap(officers -> officers)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    NamesAndRoles.History known = people.of(candidates);
    return candidates.stream()
        .flatMap(
            officer ->
                known
                    .now(officer)
                    .filter(now -> !now.name().isEmpty())
                    .flatMap(
                        now ->
                            role(Set.copyOf(now.groups()), sender)
                                .map(role -> withProfile(officer, now.name(), role)))
                    .stream())
        .findFirst();
  }

  private record Work(Instant at, String officer) {}

  /**
   * The users who have worked on the case, newest first; for the same time, acts before entries.
   */
  Stream<String> recentOfficers(String caseNumber) {
    List<Work> work =
        Stream.concat(
                register.history(caseNumber).stream()
                    .map(entry -> new Work(entry.at(), entry.officer())),
                Stream.of(Stage.values())
                    .flatMap(stage -> register.acts(caseNumber, stage).stream())
                    .map(act -> new Work(act.at(), act.officer())))
            .collect(Collectors.toList());
    Collections.reverse(work);
    return work.stream().sorted(Comparator.comparing(Work::at).reversed()).map(Work::officer);
  }

  /** The name of the role without the authority, whose name depends on the day. */
  private Optional<String> role(Set<String> groups, Authority sender) {
    return SIGNING_TEAMS.stream()
        .filter(team -> groups.contains(authorities.group(sender, team)))
        .map(team -> StringUtils.capitalize(EntryWords.words(team.id())))
        .findFirst();
  }

  private SigningOfficer withProfile(String officer, String name, String role) {
    return unchecked.ask(
        () -> {
          User user = identities.createUserQuery().userId(officer).singleResult();
          String phone = identities.getUserInfo(officer, NamesAndRoles.TELEPHONE);
          return new SigningOfficer(
              name,
              role,
              phone == null ? "" : phone,
              user == null || user.getEmail() == null ? "" : user.getEmail());
        });
  }
}
