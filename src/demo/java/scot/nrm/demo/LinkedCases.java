package scot.nrm.demo;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Cases that are worked on in one order of time, because one story speaks of the other; most have
 * but one.
 */
interface LinkedCases {

  /** Which one it is, for an order that does not depend on chance. */
  int place();

  /** When something happens next; empty where nothing does any more. */
  Optional<LocalDateTime> next();

  /** Whose case begins, if that is what happens next. */
  Optional<InventedChild> begins();

  /** Lets happen what happens next. */
  void goOn();
}
