package scot.nrm.modelcheck;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.cfg.DefaultBpmnParseFactory;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.xml.ModelParseException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.StringUtils;
import scot.nrm.engine.FormsCheck;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.LimitedCache;
import scot.nrm.engine.sets.NearestName;
import scot.nrm.engine.sets.SetData;
import scot.nrm.modelcheck.XmlFile.Element;
import scot.nrm.modelcheck.XmlFile.Unreadable;

/**
 * Checks everything that is deployed: at the start, by REST or by code. It runs before the engine
 * reads the files, in its transaction, so a refused deployment leaves nothing.
 */
@Component
public final class DeploymentCheck implements Deployer {

  private static final Pattern NAME =
      Pattern.compile("(processes/|forms/)?[A-Za-z0-9][A-Za-z0-9_-]{0,79}\\.(bpmn|dmn|form)");

  /**
   * The data files that come with a start or a revision: all except {@code cases-under-way.yaml}.
   */
  private static final Pattern DATA =
      Pattern.compile(
          "config/((lists/)?[a-z-]{1,79}\\.yaml|letters/[a-z0-9-]{1,79}\\.html|scenarios/[A-Za-z0-9][A-Za-z0-9_-]{0,79}\\.json)");

  private static final Pattern FORM_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,79}");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_FILES = 300;
  private static final int MAX_FILE_SIZE = 1024 * 1024;

  /** The most problems that are reported: nobody reads a hundred. */
  private static final int MAX_PROBLEMS = 20;

  private static final int MAX_SOUND_TABLES = 20;
  private static final int MAX_QUOTED = 100;

  private static final Pattern LINE = Pattern.compile("Line=(\\d+)");

  /** By the content of a diagram: only a few change. */
  private static final Map<ByteBuffer, Optional<String>> SCHEMA_PROBLEMS =
      new ConcurrentReferenceHashMap<>();

  private static final Map<ByteBuffer, List<String>> ENGINE_PROBLEMS =
      new ConcurrentReferenceHashMap<>();

  /** For the engine's parser, which needs no engine. */
  private static final ProcessEngineConfigurationImpl READER =
      new StandaloneInMemProcessEngineConfiguration();

  static {
    READER.setExpressionManager(new JuelExpressionManager());
  }

  private static final String MODELER = "http://camunda.org/schema/modeler/1.0";

  /** The attribute with the platform for which Camunda Modeler makes a file. */
  private static final String PLATFORM = "executionPlatform";

  private static final String FOR_CAMUNDA_8 =
      "This is a file for Camunda 8. Begin again with a new one for Camunda 7 in Camunda Modeler, or with a file of the set in force.";

  private final DiagramCheck diagrams;
  private final TableCheck tables;
  private final FormsCheck forms;
  private final KnownTasks knownTasks;
  private final KnownProcesses processes;
  private final FormsCheck.AudienceCheck audience;
  private final Authorities authorities;
  private final List<FormsCheck.SetCheck> wholeSet;
  private final boolean peopleMayDeploy;

  /** The latest tables without problems, with the version of the data they were checked with. */
  private final Set<List<Object>> soundTables =
      Collections.newSetFromMap(LimitedCache.of(MAX_SOUND_TABLES));

  DeploymentCheck(
      DiagramCheck diagrams,
      TableCheck tables,
      FormsCheck forms,
      KnownTasks knownTasks,
      KnownProcesses processes,
      FormsCheck.AudienceCheck audience,
      Authorities authorities,
      List<FormsCheck.SetCheck> wholeSet,
      @Value("${nrm.rest.enabled}") boolean isRestOpen,
      @Value("#{environment.matchesProfiles('production')}") boolean isProduction) {
    this.peopleMayDeploy = isRestOpen && !isProduction;
    this.diagrams = diagrams;
    this.knownTasks = knownTasks;
    this.processes = processes;
    this.audience = audience;
    this.authorities = authorities;
    this.wholeSet = wholeSet;
    this.tables = tables;
    this.forms = forms;
  }

  /**
   * @throws BadUserRequestException with a sentence for each problem
   * @throws AuthorizationException if a person deploys in any way in production, or while the REST
   *     API is closed
   */
  @Override
  public void deploy(DeploymentEntity deployment) {
    if (deployment.isNew()) { // otherwise the engine reads it again after a start
      if (isPerson() && !peopleMayDeploy) {
        throw new AuthorizationException(
            "Nothing can be deployed here. Add the files to a revision, on the page Revisions.");
      }
      Map<String, ResourceEntity> inForce = inForce(deployment);
      Set<String> unchanged = complete(deployment, inForce);
      List<String> problems = problems(deployment, unchanged, inForce);
      if (!problems.isEmpty()) {
        throw new BadUserRequestException(
            "This cannot be deployed:\n"
                + String.join(
                    "\n", problems.size() > MAX_PROBLEMS ? firstProblems(problems) : problems));
      }
    }
  }

  /** The files of the set in force by name; none for a start, which deploys a whole set. */
  private static Map<String, ResourceEntity> inForce(DeploymentEntity deployment) {
    CommandContext context = Context.getCommandContext();
    return isStart(deployment)
        ? Map.of()
        : context.runWithoutAuthorization(() -> DefinitionSets.inForce(context));
  }

  /**
   * Completes a deployment to a whole set if a person or a revision deploys it, or if it replaces a
   * file of the set in force.
   *
   * @return the names of the files that are added
   */
  private static Set<String> complete(
      DeploymentEntity deployment, Map<String, ResourceEntity> inForce) {
    if (isStart(deployment)) {
      return Set.of();
    }
    return isPerson()
            || isRevision(deployment)
            || deployment.getResources().keySet().stream()
                .anyMatch(file -> inForce.containsKey(DefinitionSets.nameOf(file)))
        ? DefinitionSets.complete(deployment, inForce, Context.getCommandContext())
        : Set.of();
  }

  private static List<String> firstProblems(List<String> problems) {
    List<String> first = new ArrayList<>(problems.subList(0, MAX_PROBLEMS));
    first.add("And " + (problems.size() - MAX_PROBLEMS) + " more.");
    return first;
  }

  private List<String> problems(
      DeploymentEntity deployment, Set<String> unchanged, Map<String, ResourceEntity> inForce) {
    Map<String, byte[]> files = new TreeMap<>();
    deployment.getResources().forEach((name, file) -> files.put(name, file.getBytes()));
    List<String> problems = new ArrayList<>();
    if (deployment.getTenantId() != null) {
      problems.add("Diagrams are the same for every local authority: deploy without a tenant.");
    }
    if (files.size() > MAX_FILES) {
      problems.add(
          "There are more than %d files. Deploy only those that have changed."
              .formatted(MAX_FILES));
      return problems;
    }
    problems.addAll(problems(files, isPerson(), isRevision(deployment), unchanged));
    if (isPerson()) {
      problems.addAll(reassignedTasks(files, unchanged, inForce.values()));
    }
    if (isPerson() || isRevision(deployment) || isStart(deployment)) { // others deploy a part
      checkWholeSet(files, problems);
    }
    return problems;
  }

  /**
   * A sentence for each task of the changed diagrams that would go to people who don't get it now.
   */
  private List<String> reassignedTasks(
      Map<String, byte[]> files, Set<String> unchanged, Collection<ResourceEntity> inForce) {
    List<String> changed =
        files.keySet().stream()
            .filter(name -> name.endsWith(".bpmn") && !unchanged.contains(name))
            .toList();
    if (changed.isEmpty()) {
      return List.of();
    }
    Map<String, List<Element>> tasks =
        KnownTasks.byId(
            inForce.stream()
                .filter(file -> file.getName().endsWith(".bpmn"))
                .flatMap(file -> readable(file.getBytes()).stream()));
    return changed.stream()
        .flatMap(
            name ->
                readable(files.get(name)).stream()
                    .flatMap(diagram -> knownTasks.problems(diagram, tasks).stream())
                    .map(problem -> name + ": " + problem))
        .toList();
  }

  /**
   * The root element; empty if the file can't be read or is too large, which is reported elsewhere.
   */
  private static Optional<Element> readable(byte[] file) {
    try {
      return file.length > MAX_FILE_SIZE ? Optional.empty() : Optional.of(XmlFile.read(file));
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }

  /**
   * A sentence for each problem in the files of a start. Needs no engine.
   *
   * @param files content by file name, such as {@code processes/intake.bpmn}
   */
  public List<String> problems(Map<String, byte[]> files) {
    List<String> problems = problems(files, false, true, Set.of());
    checkWholeSet(files, problems);
    return problems;
  }

  /** Checks the files as a whole set, unless they have other problems. */
  private void checkWholeSet(Map<String, byte[]> files, List<String> problems) {
    if (problems.isEmpty()) {
      Map<String, byte[]> named = DefinitionSets.withoutFolders(files);
      for (boolean isFirst : new boolean[] {true, false}) {
        if (problems.isEmpty()) {
          wholeSet.stream()
              .filter(check -> check.comesFirst() == isFirst)
              .forEach(check -> problems.addAll(check.problems(named)));
        }
      }
    }
    if (problems.isEmpty()) {
      files.forEach(
          (name, content) -> {
            if (name.endsWith(".bpmn")) {
              ENGINE_PROBLEMS
                  .computeIfAbsent(ByteBuffer.wrap(content), DeploymentCheck::engineProblems)
                  .forEach(problem -> problems.add(name + ": " + problem));
            }
          });
    }
  }

  private List<String> problems(
      Map<String, byte[]> files, boolean isPerson, boolean isRevision, Set<String> unchanged) {
    List<String> problems = new ArrayList<>();
    Map<String, byte[]> formFiles = new TreeMap<>();
    Set<String> formIds = new HashSet<>();
    Map<String, String> usedForms = new TreeMap<>(); // by id, the first diagram that names it
    Map<String, Set<String>> teams = new TreeMap<>();
    Set<String> diagramIds =
        files.keySet().stream()
            .filter(name -> name.endsWith(".bpmn"))
            .map(DeploymentCheck::baseName)
            .collect(Collectors.toSet());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String name = file.getKey();
      byte[] content = file.getValue();
      if (DefinitionSets.nameOf(name).equals(DefinitionSets.nameOf(CasesUnderWay.FILE))) {
        casesUnderWayProblem(content).ifPresent(problems::add);
      } else if (DATA.matcher(name).matches()) {
        if (isPerson && !unchanged.contains(name)) {
          problems.add(
              "%s comes with a %s. Of the folder config, send cases-under-way.yaml only."
                  .formatted(
                      name,
                      DataFile.isFromSet(name) || DataFile.isScenario(name)
                          ? "revision or a start"
                          : "start"));
        }
      } else if (!NAME.matcher(name).matches()) {
        problems.add(
            "\"%s\" cannot be used as the name of a file. Name files like processes/intake.bpmn, processes/letters.dmn or forms/log-referral.form."
                .formatted(quoted(name)));
      } else if (content.length > MAX_FILE_SIZE) {
        problems.add(name + " is larger than 1 MB. Divide it.");
        formIds.add(baseName(name));
      } else if (name.endsWith(".form")) {
        formFiles.put(name, content);
        formIds.add(baseName(name));
      } else {
        checkXml(name, content, diagramIds, isPerson, isRevision, usedForms, teams, problems);
      }
    }
    checkForms(formFiles, teams, formIds, problems);
    usedForms.keySet().removeAll(formIds);
    usedForms.forEach((form, diagram) -> problems.add(diagram + ": " + missingForm(form, formIds)));
    return problems;
  }

  private Optional<String> casesUnderWayProblem(byte[] content) {
    try {
      return CasesUnderWay.read(content).rows().stream()
          .map(CasesUnderWay.Row::stage)
          .filter(stage -> !processes.ids().contains(stage))
          .findFirst()
          .map(
              stage ->
                  "%s: there is no diagram %s. Name one by its id, such as %s."
                      .formatted(
                          CasesUnderWay.FILE,
                          stage,
                          NearestName.of(stage, processes.ids()).orElse("conclusive-grounds")));
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static String missingForm(String form, Set<String> known) {
    return FORM_ID.matcher(form).matches()
        ? "The form %1$s is missing: it is not in the set in force. Add forms/%1$s.form%2$s."
            .formatted(form, NearestName.of(form, known).map(", or name "::concat).orElse(""))
        : "A task names the form \"%s\". Name a form by its id, like log-referral."
            .formatted(quoted(form));
  }

  private static String quoted(String written) {
    return StringUtils.truncate(written.replaceAll("\\p{Cntrl}", ""), MAX_QUOTED);
  }

  private void checkXml(
      String name,
      byte[] content,
      Set<String> others,
      boolean isPerson,
      boolean isRevision,
      Map<String, String> usedForms,
      Map<String, Set<String>> teams,
      List<String> problems) {
    try {
      Element root = XmlFile.read(content);
      if (isForCamunda8(root.attribute(MODELER, PLATFORM))) {
        problems.add(name + ": " + FOR_CAMUNDA_8);
        return;
      }
      List<String> found =
          name.endsWith(".bpmn") ? diagrams.problems(root, others) : tableProblems(content, root);
      found.forEach(problem -> problems.add(name + ": " + problem));
      authorities
          .nameProblem(XmlFile.text(content))
          .ifPresent(problem -> problems.add(name + " " + problem + "."));
      if (found.isEmpty() && name.endsWith(".bpmn")) {
        SCHEMA_PROBLEMS
            .computeIfAbsent(ByteBuffer.wrap(content), DeploymentCheck::schemaProblem)
            .ifPresent(problem -> problems.add(name + ": " + problem));
      }
      if (found.isEmpty() && (isPerson || isRevision)) {
        fileNameProblem(name, root).ifPresent(problems::add);
      }
      DiagramCheck.forms(root).forEach(form -> usedForms.putIfAbsent(form, name));
      diagrams
          .teams(root)
          .forEach(
              (form, groups) -> teams.computeIfAbsent(form, id -> new HashSet<>()).addAll(groups));
    } catch (Unreadable e) {
      problems.add(name + ": " + e.getMessage());
    }
  }

  /** A problem if the order or the attributes of elements aren't those of BPMN. */
  private static Optional<String> schemaProblem(ByteBuffer diagram) {
    try {
      Bpmn.readModelFromStream(new ByteArrayInputStream(diagram.array()));
      return Optional.empty();
    } catch (ModelParseException e) {
      Matcher line = LINE.matcher(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
      return Optional.of(
          "%sCamunda can't read this. Save the diagram with Camunda Modeler, which writes every part where it belongs."
              .formatted(line.find() ? "Line %s: ".formatted(line.group(1)) : ""));
    }
  }

  /** What the engine can't read in a diagram without other problems. */
  private static List<String> engineProblems(ByteBuffer diagram) {
    Context.setProcessEngineConfiguration(READER);
    try {
      new BpmnParser(READER.getExpressionManager(), new DefaultBpmnParseFactory())
          .createParse()
          .deployment(new DeploymentEntity())
          .sourceInputStream(new ByteArrayInputStream(diagram.array()))
          .execute();
      return List.of();
    } catch (ParseException e) {
      return e.getResorceReports().stream()
          .flatMap(file -> file.getErrors().stream())
          .map(
              problem ->
                  "%sCamunda can't read this: %s"
                      .formatted(
                          problem.getLine() == 0 ? "" : "Line %d: ".formatted(problem.getLine()),
                          problem.getMessage()))
          .toList();
    } catch (ProcessEngineException e) { // of what its parser doesn't expect
      return List.of("Camunda can't read this. Save the diagram with Camunda Modeler.");
    } finally {
      Context.removeProcessEngineConfiguration();
    }
  }

  /** The problems of a table; one without is remembered, as its questions take long. */
  private List<String> tableProblems(byte[] content, Element root) {
    List<Object> file = List.of(ByteBuffer.wrap(content), SetData.version());
    if (soundTables.contains(file)) {
      return List.of();
    }
    List<String> found = tables.problems(root);
    if (found.isEmpty()) {
      soundTables.add(file);
    }
    return found;
  }

  private static boolean isForCamunda8(String platform) {
    return "Camunda Cloud".equals(platform);
  }

  /**
   * A problem if the file isn't named after its content: it replaces the file of the same name in
   * the set in force.
   */
  private static Optional<String> fileNameProblem(String name, Element root) {
    List<String> ids =
        root.children().stream()
            .filter(
                element -> element.name().equals("process") || element.name().equals("decision"))
            .map(element -> element.attribute("id"))
            .filter(Objects::nonNull)
            .toList();
    if (ids.size() > 1) {
      return Optional.of(
          "%s has %s. A file has one of them: remove the others, such as a second pool, or save each in a file of its own."
              .formatted(name, String.join(" and ", ids)));
    }
    return ids.stream()
        .filter(id -> !id.equals(baseName(name)))
        .findFirst()
        .map(
            id ->
                "%s has another name than what is in it, %s. Use the name of the file as the id, or for something new, name the file %2$s%s."
                    .formatted(name, id, name.substring(name.lastIndexOf('.'))));
  }

  /** Checks that a field has the same meaning in all forms, and who reads the forms. */
  private void checkForms(
      Map<String, byte[]> files,
      Map<String, Set<String>> teams,
      Set<String> ids,
      List<String> problems) {
    Map<String, byte[]> readable = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          try {
            JsonNode form = JSON.readTree(XmlFile.text(content));
            String id = form.path("id").asText();
            if (isForCamunda8(form.path(PLATFORM).asText())) {
              problems.add(name + ": " + FOR_CAMUNDA_8);
            } else if (id.equals(baseName(name))) {
              readable.put(id, content);
            } else {
              ids.add(id); // named once, and not as missing too
              problems.add(
                  "%s: The form has %s. Its id must be the name of its file, %s."
                      .formatted(
                          name,
                          FORM_ID.matcher(id).matches() ? "the id " + id : "no id that can be used",
                          baseName(name)));
            }
          } catch (Unreadable e) {
            problems.add(name + ": " + e.getMessage());
          } catch (StreamConstraintsException e) {
            problems.add(
                name + ": The form is nested too deeply, or has a number that is too long.");
          } catch (JsonProcessingException e) {
            problems.add(
                "%s: Line %d: this is not JSON. Save the form from Camunda Modeler again."
                    .formatted(name, e.getLocation().getLineNr()));
          }
        });
    if (readable.size() < files.size() || readable.isEmpty()) {
      return; // the checks below need all forms
    }
    problems.addAll(audience.problems(readable, teams));
    problems.addAll(forms.problems(readable));
  }

  /** Whether a person deploys, instead of the program. */
  private static boolean isPerson() {
    return Context.getCommandContext().getAuthenticatedUserId() != null;
  }

  private static boolean isStart(DeploymentEntity deployment) {
    return !isPerson() && DefinitionSets.SOURCE.equals(deployment.getSource());
  }

  /**
   * Whether this is a revision: three people have signed it, so it may give a task to another team.
   */
  private static boolean isRevision(DeploymentEntity deployment) {
    return !isPerson() && DefinitionSets.REVISION.equals(deployment.getSource());
  }

  private static String baseName(String file) {
    return file.substring(file.lastIndexOf('/') + 1, file.lastIndexOf('.'));
  }
}
