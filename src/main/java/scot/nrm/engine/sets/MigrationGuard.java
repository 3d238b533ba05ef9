package scot.nrm.engine.sets;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.migration.instance.MigratingActivityInstance;
import org.camunda.bpm.engine.impl.migration.instance.MigratingProcessInstance;
import org.camunda.bpm.engine.impl.migration.validation.instance.MigratingActivityInstanceValidationReportImpl;
import org.camunda.bpm.engine.impl.migration.validation.instance.MigratingActivityInstanceValidator;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.EngineLists;

/** Applies our rule before each migration in the engine, however it was started. */
@Component
class MigrationGuard extends AbstractProcessEnginePlugin
    implements MigratingActivityInstanceValidator {

  private final MigrationRule rule;

  MigrationGuard(MigrationRule rule) {
    this.rule = rule;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setCustomPreMigratingActivityInstanceValidators(
        EngineLists.with(engine.getCustomPreMigratingActivityInstanceValidators(), this));
  }

  @Override
  public void validate(
      MigratingActivityInstance activity,
      MigratingProcessInstance process,
      MigratingActivityInstanceValidationReportImpl report) {
    if (activity == process.getRootInstance()) {
      ProcessDefinitionEntity from = process.getSourceDefinition();
      ProcessDefinitionEntity to = process.getTargetDefinition();
      MigrationRule.Migration migration =
          new MigrationRule.Migration(
              process.getProcessInstanceId(),
              activity.resolveRepresentativeExecution().getProcessInstance().getBusinessKey(),
              from.getKey(),
              to.getKey(),
              from.getDeploymentId(),
              to.getDeploymentId(),
              steps(process));
      List<String> problems = CaseInstances.withoutChecks(() -> rule.problems(migration));
      problems.forEach(report::addFailure);
    }
  }

  /** The innermost activities, and those that the process is about to enter or leave. */
  private static Set<String> steps(MigratingProcessInstance process) {
    return Stream.concat(
            process.getMigratingActivityInstances().stream()
                .filter(activity -> activity.getChildren().isEmpty())
                .map(activity -> activity.getSourceScope().getId()),
            process.getMigratingTransitionInstances().stream()
                .map(activity -> activity.getSourceScope().getId()))
        .collect(Collectors.toSet());
  }
}
