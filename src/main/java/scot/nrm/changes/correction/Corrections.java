package scot.nrm.changes.correction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/** The recorded facts of a case, their corrections, and both in words (D43). */
@Component
class Corrections {

  private final CaseFile file;
  private final Register register;
  private final FormLabels labels;

  Corrections(CaseFile file, Register register, FormLabels labels) {
    this.file = file;
    this.register = register;
    this.labels = labels;
  }

  /** The file, with the date of receipt from the register. */
  CaseFileContent known(String caseNumber) {
    ObjectNode fields = file.read(caseNumber).fields().deepCopy();
    register
        .find(caseNumber)
        .map(RegisterCase::referralReceivedOn)
        .ifPresent(received -> fields.put(CorrectedFact.RECEIPT_DATE.key(), received.toString()));
    return new CaseFileContent(fields);
  }

  /** The changes by key; empty if the register already has these values. */
  Map<String, JsonNode> changes(String caseNumber, CorrectedFact fact) {
    return fact.changes(known(caseNumber), file.read(caseNumber));
  }

  /** The old value and the new one, as people write them. */
  String describe(String caseNumber, Map<String, JsonNode> changes) {
    CaseFileContent known = known(caseNumber);
    return changes.entrySet().stream()
            .filter(change -> !CorrectedFact.NOT_DESCRIBED.contains(change.getKey()))
            .map(
                change ->
                    labels.label(change.getKey())
                        + ": "
                        + value(change.getKey(), known.get(change.getKey()))
                        + RegisterUpdates.CORRECTED_TO
                        + value(change.getKey(), change.getValue()))
            .collect(Collectors.joining(". "))
        + ".";
  }

  private String value(String key, JsonNode value) {
    CaseFileContent one =
        new CaseFileContent(
            JsonNodeFactory.instance.objectNode().set(key, value.isMissingNode() ? null : value));
    String words =
        one.date(key)
            .map(BritishDate::of)
            .orElseGet(
                () ->
                    one.list(key).stream()
                        .map(code -> labels.option(key, code))
                        .collect(Collectors.joining(", ")));
    return words.isEmpty() ? RegisterUpdates.NOTHING : words;
  }

  Optional<RegisterEvent> latest(String caseNumber, EntryKind kind, CorrectedFact fact) {
    return of(caseNumber, kind, fact).reduce((earlier, later) -> later);
  }

  /** All of one kind about a fact, in their order. */
  Stream<RegisterEvent> of(String caseNumber, EntryKind kind, CorrectedFact fact) {
    return register.history(caseNumber).stream()
        .filter(event -> event.is(kind) && fact.key().equals(event.code()));
  }
}
