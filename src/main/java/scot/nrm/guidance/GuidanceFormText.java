package scot.nrm.guidance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.access.Councils;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;
import scot.nrm.guidance.LocalProcedures.LocalProcedure;
import scot.nrm.guidance.LocalProcedures.Team;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * The national guidance and the local procedure of the case's local authority, for the assessment
 * form and the NRM form (D42). The national guidance is always shown, even if the council has its
 * own.
 */
@Component("showGuidance")
class GuidanceFormText implements FormText {

  private static final String ASSESSMENT = "assess-child";

  private final LocalProcedures procedures;
  private final Councils councils;
  private final Register register;

  GuidanceFormText(LocalProcedures procedures, Councils councils, Register register) {
    this.procedures = procedures;
    this.councils = councils;
    this.register = register;
  }

  @Override
  public String text(CaseOfForm shown) {
    List<String> parts = new ArrayList<>();
    parts.add("**National guidance**");
    guidance(
        procedures.national().text(),
        procedures.national().link(),
        "Read the national guidance",
        parts);
    // From the register, because the child may have moved to another council (D41).
    register
        .find(shown.caseNumber())
        .map(RegisterCase::localAuthority)
        .ifPresent(council -> local(council, shown.formId(), parts));
    return String.join("\n\n", parts) + "\n";
  }

  private void local(String council, String form, List<String> parts) {
    String name = Markdown.escape(councils.name(council));
    parts.add("**Local procedure: " + name + "**");
    LocalProcedure local = procedures.of(council).orElse(null);
    if (local != null && local.hasProcedure()) {
      guidance(local.text(), local.link(), "Read the local procedure", parts);
    } else {
      parts.add(name + " has no local procedure here. Follow the national guidance.");
    }
    if (local != null && !local.teams().isEmpty()) {
      parts.add(
          local.teams().stream().map(GuidanceFormText::team).collect(Collectors.joining("\n")));
    }
    if (form.equals(ASSESSMENT)) {
      parts.add("**Assessment tool: " + name + "**");
      parts.add(
          procedures.assessmentToolInUse(council)
              ? "The assessment tool, the indicator matrix below, is in local use. It is optional: use it where it helps."
              : "The assessment tool, the indicator matrix below, is optional and not in local use. You may still use it where it helps. The NRM form asks for the same signs.");
    }
  }

  private static void guidance(String text, String link, String linkText, List<String> parts) {
    Arrays.stream(text.strip().split("\\R\\s*\\R"))
        .map(Markdown::escape)
        .filter(paragraph -> !paragraph.isEmpty())
        .forEach(parts::add);
    if (!link.isEmpty()) {
      // The check of the file made sure that it is a web address without spaces or angle brackets.
      parts.add("[" + linkText + "](" + link.replace("(", "%28").replace(")", "%29") + ")");
    }
  }

  private static String team(Team team) {
    String address =
        team.address().stream().map(Markdown::escape).collect(Collectors.joining(", "));
    return "- **" + Markdown.escape(team.name()) + "**" + (address.isEmpty() ? "" : ": " + address);
  }
}
