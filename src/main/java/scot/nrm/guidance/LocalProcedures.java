package scot.nrm.guidance;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The national guidance and the councils' own procedures (D42), from {@code
 * config/local-procedures.yaml}. No diagram, decision table or deadline uses them, so they can't
 * change statutory rules.
 *
 * @param national the guidance that applies everywhere
 * @param pilotAreas the pilot areas of the assessment tool, from the letter of 31 March 2009
 * @param councils the councils with their own procedure, or their own decision about the assessment
 *     tool
 */
public record LocalProcedures(
    @DefaultValue Guidance national,
    @DefaultValue List<PilotArea> pilotAreas,
    @DefaultValue List<LocalProcedure> councils) {

  public LocalProcedures {
    pilotAreas = List.copyOf(pilotAreas);
    councils = List.copyOf(councils);
  }

  Optional<LocalProcedure> of(String council) {
    return councils.stream().filter(local -> council.equals(local.council())).findFirst();
  }

  /** Whether the assessment tool is in use: as the council decided, or in pilot areas (D42). */
  boolean assessmentToolInUse(String council) {
    return of(council)
        .map(LocalProcedure::assessmentTool)
        .orElseGet(() -> pilotAreas.stream().anyMatch(area -> council.equals(area.council())));
  }

  /**
   * @param text plain text; an empty line starts a new paragraph
   * @param link a link to the full text; empty for none
   */
  public record Guidance(@DefaultValue("") String text, @DefaultValue("") String link) {}

  /**
   * @param name the name in the letter
   * @param council the council's id; empty for areas outside this system
   */
  public record PilotArea(@DefaultValue("") String name, @DefaultValue("") String council) {}

  /**
   * The local procedure of a council.
   *
   * @param council its id
   * @param assessmentTool whether the assessment tool is in use there; {@code null} if the council
   *     hasn't decided
   * @param text plain text; an empty line starts a new paragraph
   * @param link a link to the full local procedure
   * @param teams the teams that a lead professional works with
   */
  public record LocalProcedure(
      @DefaultValue("") String council,
      Boolean assessmentTool,
      @DefaultValue("") String text,
      @DefaultValue("") String link,
      @DefaultValue List<Team> teams) {

    boolean hasProcedure() {
      return !text.isBlank() || !link.isBlank();
    }
  }

  /** The address has the lines of a postal address. */
  public record Team(@DefaultValue("") String name, @DefaultValue List<String> address) {}
}
