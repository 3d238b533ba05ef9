package scot.nrm.bench;

import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scot.nrm.Databases.Database;
import scot.nrm.stockcamunda.StockCamunda;

/**
 * Stock Camunda on a copy of the same cases, with authorization on and all other settings at their
 * defaults.
 */
final class StockCopy implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StockCopy.class);

  private final StockCamunda stock;

  StockCopy(Database copy) {
    stock = StockCamunda.on(copy);
  }

  /**
   * Sets each task's candidates and assignee again, so that stock Camunda writes its permissions,
   * and gives the two measured users a password that stock Camunda can read.
   */
  void grantPerTask() {
    ProcessEngine engine = stock.engine();
    TaskService tasks = engine.getTaskService();
    List<Task> open = tasks.createTaskQuery().list();
    int done = 0;
    for (Task task : open) {
      for (IdentityLink link : tasks.getIdentityLinksForTask(task.getId())) {
        if (IdentityLinkType.CANDIDATE.equals(link.getType()) && link.getGroupId() != null) {
          tasks.deleteCandidateGroup(task.getId(), link.getGroupId());
          tasks.addCandidateGroup(task.getId(), link.getGroupId());
        }
      }
      if (task.getAssignee() != null) {
        tasks.setAssignee(task.getId(), null);
        tasks.setAssignee(task.getId(), task.getAssignee());
      }
      if (++done % 1000 == 0) {
        LOG.info("{} of {} tasks have their grants", done, open.size());
      }
    }
    for (String person : List.of(Measured.CASEWORKER, Measured.OFFICER)) {
      IdentityService identity = engine.getIdentityService();
      User user = identity.createUserQuery().userId(person).singleResult();
      user.setPassword(Measured.PASSWORD);
      identity.saveUser(user);
    }
  }

  Measured signIn(String user) {
    return new Measured(TaskListBenchmark.port(stock.application()), stock.engine(), user);
  }

  @Override
  public void close() {
    stock.application().close();
  }
}
