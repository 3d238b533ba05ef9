package scot.nrm.forms;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.spring.ProcessEngineFactoryBean;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import scot.nrm.Databases;
import scot.nrm.SharedEngineStatements;
import scot.nrm.access.Absences;
import scot.nrm.access.Councils;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.access.PersonLock;
import scot.nrm.access.Roles;
import scot.nrm.access.TeamMembers;
import scot.nrm.access.tasks.FormReaders;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.CaseFileParts;
import scot.nrm.casefile.Store;
import scot.nrm.commands.CommandPlugin;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.errors.QuietRefusals;
import scot.nrm.forms.rules.ChildAgeRule;
import scot.nrm.forms.rules.DateRules;
import scot.nrm.forms.rules.IndicatorRule;
import scot.nrm.forms.text.DecisionsFormText;
import scot.nrm.forms.text.FormTexts;
import scot.nrm.forms.text.OpenedFormValues;
import scot.nrm.forms.text.ReferralFormText;
import scot.nrm.forms.text.StatusFormText;
import scot.nrm.register.Links;
import scot.nrm.register.Register;
import scot.nrm.schema.DatabaseOnly;

/**
 * An engine with the plugin for forms, the case file, the register, and the test's own diagrams.
 */
final class FormEngine extends Store {

  FormEngine() {
    super(Databases.h2(), Parts.class);
  }

  ProcessEngine engine() {
    return get(ProcessEngine.class);
  }

  CaseFileContent file(String caseNumber) {
    return file().read(caseNumber);
  }

  /** Registers the case, like the first step of the diagram. */
  void open(String caseNumber) {
    inTransaction(
        () ->
            register()
                .openCase(
                    caseNumber,
                    "glasgow-city",
                    get(CaseClock.class).today(),
                    "police",
                    null,
                    null));
  }

  /** A diagram and its forms, by id. */
  void deploy(BpmnModelInstance diagram, Map<String, String> forms) {
    String id = diagram.getDefinitions().getRootElements().iterator().next().getId();
    DeploymentBuilder deployment =
        engine().getRepositoryService().createDeployment().addModelInstance(id + ".bpmn", diagram);
    forms.forEach((name, form) -> deployment.addString("forms/" + name + ".form", form));
    deployment.deploy();
  }

  <T> T as(String user, Supplier<T> work) {
    engine().getIdentityService().setAuthentication(user, List.of());
    try {
      return work.get();
    } finally {
      engine().getIdentityService().clearAuthentication();
    }
  }

  /** Whether a text occurs anywhere in the tables of the engine, the case file or the register. */
  boolean isInTheDatabase(String text) {
    List<String> script = jdbc().sql("script").query(String.class).list();
    String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    return script.stream()
        .anyMatch(line -> line.contains(text) || line.toLowerCase().contains(hex));
  }

  @DatabaseOnly
  @Import({
    CaseClock.class,
    CaseFileParts.class,
    Register.class,
    Links.class,
    CaseInstances.class,
    DefinitionSets.class,
    NamedCase.class,
    FormPlugin.class,
    CommandPlugin.class,
    DeployedForms.class,
    SubmittedForms.class,
    RefusedForms.class,
    ColleagueFields.class,
    TeamMembers.class,
    NamesAndRoles.class,
    Absences.class,
    PersonLock.class,
    AccessLog.class,
    OpenedForms.class,
    OpenedFormValues.class,
    FormConfiguration.class,
    DateRules.class,
    IndicatorRule.class,
    ChildAgeRule.class,
    ReferralFormText.class,
    StatusFormText.class,
    DecisionsFormText.class,
    QuietRefusals.class,
    FormReaders.class,
    SharedEngineStatements.class
  })
  static class Parts {

    @Bean
    RuntimeService runtime(ProcessEngine engine) {
      return engine.getRuntimeService();
    }

    @Bean
    RepositoryService repository(ProcessEngine engine) {
      return engine.getRepositoryService();
    }

    @Bean
    FormConfiguration.Lists lists() {
      return new FormConfiguration.Lists(Map.of());
    }

    @Bean
    FormTexts limits() {
      return () -> Map.of("limitReferral", shown -> "48 hours");
    }

    @Bean
    Councils councils() {
      return new Councils(List.of());
    }

    @Bean
    Authorities authorities() {
      return KnownAuthorities.OF_THE_FILE;
    }

    @Bean
    CaseInstances.MessageStarts beside() {
      return new CaseInstances.MessageStarts(Map.of());
    }

    @Bean
    Roles roles() {
      return new Roles(List.of());
    }

    @Bean
    SpringProcessEngineConfiguration configuration(
        DataSource database,
        PlatformTransactionManager transactions,
        FormPlugin forms,
        CommandPlugin commands) {
      SpringProcessEngineConfiguration configuration = new SpringProcessEngineConfiguration();
      configuration.setDataSource(database);
      configuration.setTransactionManager(transactions);
      configuration.setDatabaseSchemaUpdate(ProcessEngineConfigurationImpl.DB_SCHEMA_UPDATE_FALSE);
      configuration.setHistory(ProcessEngineConfigurationImpl.HISTORY_FULL);
      configuration.setJobExecutorActivate(false);
      configuration.setProcessEngineName("forms");
      configuration.setProcessEnginePlugins(
          List.of(commands, forms, new SpinProcessEnginePlugin()));
      return configuration;
    }

    @Bean
    ProcessEngineFactoryBean engine(SpringProcessEngineConfiguration configuration) {
      ProcessEngineFactoryBean engine = new ProcessEngineFactoryBean();
      engine.setProcessEngineConfiguration(configuration);
      return engine;
    }
  }
}
