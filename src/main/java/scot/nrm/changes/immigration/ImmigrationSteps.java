package scot.nrm.changes.immigration;

import static scot.nrm.casefile.ImmigrationFacts.ASYLUM_CLAIM_DATE;
import static scot.nrm.casefile.ImmigrationFacts.ASYLUM_CLAIM_WITHDRAWN;
import static scot.nrm.casefile.ImmigrationFacts.ASYLUM_DECISION;
import static scot.nrm.casefile.ImmigrationFacts.ASYLUM_DECISION_DATE;
import static scot.nrm.casefile.ImmigrationFacts.PROCESSES;
import static scot.nrm.casefile.ImmigrationFacts.UK_NATIONAL_CONFIRMED;
import static scot.nrm.engine.CaseVariables.MERGED_BY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.MatchFacts;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.Officer;
import scot.nrm.engine.steps.Step;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** The step about an immigration update, which may move the open decision (D14). */
@Configuration(proxyBeanMethods = false)
class ImmigrationSteps {

  private static final String GIVEN_REFERENCE = "givenHomeOfficeReference";

  private final RegisterUpdates updates;
  private final CaseFile file;

  ImmigrationSteps(RegisterUpdates updates, CaseFile file) {
    this.updates = updates;
    this.file = file;
  }

  /**
   * Records an immigration update in the child's file, as facts for routing, and in the register's
   * history (D14). A claim that was withdrawn or decided still counts as a process, so that the
   * case stays with UKBA. What a claim means for leave (D29) is asked at once, or for a merged case
   * once all its updates are recorded (D12).
   */
  @Step(
      value = "Record the immigration facts",
      needs = "immigrationUpdate",
      uses = {"mergedBy", "otherProcess"},
      sets = "asylumClaim",
      starts = "confirm-same-child",
      sends = {"asylum-claimed", "asylum-withdrawn"},
      passes = "localAuthority")
  @Bean
  ExecutionListener recordImmigrationUpdate(AsylumClaims claims, CaseClock clock) {
    return step -> {
      String caseNumber = step.getProcessBusinessKey();
      ImmigrationUpdate update = ImmigrationUpdate.of(step);
      file.merge(caseNumber, facts(update, file.read(caseNumber)), Officer.of(step));
      CaseFileContent child = file.read(caseNumber);
      updates.addEntry(
          caseNumber,
          RegisterEvent.entry(EntryKind.IMMIGRATION_UPDATE)
              .code(update.code())
              // The NRM form of a merged case (D12) doesn't ask when other processes began.
              .from(child.date(update.dateField()).orElseGet(clock::today))
              .officer(Officer.of(step))
              .detail(update.isNothingFound() ? child.text("nothingFoundReason") : null));
      boolean carriedOver = MERGED_BY.from(step).getOptional().isPresent();
      if (!carriedOver && (update.isAsylumClaim() || update.isWithdrawn())) {
        claims.updateLeave(caseNumber);
      }
    };
  }

  /** What follows from the update but is not on the form. */
  private static Map<String, JsonNode> facts(ImmigrationUpdate update, CaseFileContent child) {
    Map<String, JsonNode> facts = new HashMap<>();
    update
        .process()
        .ifPresent(
            process -> {
              facts.put(process, TextNode.valueOf("yes"));
              // A manager's answer applied to what was known then (D13).
              facts.put(UK_NATIONAL_CONFIRMED, NullNode.getInstance());
              // A known reference stays if none is given, or only words such as "applied for".
              if (MatchFacts.hasReference(child, GIVEN_REFERENCE)) {
                facts.put("homeOfficeReference", child.get(GIVEN_REFERENCE));
              }
              facts.put(GIVEN_REFERENCE, NullNode.getInstance());
            });
    if (update.isAsylumClaim() || update.isNothingFound()) {
      facts.put(ASYLUM_CLAIM_WITHDRAWN, NullNode.getInstance());
      facts.put(ASYLUM_DECISION, NullNode.getInstance());
      facts.put(ASYLUM_DECISION_DATE, NullNode.getInstance());
    }
    update
        .asylumDecision()
        .ifPresent(decision -> facts.put(ASYLUM_DECISION, TextNode.valueOf(decision)));
    if (update.isNothingFound()) {
      PROCESSES.forEach(process -> facts.put(process, TextNode.valueOf("no")));
      facts.put(ASYLUM_CLAIM_DATE, NullNode.getInstance());
    }
    return facts;
  }
}
