package scot.nrm.forms.text;

import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Councils;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.register.Links;
import scot.nrm.register.Links.Link;
import scot.nrm.register.Matches;
import scot.nrm.register.Matches.Match;
import scot.nrm.register.Matches.Reason;
import scot.nrm.register.Register;

/** The numbers of related cases, without any of their content. */
@Configuration
class OtherCasesFormText {

  /**
   * Cases that may be about the same child (D12). Only the form on which UKHTC logs a referral uses
   * this.
   */
  @Bean
  FormText showLikelyMatches(Matches matches, Register register, Councils councils) {
    return shown -> {
      String items =
          matches.of(shown.caseNumber()).stream()
              .map(match -> item(match, councils) + outcome(match.caseNumber(), register) + "\n")
              .collect(Collectors.joining());
      return items.isEmpty()
          ? "No other case matches."
          : "**These cases match: check each before you decide**\n\n" + items + "\n";
    };
  }

  /**
   * Cases linked to this one (D5, D12), with the outcome of those that the reader may open; of a
   * merged case also which local authority has it.
   */
  @Bean
  FormText showLinkedCases(
      Links links,
      Register register,
      Councils councils,
      CaseAccess access,
      IdentityService identity) {
    return shown -> {
      String items =
          links.of(shown.caseNumber()).stream()
              .map(
                  link ->
                      item(link)
                          + (link.why() == Links.Why.MERGED
                              ? council(link, register, councils) + form(link, access, identity)
                              : mayRead(link, access, identity)
                                  ? outcome(link.caseNumber(), register)
                                  : "")
                          + "\n")
              .collect(Collectors.joining());
      return items.isEmpty() ? "" : "**Linked cases**\n\n" + items + "\n";
    };
  }

  private static String item(Match match, Councils councils) {
    String why = match.why().stream().map(Reason::words).collect(Collectors.joining(", "));
    String received =
        match.receivedOn() == null
            ? "NRM form not yet received"
            : "received on %s; %s"
                .formatted(BritishDate.of(match.receivedOn()), nrmForm(match.caseNumber()));
    return "- **%s**: %s; %s; %s"
        .formatted(match.caseNumber(), why, council(match.localAuthority(), councils), received);
  }

  private static String item(Link link) {
    return "- **%s**: %s".formatted(link.caseNumber(), link.why().words());
  }

  private static String council(Link link, Register register, Councils councils) {
    return register
        .find(link.caseNumber())
        .map(other -> "; " + council(other.localAuthority(), councils))
        .orElse("");
  }

  /** A merged case of another local authority can't be read. */
  private static String form(Link link, CaseAccess access, IdentityService identity) {
    return mayRead(link, access, identity) ? "; " + nrmForm(link.caseNumber()) : "";
  }

  private static boolean mayRead(Link link, CaseAccess access, IdentityService identity) {
    return Viewer.signedIn(identity)
        .map(person -> access.mayRead(person, link.caseNumber()))
        .orElse(true);
  }

  /** How a case has ended, or with which it was merged; nothing while it is open. */
  private static String outcome(String caseNumber, Register register) {
    return register
        .find(caseNumber)
        .filter(ended -> ended.caseOutcome() != null)
        .map(
            ended ->
                ended.now().mergedInto() == null
                    ? "; " + StringUtils.uncapitalize(ended.caseOutcome().heading())
                    : "; merged with " + ended.now().mergedInto())
        .orElse("");
  }

  private static String council(String id, Councils councils) {
    return Markdown.escape(councils.name(id));
  }

  private static String nrmForm(String caseNumber) {
    return "[NRM form of %1$s](/nrm/cases/%1$s/nrm-form.pdf)".formatted(caseNumber);
  }
}
