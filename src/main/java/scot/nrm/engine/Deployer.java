package scot.nrm.engine;

import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.BPMN20_NS;
import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.BPMN_ELEMENT_START_EVENT;
import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.BPMN_ELEMENT_USER_TASK;
import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.CAMUNDA_ATTRIBUTE_FORM_REF;
import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.CAMUNDA_NS;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import scot.nrm.startup.StartRefused;

/**
 * Deploys each process with the forms that it names, and each decision table, as a deployment of
 * its own. Resources have the same names in a folder and in the jar, so a restart without changes
 * creates no new version, and a change creates new versions only in its own package.
 */
@Component
@Order(100) // after the plugins that check and monitor deployments
public class Deployer extends AbstractProcessEnginePlugin {

  /** Marks the deployments that are compared with the files at each start. */
  public static final String SOURCE = "nrm";

  private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);
  private static final XMLInputFactory XML = withoutDocumentTypes();
  private static final Set<String> WITH_FORMS =
      Set.of(BPMN_ELEMENT_USER_TASK, BPMN_ELEMENT_START_EVENT);

  private final Definitions definitions;
  private final FormsCheck formsCheck;

  public Deployer(Definitions definitions, FormsCheck formsCheck) {
    this.definitions = definitions;
    this.formsCheck = formsCheck;
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
    for (Resource table : definitions.all("processes", "dmn")) {
      String name = baseName(table);
      deploy(
          deployment(repository, name)
              .addInputStream("processes/" + table.getFilename(), content(table)),
          name);
    }
    for (Resource diagram : definitions.all("processes", "bpmn")) {
      String name = baseName(diagram);
      DeploymentBuilder deployment =
          deployment(repository, name)
              .addInputStream("processes/" + diagram.getFilename(), content(diagram));
      for (String form : formsOf(name, content(diagram))) {
        Resource file = definitions.one("forms", form + ".form");
        if (!file.exists()) {
          throw new StartRefused(
              "The diagram %s names the form %s, which does not exist.".formatted(name, form),
              "Add the file forms/%s.form, or name another form in the diagram.".formatted(form));
        }
        deployment.addInputStream("forms/" + form + ".form", content(file));
      }
      deploy(deployment, name);
    }
  }

  private void checkForms() {
    Map<String, byte[]> forms = new TreeMap<>();
    for (Resource form : definitions.all("forms", "form")) {
      forms.put(form.getFilename(), content(form).readAllBytes());
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
  private static Set<String> formsOf(String name, InputStream diagram) {
    Set<String> forms = new TreeSet<>();
    try {
      XMLStreamReader elements = XML.createXMLStreamReader(diagram);
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

  private static DeploymentBuilder deployment(RepositoryService repository, String name) {
    return repository.createDeployment().name(name).source(SOURCE).enableDuplicateFiltering(false);
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

  private static ByteArrayInputStream content(Resource file) {
    try {
      return new ByteArrayInputStream(file.getContentAsByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
