package scot.nrm.record;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;

/**
 * The data of a record, for one reader.
 *
 * @param minuteReadable for each decision, whether this reader may read its minute
 * @param acts the officers' acts at both stages; empty for a reader outside the competent
 *     authorities
 * @param readsAll whether the reader is from a competent authority or the NRM manager
 */
record RecordedCase(
    RegisterCase nrmCase,
    CaseFileContent file,
    List<Decision> decisions,
    List<Boolean> minuteReadable,
    List<OfficerAct> acts,
    List<RegisterEvent> history,
    boolean readsAll,
    Instant now) {

  CaseOverview overview() {
    return new CaseOverview(nrmCase, now);
  }

  LocalDate today() {
    return overview().today();
  }

  String caseNumber() {
    return nrmCase.caseNumber();
  }

  /** A copy with a part of the history and no acts of officers, for a reader who sees no more. */
  RecordedCase with(List<RegisterEvent> part) {
    return new RecordedCase(
        nrmCase, file, decisions, minuteReadable, List.of(), part, readsAll, now);
  }

  /** The user ids of all officers whose actions this reader may see. */
  Set<String> officers() {
    return Stream.of(
            history.stream().map(RegisterEvent::officer),
            acts.stream().map(OfficerAct::officer),
            decisions.stream().flatMap(made -> Stream.of(made.caseOwner(), made.secondOfficer())))
        .flatMap(ids -> ids)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** The entry of each decision of a stage, in order. */
  List<RegisterEvent> decisionEntries(Stage stage) {
    return events(EntryKind.DECIDED).stream().filter(event -> event.stage() == stage).toList();
  }

  Optional<RegisterEvent> latest(EntryKind kind) {
    return events(kind).stream().reduce((earlier, later) -> later);
  }

  /** The entries of these kinds, oldest first. */
  List<RegisterEvent> events(EntryKind... kinds) {
    return history.stream().filter(event -> event.is(kinds)).toList();
  }
}
