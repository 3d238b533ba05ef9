package scot.nrm.changes.immigration;

import static scot.nrm.casefile.ImmigrationFacts.ASYLUM_CLAIM_DATE;
import static scot.nrm.casefile.ImmigrationFacts.ASYLUM_CLAIM_WITHDRAWN;
import static scot.nrm.casefile.ImmigrationFacts.PROCESSES;
import static scot.nrm.casefile.ImmigrationFacts.UK_NATIONAL_CONFIRMED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.Officer;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterUpdates;

/**
 * Records an immigration update in the child's file, as facts for routing, and in the register's
 * history (D14). A withdrawn claim still counts as a process, so that the case stays with UKBA.
 */
@Component
class RecordImmigrationNews implements JavaDelegate {

  private static final String GIVEN_REFERENCE = "givenHomeOfficeReference";

  private final CaseFile file;
  private final RegisterUpdates onTheWay;
  private final CaseInstances instances;

  RecordImmigrationNews(CaseFile file, RegisterUpdates onTheWay, CaseInstances instances) {
    this.file = file;
    this.onTheWay = onTheWay;
    this.instances = instances;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String caseNumber = execution.getProcessBusinessKey();
    ImmigrationNews news = ImmigrationNews.of(execution);
    String sender = Officer.of(execution);
    file.merge(caseNumber, facts(news, file.read(caseNumber)), sender);
    CaseFileContent child = file.read(caseNumber);
    LocalDate on = child.date(news.dateField()).orElseThrow();
    onTheWay.note(
        caseNumber,
        EntryKind.IMMIGRATION_NEWS,
        null,
        news.code(),
        on,
        sender,
        news.isNothingFound() ? child.text("nothingFoundReason") : null);
    tellLeave(caseNumber, news, child);
  }

  /**
   * If leave to remain is being decided, it waits for an asylum claim that has not been withdrawn,
   * and for no other (D29).
   */
  private void tellLeave(String caseNumber, ImmigrationNews news, CaseFileContent child) {
    if (!news.isAsylumClaim() && !news.isWithdrawn()
        || !instances.diagrams(caseNumber).contains("leave-to-remain")) {
      return;
    }
    instances.set(
        caseNumber,
        CaseVariables.ASYLUM_CLAIM,
        ImmigrationFacts.asylumClaimStands(child) ? "yes" : "no");
    instances.tell(caseNumber, news.isWithdrawn() ? "asylum-withdrawn" : "asylum-claimed");
  }

  /** What follows from the update but is not on the form. */
  private static Map<String, JsonNode> facts(ImmigrationNews news, CaseFileContent child) {
    Map<String, JsonNode> facts = new HashMap<>();
    news.process()
        .ifPresent(
            process -> {
              facts.put(process, TextNode.valueOf("yes"));
              // A manager's answer applied to what was known then (D13).
              facts.put(UK_NATIONAL_CONFIRMED, NullNode.getInstance());
              // An empty field does not remove a known reference.
              if (!child.text(GIVEN_REFERENCE).isEmpty()) {
                facts.put("homeOfficeReference", child.get(GIVEN_REFERENCE));
              }
              facts.put(GIVEN_REFERENCE, NullNode.getInstance());
            });
    if (news.isAsylumClaim()) {
      facts.put(ASYLUM_CLAIM_WITHDRAWN, NullNode.getInstance());
    }
    if (news.isNothingFound()) {
      PROCESSES.forEach(process -> facts.put(process, TextNode.valueOf("no")));
      facts.put(ASYLUM_CLAIM_DATE, NullNode.getInstance());
      facts.put(ASYLUM_CLAIM_WITHDRAWN, NullNode.getInstance());
    }
    return facts;
  }
}
