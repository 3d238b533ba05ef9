package scot.nrm.record;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import scot.nrm.register.EntryKind;
import scot.nrm.register.EntryKind.Audience;
import scot.nrm.register.EntryWords;
import scot.nrm.register.Outcome;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.Stage;
import scot.nrm.register.StoredCode;

/**
 * The register's history in sentences. An entry of a kind that this version of the program doesn't
 * know is shown with the words of its kind, so that nothing is ever left out of a record.
 */
@Component
class RegisterEntryText {

  private final EntryWords.Names names;

  RegisterEntryText(CodeNames names) {
    this.names = new EntryNames(names);
  }

  /** The event, as a sentence. */
  String sentence(RegisterEvent event) {
    EntryWords words = new EntryWords(event, names);
    String sentence =
        EntryKind.find(event.kind())
            .map(kind -> kind.sentence(words))
            .orElseGet(words::inItsOwnWords);
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  /**
   * The text written with it; empty if there is none or this reader may not see it.
   *
   * @param readsAll whether the reader is from a competent authority or the NRM manager
   */
  String detail(RegisterEvent event, boolean readsAll) {
    Audience readBy =
        EntryKind.find(event.kind()).map(kind -> kind.audience(event)).orElse(Audience.AUTHORITIES);
    boolean shown = readBy == Audience.EVERYONE || readBy == Audience.AUTHORITIES && readsAll;
    return shown && event.detail() != null ? event.detail().strip() : "";
  }

  private record EntryNames(CodeNames names) implements EntryWords.Names {

    @Override
    public String council(String id) {
      return names.council(id);
    }

    @Override
    public String authority(String id, LocalDate day) {
      return names.authority(id, day);
    }

    @Override
    public String route(String basis) {
      return names.route(basis);
    }

    @Override
    public String label(String field) {
      return names.label(field);
    }

    @Override
    public String addressee(String kind) {
      return CodeNames.addressee(kind);
    }

    @Override
    public String letter(String template) {
      return CodeNames.letter(template);
    }

    @Override
    public String outcome(Stage stage, String outcome) {
      return StoredCode.find(Outcome.class, outcome)
          .map(known -> CodeNames.outcome(stage, known))
          .orElseGet(() -> CodeNames.words(outcome));
    }
  }
}
