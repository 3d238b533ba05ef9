package scot.nrm;

import org.camunda.bpm.admin.Admin;
import org.camunda.bpm.admin.impl.DefaultAdminRuntimeDelegate;
import org.camunda.bpm.cockpit.Cockpit;
import org.camunda.bpm.cockpit.impl.DefaultCockpitRuntimeDelegate;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.tasklist.Tasklist;
import org.camunda.bpm.tasklist.impl.DefaultTasklistRuntimeDelegate;
import org.camunda.bpm.welcome.Welcome;
import org.camunda.bpm.welcome.impl.DefaultWelcomeRuntimeDelegate;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Makes the engine of a test's own application the one that Camunda's web applications find. They
 * find an engine by its name in the whole virtual machine, where several applications run side by
 * side in tests. They also keep what they know of engines for the whole virtual machine, and an
 * application that stops takes it from all others, so they start afresh with each engine.
 */
public class OwnEngineListener implements TestExecutionListener {

  @Override
  public void prepareTestInstance(TestContext test) {
    ApplicationContext application = test.getApplicationContext();
    application
        .getBeanProvider(ProcessEngine.class)
        .ifAvailable(
            engine -> {
              if (engine != ProcessEngines.getProcessEngine(engine.getName())
                  || Cockpit.getRuntimeDelegate() == null) {
                ProcessEngines.registerProcessEngine(engine);
                Cockpit.setCockpitRuntimeDelegate(new DefaultCockpitRuntimeDelegate());
                Tasklist.setTasklistRuntimeDelegate(new DefaultTasklistRuntimeDelegate());
                Admin.setAdminRuntimeDelegate(new DefaultAdminRuntimeDelegate());
                Welcome.setRuntimeDelegate(new DefaultWelcomeRuntimeDelegate());
              }
            });
  }
}
