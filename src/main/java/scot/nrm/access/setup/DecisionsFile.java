package scot.nrm.access.setup;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.SetData;
import scot.nrm.register.DecisionRequirements;
import scot.nrm.startup.StartRefused;

/** The application starts only with a {@code config/decisions.yaml} that can be used (D18). */
@Component
class DecisionsFile implements SetData.Check {

  private final DecisionRequirements requirements;
  private final Roles roles;
  private final Authorities authorities;

  /**
   * @throws StartRefused with all errors of the file
   */
  DecisionsFile(DecisionRequirements requirements, Roles roles, Authorities authorities) {
    this.requirements = requirements;
    this.roles = roles;
    this.authorities = authorities;
    validate();
  }

  @Override
  public final void validate() {
    List<String> problems =
        requirements.problems(
            roles.roles().stream().map(RoleSettings::group).collect(Collectors.toSet()),
            authorities);
    if (!problems.isEmpty()) {
      throw new StartRefused(
          "The file %s cannot be used:\n%s"
              .formatted(DecisionRequirements.FILE, String.join("\n", problems)),
          "Correct it and start again.");
    }
  }
}
