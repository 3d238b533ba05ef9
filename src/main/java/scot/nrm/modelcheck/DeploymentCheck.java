package scot.nrm.modelcheck;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import scot.nrm.engine.FormsCheck;
import scot.nrm.modelcheck.XmlFile.Element;
import scot.nrm.modelcheck.XmlFile.Unreadable;

/**
 * Checks everything that is deployed: at the start, by REST or by code. It runs before the engine
 * reads the files, in its transaction, so a refused deployment leaves nothing.
 */
@Component
final class DeploymentCheck implements Deployer {

  private static final Pattern NAME =
      Pattern.compile("(processes/|forms/)?[A-Za-z0-9][A-Za-z0-9_-]{0,79}\\.(bpmn|dmn|form)");
  private static final Pattern FORM_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,79}");
  private static final int MOST_FILES = 200;
  private static final int LARGEST_FILE = 1024 * 1024;

  /** Nobody reads a hundred problems. */
  private static final int MOST_PROBLEMS = 20;

  private final DiagramCheck diagrams;
  private final TableCheck tables;
  private final FormsCheck forms;
  private final KnownTasks knownTasks;
  private final FormsCheck.OfAudience audience;
  private final boolean peopleMayDeploy;

  DeploymentCheck(
      DiagramCheck diagrams,
      TableCheck tables,
      FormsCheck forms,
      KnownTasks knownTasks,
      FormsCheck.OfAudience audience,
      @Value("${nrm.rest.enabled}") boolean peopleMayDeploy) {
    this.peopleMayDeploy = peopleMayDeploy;
    this.diagrams = diagrams;
    this.knownTasks = knownTasks;
    this.audience = audience;
    this.tables = tables;
    this.forms = forms;
  }

  /**
   * @throws BadUserRequestException with a sentence for each problem
   * @throws AuthorizationException if a person deploys where the REST API is closed, by any way in
   */
  @Override
  public void deploy(DeploymentEntity deployment) {
    if (isPerson() && !peopleMayDeploy) {
      throw new AuthorizationException(
          "Nothing can be deployed while the program runs. Change the files in the folders processes"
              + " and forms, and restart.");
    }
    if (deployment.isNew()) { // if not, the engine reads it again after a start
      List<String> problems = problems(deployment);
      if (!problems.isEmpty()) {
        throw new BadUserRequestException(
            "This cannot be deployed:\n"
                + String.join(
                    "\n", problems.size() > MOST_PROBLEMS ? andMore(problems) : problems));
      }
    }
  }

  private static List<String> andMore(List<String> problems) {
    List<String> first = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
    first.add("And " + (problems.size() - MOST_PROBLEMS) + " more.");
    return first;
  }

  private List<String> problems(DeploymentEntity deployment) {
    Collection<ResourceEntity> files = deployment.getResources().values();
    List<String> problems = new ArrayList<>();
    if (deployment.getTenantId() != null) {
      problems.add("Diagrams are the same for every local authority: deploy without a tenant.");
    }
    if (files.size() > MOST_FILES) {
      problems.add(
          "There are more than %d files. Deploy a diagram with its forms at a time."
              .formatted(MOST_FILES));
      return problems;
    }
    Map<String, byte[]> formFiles = new TreeMap<>();
    Set<String> formIds = new HashSet<>();
    Set<String> formsNamed = new HashSet<>();
    Map<String, Set<String>> teams = new TreeMap<>();
    for (ResourceEntity file : files) {
      String name = file.getName();
      byte[] content = file.getBytes();
      if (!NAME.matcher(name).matches()) {
        problems.add(
            "A file has a name that cannot be used. Name files like processes/intake.bpmn, "
                + "processes/letters.dmn or forms/log-referral.form.");
      } else if (content.length > LARGEST_FILE) {
        problems.add(name + " is larger than 1 MB. Divide it.");
      } else if (name.endsWith(".form")) {
        formFiles.put(name, content);
        formIds.add(baseName(name));
      } else {
        xml(name, content, formsNamed, teams, problems);
      }
    }
    forms(formFiles, teams, problems);
    formsNamed.stream()
        .filter(form -> !formIds.contains(form))
        .sorted()
        .map(DeploymentCheck::missing)
        .forEach(problems::add);
    return problems;
  }

  private static String missing(String form) {
    return FORM_ID.matcher(form).matches()
        ? "The form %1$s is missing: deploy a diagram together with its forms. Add forms/%1$s.form."
            .formatted(form)
        : "A task names a form in a way that cannot be used. Name it by its id, like log-referral.";
  }

  private void xml(
      String name,
      byte[] content,
      Set<String> formsNamed,
      Map<String, Set<String>> teams,
      List<String> problems) {
    try {
      Element root = XmlFile.read(content);
      List<String> found = name.endsWith(".bpmn") ? diagrams.problems(root) : tables.problems(root);
      found.forEach(problem -> problems.add(name + ": " + problem));
      if (isPerson()) {
        knownTasks.problems(root).forEach(problem -> problems.add(name + ": " + problem));
      }
      formsNamed.addAll(DiagramCheck.forms(root));
      diagrams
          .teams(root)
          .forEach(
              (form, groups) -> teams.computeIfAbsent(form, id -> new HashSet<>()).addAll(groups));
    } catch (Unreadable e) {
      problems.add(name + ": " + e.getMessage());
    }
  }

  /**
   * Checks that a field means the same in all forms: the deployed ones and, if a person deploys
   * them, the current ones. The start deploys all files together.
   */
  private void forms(
      Map<String, byte[]> files, Map<String, Set<String>> teams, List<String> problems) {
    Map<String, byte[]> readable = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          try {
            XmlFile.text(content);
            readable.put(baseName(name), content);
          } catch (Unreadable e) {
            problems.add(name + ": " + e.getMessage());
          }
        });
    if (readable.isEmpty()) {
      return;
    }
    problems.addAll(audience.problems(readable, teams));
    if (isPerson()) {
      inForce().forEach(readable::putIfAbsent);
    }
    problems.addAll(forms.problems(readable));
  }

  /** Whether a person deploys, and not the start of the application. */
  private static boolean isPerson() {
    return Context.getCommandContext().getAuthenticatedUserId() != null;
  }

  private static Map<String, byte[]> inForce() {
    RepositoryService repository = Context.getProcessEngineConfiguration().getRepositoryService();
    Map<String, byte[]> forms = new TreeMap<>();
    repository.createProcessDefinitionQuery().latestVersion().list().stream()
        .flatMap(
            definition -> repository.getDeploymentResources(definition.getDeploymentId()).stream())
        .filter(file -> file.getName().endsWith(".form"))
        .forEach(
            file ->
                forms.putIfAbsent(baseName(file.getName()), ((ResourceEntity) file).getBytes()));
    return forms;
  }

  private static String baseName(String file) {
    return file.substring(file.lastIndexOf('/') + 1, file.lastIndexOf('.'));
  }
}
