package scot.nrm.engine;

import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.BPMN20_NS;
import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.BPMN_ELEMENT_START_EVENT;
import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.BPMN_ELEMENT_USER_TASK;
import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.CAMUNDA_ATTRIBUTE_FORM_REF;
import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.CAMUNDA_NS;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import scot.nrm.startup.StartRefused;

/**
 * Deploys each process with the forms that it names, and each decision table, as a deployment of
 * its own. Resources have the same names in a folder and in the jar, so a restart without changes
 * creates no new version, and a change creates new versions only in its own package.
 *
 * <p>What was in force before and has been replaced is not deployed again: a node with older files
 * that restarts beside a newer one would bring the old diagram back for every new case. {@link
 * #AGAIN} is for going back on purpose.
 */
@Component
@Order(100) // after the plugins that check and monitor deployments
public class Deployer extends AbstractProcessEnginePlugin {

  /** Marks the deployments that are compared with the files at each start. */
  public static final String SOURCE = "nrm";

  /** Names of diagrams and tables of which a start may deploy an earlier version again. */
  public static final String AGAIN = "nrm.deploy-again";

  private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);
  private static final XMLInputFactory XML = withoutDocumentTypes();
  private static final Set<String> WITH_FORMS =
      Set.of(BPMN_ELEMENT_USER_TASK, BPMN_ELEMENT_START_EVENT);

  private final Definitions definitions;
  private final FormsCheck formsCheck;
  private final Set<String> again;

  public Deployer(
      Definitions definitions,
      FormsCheck formsCheck,
      @Value("${" + AGAIN + ":}") Set<String> again) {
    this.definitions = definitions;
    this.formsCheck = formsCheck;
    this.again = again;
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    deploy(engine.getRepositoryService());
  }

  /**
   * Deploys new and changed files. A missing or invalid form stops the start, with a message that
   * says what to do.
   */
  public void deploy(RepositoryService repository) {
    checkForms();
    Set<String> packages = new TreeSet<>();
    for (Resource table : definitions.all("processes", "dmn")) {
      packages.add(baseName(table));
      deploy(
          repository,
          DeployedVersions.ofTable(repository, baseName(table)),
          Map.of("processes/" + table.getFilename(), content(table)));
    }
    for (Resource diagram : definitions.all("processes", "bpmn")) {
      String name = baseName(diagram);
      packages.add(name);
      Map<String, byte[]> files = new TreeMap<>();
      files.put("processes/" + diagram.getFilename(), content(diagram));
      for (String form : formsOf(name, content(diagram))) {
        Resource file = definitions.one("forms", form + ".form");
        if (!file.exists()) {
          throw new StartRefused(
              "The diagram %s names the form %s, which does not exist.".formatted(name, form),
              "Add the file forms/%s.form, or name another form in the diagram.".formatted(form));
        }
        files.put("forms/" + form + ".form", content(file));
      }
      deploy(repository, DeployedVersions.ofDiagram(repository, name), files);
    }
    for (String name : again) {
      if (!packages.contains(name)) {
        throw new StartRefused(
            "The setting %s names %s, which is no diagram and no table.".formatted(AGAIN, name),
            "Write the name of a file in processes/ without its ending.");
      }
    }
  }

  private void checkForms() {
    Map<String, byte[]> forms = new TreeMap<>();
    for (Resource form : definitions.all("forms", "form")) {
      forms.put(form.getFilename(), content(form));
    }
    List<String> problems = formsCheck.problems(forms);
    if (!problems.isEmpty()) {
      throw new StartRefused(
          "The forms cannot be deployed:\n" + String.join("\n", problems),
          "Correct them in Camunda Modeler and start again. Nothing has been deployed.");
    }
  }

  /**
   * The forms that the user tasks and start events of a diagram name. Nothing else is read, because
   * the engine checks the whole diagram when it is deployed, not at each start.
   */
  private static Set<String> formsOf(String name, byte[] diagram) {
    Set<String> forms = new TreeSet<>();
    try {
      XMLStreamReader elements = XML.createXMLStreamReader(new ByteArrayInputStream(diagram));
      while (elements.hasNext()) {
        if (elements.next() == XMLStreamConstants.START_ELEMENT
            && BPMN20_NS.equals(elements.getNamespaceURI())
            && WITH_FORMS.contains(elements.getLocalName())) {
          String form = elements.getAttributeValue(CAMUNDA_NS, CAMUNDA_ATTRIBUTE_FORM_REF);
          if (form != null) {
            forms.add(form);
          }
        }
      }
    } catch (XMLStreamException broken) {
      throw new StartRefused(
          "The diagram %s cannot be read: %s".formatted(name, broken.getMessage()),
          "Save it from Camunda Modeler again and start again.");
    }
    return forms;
  }

  private static XMLInputFactory withoutDocumentTypes() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    return factory;
  }

  private void deploy(
      RepositoryService repository, DeployedVersions deployed, Map<String, byte[]> files) {
    if (deployed.newestIs(files)) {
      return;
    }
    String name = deployed.name();
    List<String> earlier = deployed.earlierOf(files);
    if (!earlier.isEmpty() && !again.contains(name)) {
      LOG.warn(
          "{} is not deployed, because it was in force before and has been replaced. {} The newest"
              + " version stays. Put the current files here, or start once with --{}={} to go back"
              + " on purpose.",
          name,
          String.join(" ", earlier),
          AGAIN,
          name);
      return;
    }
    DeploymentBuilder deployment =
        repository.createDeployment().name(name).source(SOURCE).enableDuplicateFiltering(false);
    files.forEach(
        (file, content) -> deployment.addInputStream(file, new ByteArrayInputStream(content)));
    deploy(deployment, name);
  }

  private static void deploy(DeploymentBuilder deployment, String name) {
    DeploymentWithDefinitions deployed;
    try {
      deployed = deployment.deployWithResult();
    } catch (BadUserRequestException refusal) {
      throw new StartRefused(
          refusal.getMessage(),
          "Correct "
              + name
              + " in Camunda Modeler and start again; see \"What a diagram may contain\""
              + " in docs/policy/revise-a-diagram.md.");
    }
    if (deployed.getDeployedProcessDefinitions() != null
        || deployed.getDeployedDecisionDefinitions() != null) {
      LOG.info("Deployed a new version of {}", name);
    }
  }

  private static String baseName(Resource file) {
    return Objects.requireNonNull(file.getFilename()).replaceAll("\\.[^.]+$", "");
  }

  private static byte[] content(Resource file) {
    try {
      return file.getContentAsByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
