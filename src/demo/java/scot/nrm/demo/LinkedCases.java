package scot.nrm.demo;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Cases simulated together in order of time, because their stories are linked; most groups have one
 * case.
 */
interface LinkedCases {

  /** The position, for an order that doesn't depend on chance. */
  int place();

  /** When something happens next; empty if nothing more does. */
  Optional<LocalDateTime> next();

  /** The child whose case begins next, if that is the next act. */
  Optional<InventedChild> begins();

  /** Performs the next act. */
  void advance();
}
