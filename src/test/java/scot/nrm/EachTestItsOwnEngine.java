package scot.nrm;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Camunda's web applications find their engine by its name in the whole virtual machine, where several applications with
 * an engine of that name run beside each other in tests, and stop. Before each test the engine of its application is the
 * one that is found.
 */
public class EachTestItsOwnEngine implements TestExecutionListener {

  @Override
  public void prepareTestInstance(TestContext test) {
    ApplicationContext application = test.getApplicationContext();
    application.getBeanProvider(ProcessEngine.class).ifAvailable(ProcessEngines::registerProcessEngine);
  }
}
