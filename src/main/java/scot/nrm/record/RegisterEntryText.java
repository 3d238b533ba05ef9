package scot.nrm.record;

import org.springframework.stereotype.Component;
import scot.nrm.register.Act;
import scot.nrm.register.EntryKind.Audience;
import scot.nrm.register.EntryWords;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterEvent;

/**
 * The register's history in sentences. An entry of a kind that this version of the program doesn't
 * know is shown with the name of its kind, so that no entry is missing from a record.
 */
@Component
class RegisterEntryText {

  private final CodeNames names;

  RegisterEntryText(CodeNames names) {
    this.names = names;
  }

  String sentence(RegisterEvent event) {
    return event.kind().sentence(new EntryWords(event, names));
  }

  /** An officer's act as a sentence, without the reason. */
  static String sentence(OfficerAct act) {
    String usual = EntryWords.words(act.act().id());
    return act.stage().heading()
        + (act.recordedAs() == null
            ? ", " + usual
            : ". " + act.recordedAs() + (act.act() == Act.SENT_BACK ? ", " + usual : ""))
        + (act.proposal() == null ? "" : ": " + EntryWords.words(act.proposal().id()))
        + ".";
  }

  /**
   * The officer's text in an entry; empty if there is none or this reader may not see it.
   *
   * @param readsAll whether the reader is from a competent authority or the NRM manager
   */
  String detail(RegisterEvent event, boolean readsAll) {
    Audience readBy = event.kind().audience(event);
    boolean shown = readBy == Audience.EVERYONE || readBy == Audience.AUTHORITIES && readsAll;
    return shown && event.detail() != null ? event.detail().strip() : "";
  }
}
