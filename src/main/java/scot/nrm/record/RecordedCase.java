package scot.nrm.record;

import java.time.LocalDate;
import java.util.List;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;

/**
 * Everything that a record says about a case, for one reader.
 *
 * @param minuteOpen of each decision, whether this reader may read its minute
 * @param acts what the officers did at both stages; empty for a reader outside the competent
 *     authorities
 * @param readsAll whether the reader is of a competent authority, or the NRM manager
 * @param today the day of reading
 */
record RecordedCase(
    RegisterCase known,
    CaseFileContent file,
    List<Decision> decisions,
    List<Boolean> minuteOpen,
    List<OfficerAct> acts,
    List<RegisterEvent> history,
    boolean readsAll,
    LocalDate today) {

  CaseOverview overview() {
    return new CaseOverview(known, today);
  }

  String caseNumber() {
    return known.caseNumber();
  }

  /**
   * The same with only a part of its history, for a reader who may see no more; without what the
   * officers did.
   */
  RecordedCase with(List<RegisterEvent> part) {
    return new RecordedCase(known, file, decisions, minuteOpen, List.of(), part, readsAll, today);
  }

  /** The entries of these kinds, oldest first. */
  List<RegisterEvent> events(EntryKind... kinds) {
    return history.stream().filter(event -> event.is(kinds)).toList();
  }
}
