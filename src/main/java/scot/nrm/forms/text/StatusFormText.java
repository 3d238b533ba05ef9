package scot.nrm.forms.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.forms.text.FormText.CaseOfForm;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.CaseOverview.Fact;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;

/** Anything unusual about the case now, and the removal hold (D6, D32, D34, D35). */
@Configuration
public class StatusFormText {

  /** The dates of the case and its deadlines. */
  @Bean
  FormText showDates(Register register, CaseClock clock) {
    return shown ->
        register
            .find(shown.caseNumber())
            .map(nrmCase -> dates(new CaseOverview(nrmCase, clock.now())))
            .orElse("");
  }

  private static String dates(CaseOverview overview) {
    Stream<Fact> deadlines =
        overview.deadlines().stream().map(due -> new Fact(due.name(), due.sentence()));
    return section("Dates", overview.dates().stream()) + section("Deadlines", deadlines);
  }

  private static String section(String heading, Stream<Fact> facts) {
    return Markdown.section(
        heading, facts.map(fact -> Markdown.item(fact.label(), fact.value())).toList());
  }

  /** Anything unusual about the case now, and the removal hold (D6, D11, D14, D32, D34, D35). */
  @Bean
  FormText showNow(Register register, CaseClock clock, NamesAndRoles people) {
    return shown ->
        register
            .find(shown.caseNumber())
            .map(
                nrmCase ->
                    status(
                        new CaseOverview(nrmCase, clock.now()), nrmCase, shown, register, people))
            .orElse("");
  }

  private static String status(
      CaseOverview overview,
      RegisterCase nrmCase,
      CaseOfForm shown,
      Register register,
      NamesAndRoles people) {
    List<String> items = new ArrayList<>();
    items.add(transfer(nrmCase.caseNumber(), register));
    overview.notable().forEach(fact -> items.add(Markdown.item(fact.label(), fact.value())));
    items.add(directReferral(nrmCase.caseNumber(), register));
    items.add(excludedOfficers(nrmCase, shown, register, people));
    if (nrmCase.now().ukbaCopyOn() != null) {
      items.add(
          Markdown.item(
              "{{authority.immigration.short}} copy",
              "received on " + BritishDate.of(nrmCase.now().ukbaCopyOn())));
      if (nrmCase.removalHold() == RemovalHold.ENDED && nrmCase.referralReceivedOn() == null) {
        items.add(Markdown.item("Removal", "no longer on hold: " + overview.state()));
      }
    }
    if (nrmCase.removalHold() == RemovalHold.ON) {
      items.add(
          Markdown.item(
              "Removal",
              overview.removal()
                  + (ImmigrationFacts.isAsylumClaimed(shown.file())
                      ? "; there is also an asylum claim"
                      : "")));
    }
    return Markdown.section("Status", items);
  }

  /** Explains why a task is open again (D14). */
  private static String transfer(String caseNumber, Register register) {
    return register
        .latest(caseNumber, EntryKind.AUTHORITY_CHANGED)
        .map(
            move ->
                Markdown.item(
                    "Transferred",
                    "to %s on %s; deadlines have not changed, and a proposal by the other authority no longer counts"
                        .formatted(
                            Authority.of(move.code()).inText(), BritishDate.of(move.from()))))
        .orElse("");
  }

  /** That a form came without the local authority, and what that has answered (D11). */
  private static String directReferral(String caseNumber, Register register) {
    return register
        .latest(caseNumber, EntryKind.DIRECT_REFERRAL, EntryKind.DIRECT_REFERRAL_ANSWERED)
        .map(entry -> entry.is(EntryKind.DIRECT_REFERRAL) ? "has not answered yet" : answer(entry))
        .map(
            answer ->
                Markdown.item(
                    "NRM form",
                    "sent straight to {{authority.intake.the}}; the local authority " + answer))
        .orElse("");
  }

  private static String answer(RegisterEvent entry) {
    String why = Markdown.escape(Objects.toString(entry.detail(), ""));
    return why.isEmpty() ? entry.code() : entry.code() + ": " + why;
  }

  /** For the forms that decide it, so that nobody starts who may not (D30). */
  private static String excludedOfficers(
      RegisterCase nrmCase, CaseOfForm shown, Register register, NamesAndRoles people) {
    Stage stage = nrmCase.now().reconsideredStage();
    if (stage == null || !shown.stages().contains(stage)) {
      return "";
    }
    Set<String> officers = register.officersBeforeReconsideration(nrmCase.caseNumber(), stage);
    NamesAndRoles.History names = people.of(officers);
    return Markdown.item(
        "Who may decide",
        "officers who have not acted at this stage before, so not "
            + officers.stream()
                .map(names::nameWithId)
                .sorted()
                .map(Markdown::escape)
                .collect(Collectors.joining(", ")));
  }
}
