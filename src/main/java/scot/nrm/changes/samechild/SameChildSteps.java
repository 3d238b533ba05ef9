package scot.nrm.changes.samechild;

import static java.util.stream.Collectors.toSet;
import static scot.nrm.engine.CaseVariables.DECIDING_AUTHORITY;
import static scot.nrm.engine.CaseVariables.MERGED_BY;
import static scot.nrm.engine.CaseVariables.MERGED_INTO;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import scot.nrm.access.SameChildElsewhere;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.MatchIndex;
import scot.nrm.changes.OpenStage;
import scot.nrm.changes.closing.EndCase;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseNumber;
import scot.nrm.engine.CaseTasks;
import scot.nrm.engine.Officer;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.steps.Step;
import scot.nrm.letters.LettersAfterChange;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Links;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** The steps by which cases of one child are merged (D12) and those of siblings are linked (D5). */
@Configuration(proxyBeanMethods = false)
class SameChildSteps {

  private final Register register;
  private final Links links;
  private final CaseInstances instances;
  private final CaseFile files;
  private final FactsOfMergedCase carryOver;

  SameChildSteps(
      Register register,
      Links links,
      CaseInstances instances,
      CaseFile files,
      FactsOfMergedCase carryOver) {
    this.register = register;
    this.links = links;
    this.instances = instances;
    this.files = files;
    this.carryOver = carryOver;
  }

  /**
   * Asks UKHTC's intake whether it is the same child when another case matches for the first time
   * (D12). Before intake has logged the form, it will see all matches there. Nobody need look at
   * linked cases again.
   */
  @EventListener
  void askIntake(MatchIndex.NewMatches found) {
    Set<String> linked =
        links.of(found.caseNumber()).stream().map(Links.Link::caseNumber).collect(toSet());
    register
        .find(found.caseNumber())
        .filter(nrmCase -> nrmCase.referralReceivedOn() != null)
        .filter(nrmCase -> nrmCase.now().mergedInto() == null)
        .filter(nrmCase -> !linked.containsAll(found.others()))
        .ifPresent(
            nrmCase ->
                instances.start(
                    "confirm-same-child",
                    nrmCase.caseNumber(),
                    nrmCase.localAuthority(),
                    Map.of()));
  }

  /**
   * Carries out intake's decision at UKHTC about another case that may be of the same child (D12):
   * links the two, or lets {@code merge-cases} end the one received later, whose court hearing is
   * recorded in the other if it is earlier (D16). Does nothing if it is a different child.
   */
  @Step(
      value = "Merge or link cases",
      starts = {"merge-cases", "record-court-hearing"},
      passes = {"localAuthority", "mergedBy", "mergedInto"})
  @Bean
  JavaDelegate mergeOrLink() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      register
          .latest(caseNumber, EntryKind.MATCH_DECIDED)
          .ifPresent(decided -> carryOut(caseNumber, decided));
    };
  }

  private void carryOut(String caseNumber, RegisterEvent decided) {
    if (decided.code().equals(MatchDecisionRecord.LINK)) {
      links.link(caseNumber, decided.detail(), Links.Why.SAME_CHILD_SUSPECTED, decided.officer());
    } else if (decided.code().equals(MatchDecisionRecord.MERGE)) {
      merge(
          register.find(caseNumber).orElseThrow(),
          continuingCase(decided.detail()),
          decided.officer());
    }
  }

  /** The other case may have been merged with a third one since the form was filled in. */
  private RegisterCase continuingCase(String caseNumber) {
    RegisterCase nrmCase = register.find(caseNumber).orElseThrow();
    return nrmCase.now().mergedInto() == null
        ? nrmCase
        : continuingCase(nrmCase.now().mergedInto());
  }

  private void merge(RegisterCase here, RegisterCase other, String officer) {
    if (here.caseNumber().equals(other.caseNumber())) {
      return; // the other case was merged with this one at the same time
    }
    CaseMerge merge = CaseMerge.of(here, other);
    RegisterCase ends = merge.ends().equals(here.caseNumber()) ? here : other;
    register.lock(merge.continues()); // before its file, as a form does: no two wait for each other
    carryOver.carryOverHearing(ends, ends == here ? other : here, officer);
    instances.start(
        "merge-cases",
        ends.caseNumber(),
        ends.localAuthority(),
        Map.of(
            MERGED_INTO.getName(),
            merge.continues(),
            MERGED_BY.getName(),
            officer == null ? "" : officer));
  }

  /**
   * Ends a case that is merged with another one of the same child (D12, D43), links the two in both
   * directions, and determines which authority's case owner is working on the continuing case.
   * Facts about the child are carried over to that case, and so are the links with siblings' cases
   * (D5). Who reported the child under this number is notified of what applies there: a decision,
   * an absence, a suspended stage. If the cases are of two local authorities, each is notified of
   * the other (D1).
   *
   * <p>If the other case has been closed meanwhile, the two are linked instead, and this one
   * continues.
   */
  @Step(
      value = "End the merged case",
      needs = {"mergedBy", "mergedInto"},
      sets = {
        "asylumClaim",
        "caseOutcome",
        "decidingAuthority",
        "lettersWaiting",
        "missingSince",
        "removalHold",
        "suspendedStage"
      },
      sends = {
        "address-recorded", "asylum-claimed", "asylum-withdrawn",
        "case-decided", "missing-again", "sibling-linked"
      },
      starts = {
        "child-protection",
        "confirm-same-child",
        "find-address",
        "leave-expiry",
        "missing-child",
        "record-court-hearing",
        "record-immigration-update",
        "support-as-adult",
        "ukba-pre-alert"
      },
      passes = {
        "answerDueDate", "concernAccepted", "decidingAuthority",
        "foundAdult", "immigrationUpdate", "lettersWaiting",
        "localAuthority", "mergedBy"
      })
  @Bean
  JavaDelegate endMergedCase(
      RegisterUpdates updates,
      EndCase endCase,
      CaseClock clock,
      CaseTasks tasks,
      OpenStage openStage,
      LettersAfterChange letters,
      ApplicationEventPublisher events) {
    return step -> {
      String ends = step.getProcessBusinessKey();
      String continues = continuingCase(MERGED_INTO.from(step).get()).caseNumber();
      String typed = MERGED_BY.from(step).get();
      String officer = typed.isEmpty() ? null : typed;
      boolean isSame = continues.equals(ends); // the other case was merged with this one meanwhile
      if (isSame || CaseMerge.isOver(register.lock(continues), register)) {
        if (!isSame) { // it has been closed since the form was sent
          links.link(ends, continues, Links.Why.SAME_CHILD_SUSPECTED, officer);
        }
        DECIDING_AUTHORITY.on(step).set("none");
        return;
      }
      List<String> merged = // the cases merged with it earlier continue there too
          Stream.concat(Stream.of(ends), links.mergedInto(ends).stream()).toList();
      for (String number : merged) {
        links.link(number, continues, Links.Why.MERGED, officer);
        updates.merged(number, continues, clock.today(), officer);
      }
      RegisterCase ended = register.find(ends).orElseThrow();
      RegisterCase nrmCase = register.find(continues).orElseThrow();
      Collection<RegisterCase> elsewhere = ofOtherAuthorities(merged, nrmCase);
      elsewhere.forEach(other -> restartProtection(other.caseNumber()));
      if (!elsewhere.isEmpty()) {
        restartProtection(continues);
      }
      endCase.end(ends, RegisterEvent.MERGED, clock.today(), officer);
      carryOver.carryOverCopy(ended, nrmCase, officer);
      carryOver.carryOverProcesses(ended, nrmCase, officer);
      RegisterCase moved = register.find(continues).orElseThrow();
      DECIDING_AUTHORITY.on(step).set(readingAuthority(moved));
      carryOver.carryOverFacts(ended, nrmCase, openStage.decidingAuthority(moved), officer);
      letters.notifyMergedReporters(continues, merged, officer);
      if (links.linkFamilyOfMerged(ends, continues, officer)) {
        notifyFamily(continues, tasks);
      }
      for (RegisterCase other : elsewhere) {
        updates.addEntry(other.caseNumber(), otherAuthorityEntry(nrmCase, officer));
        updates.addEntry(continues, otherAuthorityEntry(other, officer));
        events.publishEvent(new SameChildElsewhere(other.caseNumber(), other.localAuthority()));
        if (!other.caseNumber().equals(ends)) {
          instances.correlateIn(other.caseNumber(), "child-protection", "case-decided");
        }
      }
      if (!elsewhere.isEmpty()) {
        // For a review of the protection plan alone, because this case has not been decided.
        instances.correlateIn(continues, "child-protection", "case-decided");
        events.publishEvent(new SameChildElsewhere(continues, nrmCase.localAuthority()));
      }
    };
  }

  /**
   * The cases of other local authorities, one of each: the one that ends now, or else one that was
   * merged with it earlier.
   *
   * @param merged the case that ends first
   */
  private Collection<RegisterCase> ofOtherAuthorities(List<String> merged, RegisterCase continues) {
    Map<String, RegisterCase> elsewhere = new LinkedHashMap<>();
    merged.stream()
        .map(register::lock)
        .filter(other -> !other.localAuthority().equals(continues.localAuthority()))
        .forEach(other -> elsewhere.putIfAbsent(other.localAuthority(), other));
    return elsewhere.values();
  }

  /** Protection work that has ended starts again, so that both have a task about it (D1). */
  private void restartProtection(String caseNumber) {
    instances.restart("child-protection", caseNumber, register.lock(caseNumber).localAuthority());
  }

  /** That another local authority has a case of the child, which, and since when. */
  private RegisterEvent otherAuthorityEntry(RegisterCase other, String officer) {
    return RegisterEvent.entry(EntryKind.SAME_CHILD_ELSEWHERE)
        .code(other.localAuthority())
        .from(
            register
                .latest(other.caseNumber(), EntryKind.COUNCIL_CHANGED)
                .map(RegisterEvent::from)
                .orElse(other.openedOn()))
        .officer(officer)
        .detail(other.caseNumber());
  }

  /** {@code UKHTC}, {@code UKBA}, or {@code none} before the case has a route (D13). */
  private static String readingAuthority(RegisterCase nrmCase) {
    boolean conclusive =
        nrmCase.reasonableGrounds().outcome() == Outcome.POSITIVE && nrmCase.cgAuthority() != null;
    Authority authority = conclusive ? nrmCase.cgAuthority() : nrmCase.rgAuthority();
    return authority == null ? "none" : authority.id();
  }

  /**
   * Links the cases of two siblings to each other, and to those of all their brothers and sisters
   * (D5). Each keeps its own form and its own decisions.
   */
  @Step("Link the siblings' cases")
  @Bean
  JavaDelegate linkSiblings() {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      links.linkFamilies(
          caseNumber,
          CaseNumber.of(files.read(caseNumber).text("siblingCaseNumber")),
          Officer.of(step));
    };
  }

  /**
   * Notifies the local authority's open child protection work for all the children that they are
   * siblings (D1, D5). A task that is still open shows the new link, so that the plan is reviewed
   * once.
   */
  @Step(value = "Notify the siblings' child protection", sends = "sibling-linked")
  @Bean
  JavaDelegate notifySiblingsProtection(CaseTasks tasks) {
    return step -> notifyFamily(step.getProcessBusinessKey(), tasks);
  }

  private void notifyFamily(String caseNumber, CaseTasks tasks) {
    links.familyOf(caseNumber).stream()
        .filter(child -> !tasks.isOpen(child, "consider-sibling"))
        .forEach(child -> instances.correlate(child, "sibling-linked"));
  }
}
