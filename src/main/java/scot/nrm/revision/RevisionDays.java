package scot.nrm.revision;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
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
   * Brings each due revision into force separately, so that a failure doesn't stop the others. Then
   * this node loads the data of the set in force, also if another node brought it into force.
   */
  @EventListener(ApplicationReadyEvent.class)
  void bringIntoForce() {
    try {
      revisions.due().forEach(this::bringIntoForce);
      sets.loadData();
    } catch (RuntimeException e) {
      LOG.warn(
          "Revisions could not be brought into force ({}); this is tried again",
          e.getClass().getSimpleName());
    }
  }

  private void bringIntoForce(int number) {
    try {
      boolean isInForce = revisions.bringIntoForce(number);
      sets.loadData();
      if (isInForce) {
        LOG.info("Revision {} came into force", number);
      } else {
        LOG.warn("Revision {} did not come into force; its page says why", number);
      }
    } catch (RevisionRefused refused) {
      revisions.sendBack(number, refused.getMessage());
      LOG.error("Revision {} did not come into force; its page says why", number);
    }
  }
}
