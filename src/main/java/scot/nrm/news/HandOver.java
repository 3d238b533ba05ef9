package scot.nrm.news;

import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.Register;
import scot.nrm.casefile.RegisterEvent;

/** The hand-over of a case to another council, as the register has it (D41). */
@Component
class HandOver {

  static final String ASKED = "hand-over-asked";
  static final String RETURNED = "hand-over-returned";
  /** The diagram in which the other council answers, and the message for each of its answers. */
  static final String ANSWER = "accept-hand-over";
  static final String ACCEPTED_MESSAGE = "council-changed";
  static final String RETURNED_MESSAGE = "hand-over-returned";

  private final Register register;

  HandOver(Register register) {
    this.register = register;
  }

  /** The latest of one kind: only one hand-over waits at a time. */
  Optional<RegisterEvent> latest(String caseNumber, String kind) {
    return register.history(caseNumber).stream().filter(event -> event.kind().equals(kind))
        .reduce((earlier, later) -> later);
  }
}
