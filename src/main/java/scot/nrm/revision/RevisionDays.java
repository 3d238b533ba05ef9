package scot.nrm.revision;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Brings revisions into force at midnight of their day, in Europe/London, on whichever node is
 * first: it checks at the start of each minute. A node that was down at midnight does so at its
 * start.
 */
@Component
class RevisionDays {

  private static final Logger LOG = LoggerFactory.getLogger(RevisionDays.class);

  private final Revisions revisions;
  private final RevisedSets sets;
  private final RevisedCases cases;

  /** The latest fault at this node of each revision that had one. */
  private final Map<Integer, String> faults = new ConcurrentHashMap<>();

  RevisionDays(Revisions revisions, RevisedSets sets, RevisedCases cases) {
    this.sets = sets;
    this.revisions = revisions;
    this.cases = cases;
  }

  /**
   * Brings revisions into force that are due, and then moves the cases under way that they name.
   */
  @Scheduled(cron = "0 * * * * *")
  void runEveryMinute() {
    bringIntoForce();
    try {
      cases.continueMoving();
    } catch (RuntimeException e) {
      LOG.warn(
          "Cases under way could not be moved ({}); this is continued",
          e.getClass().getSimpleName());
    }
  }

  /**
   * Brings the due revisions into force, each in a transaction of its own. Then this node loads the
   * data of the set in force, even if another node brought it into force.
   *
   * <p>After the first fault of a revision, those after it wait for the next minute. It may only
   * have waited too long for a lock, and its approval would lapse if another set came into force
   * first. After its second fault, the others no longer wait for it.
   */
  @EventListener(ApplicationReadyEvent.class)
  void bringIntoForce() {
    try {
      for (int number : revisions.due()) {
        boolean first = !faults.containsKey(number);
        if (!bringIntoForce(number) && first) {
          break;
        }
      }
      sets.loadData();
    } catch (RuntimeException e) {
      LOG.warn(
          "Revisions could not be brought into force ({}); this is tried again",
          e.getClass().getSimpleName());
    }
  }

  /** Returns whether there was no fault; a refusal isn't one. */
  private boolean bringIntoForce(int number) {
    try {
      if (revisions.bringIntoForce(number)) {
        LOG.info("Revision {} is in force", number);
      } else {
        LOG.warn("Revision {} did not come into force; its page says why", number);
      }
    } catch (RevisionRefused refused) {
      revisions.sendBack(number, refused.getMessage());
      LOG.error("Revision {} did not come into force; its page says why", number);
    } catch (RuntimeException e) {
      Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
      String fault =
          cause.getClass().getName()
              + Arrays.stream(cause.getStackTrace()).findFirst().map(at -> " at " + at).orElse("");
      if (noteFault(number, cause.getClass().getSimpleName())
          && !fault.equals(faults.put(number, fault))) {
        LOG.error(
            "Revision {} could not come into force; this is tried again each minute: {}",
            number,
            fault);
      }
      return false;
    }
    sets.loadData();
    return true;
  }

  /**
   * Notes a fault on the page of a revision that is still due. It isn't if another node, for which
   * this one had waited too long, has brought it into force.
   *
   * @return whether it is still due; also if that can't be read
   */
  private boolean noteFault(int number, String fault) {
    try {
      return revisions.noteFault(number, fault);
    } catch (RuntimeException e) {
      return true;
    }
  }
}
