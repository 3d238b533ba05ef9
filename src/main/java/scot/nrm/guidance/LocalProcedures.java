package scot.nrm.guidance;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The national guidance, and what councils have of their own beside it (D42), from {@code
 * config/local-procedures.yaml}. Nothing here is read by a diagram, a decision table or a clock:
 * statutory rules cannot be changed by it.
 *
 * @param national the guidance that holds everywhere
 * @param pilotAreas where the assessment tool was tried, from the letter of 31 March 2009
 * @param councils those that have something of their own, or decided about the assessment tool for
 *     themselves
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

  /**
   * Whether the assessment tool is in local use: as the council says, else in the pilot areas
   * (D42).
   */
  boolean assessmentToolInUse(String council) {
    return of(council)
        .map(LocalProcedure::assessmentTool)
        .orElseGet(() -> pilotAreas.stream().anyMatch(area -> council.equals(area.council())));
  }

  /**
   * @param text plain text; an empty line begins a paragraph
   * @param link where it can be read in full; empty where nowhere
   */
  public record Guidance(@DefaultValue("") String text, @DefaultValue("") String link) {}

  /**
   * @param name as the letter has it
   * @param council the id of the council of ours that it is; empty for the others
   */
  public record PilotArea(@DefaultValue("") String name, @DefaultValue("") String council) {}

  /**
   * What one council has of its own.
   *
   * @param council its id
   * @param assessmentTool whether the assessment tool is in use there; {@code null} where the
   *     council does not say
   * @param text plain text; an empty line begins a paragraph
   * @param link where the local procedure can be read in full
   * @param teams whom a lead professional there works with
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

  /**
   * @param address the lines of the postal address
   */
  public record Team(@DefaultValue("") String name, @DefaultValue List<String> address) {}
}
