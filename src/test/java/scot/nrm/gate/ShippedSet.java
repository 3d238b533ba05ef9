package scot.nrm.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.springframework.beans.factory.ListableBeanFactory;
import scot.nrm.CheckCommand;
import scot.nrm.access.Roles;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.modelcheck.DeploymentCheck;

/** The diagrams, tables and forms as they are shipped, with changes. */
final class ShippedSet {

  /** Started once: it opens neither database nor port. */
  private static final class Started {
    static final ListableBeanFactory PARTS = CheckCommand.parts();
    static final Gate GATE = PARTS.getBean(Gate.class);
    static final DeploymentCheck CHECK = PARTS.getBean(DeploymentCheck.class);
    static final Roles ROLES = PARTS.getBean(Roles.class);
    static final Collection<DecisionTables.Check> TABLES =
        PARTS.getBeansOfType(DecisionTables.Check.class).values();
  }

  private final Map<String, byte[]> files = new TreeMap<>();

  ShippedSet() {
    for (String folder : new String[] {"processes", "forms"}) {
      try (var all = Files.list(Path.of(folder))) {
        for (Path file : all.toList()) {
          with(file.getFileName().toString(), Files.readString(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  List<String> diagrams() {
    return files.keySet().stream().filter(file -> file.endsWith(".bpmn")).toList();
  }

  String text(String file) {
    return new String(files.get(file), StandardCharsets.UTF_8);
  }

  ShippedSet with(String file, String content) {
    files.put(file, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Replaces the matching part of a file. */
  ShippedSet with(String file, String pattern, String other) {
    return with(file, text -> text.replaceFirst(pattern, other));
  }

  ShippedSet with(String file, UnaryOperator<String> change) {
    String changed = change.apply(text(file));
    assertThat(changed).as("changed " + file).isNotEqualTo(text(file));
    return with(file, changed);
  }

  Map<String, byte[]> files() {
    return files;
  }

  /** Before the first of the twelve revisions. */
  private static final LocalDate TODAY = LocalDate.parse("2009-06-01");

  private static final Set<String> NAMES = Set.of("UKBA", "United Kingdom Border Agency");

  List<String> warningsSince(ShippedSet before) {
    return warnings(before.files, files);
  }

  /** The problems of the shipped files with the changed ones. */
  List<String> warnings(Map<String, byte[]> changed) {
    Map<String, byte[]> all = all();
    all.putAll(changed);
    return warnings(all(), all);
  }

  List<String> warnings(Map<String, byte[]> before, Map<String, byte[]> after) {
    return Warnings.of(before, after, Started.TABLES, Started.ROLES::name, NAMES, TODAY);
  }

  Collection<String> problems() {
    return Started.GATE.problems(files);
  }

  /** The files with their folders, and the data files that are safeguards. */
  Map<String, byte[]> all() {
    Map<String, byte[]> all = new TreeMap<>();
    files.forEach((file, content) -> all.put(placed(file), content));
    for (String file : new String[] {"config/decisions.yaml", "config/safeguards.yaml"}) {
      try {
        all.put(file, Files.readAllBytes(Path.of(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  private static String placed(String file) {
    return (file.endsWith(".form") ? "forms/" : "processes/") + file;
  }

  /** Everything that a revision with changed files would hear. */
  List<String> problems(Map<String, byte[]> changed) {
    Map<String, byte[]> all = all();
    all.putAll(changed);
    all.keySet().removeIf(name -> name.startsWith("config/"));
    return Started.CHECK.problems(all);
  }

  /** Deploys the set in the way of a start. */
  void start(ProcessEngineConfigurationImpl configuration) {
    configuration.setCustomPreDeployers(List.of(Started.CHECK));
    ProcessEngine engine = configuration.buildProcessEngine();
    try {
      DeploymentBuilder set =
          engine.getRepositoryService().createDeployment().source(DefinitionSets.SOURCE);
      files.forEach((file, content) -> set.addString(placed(file), text(file)));
      set.deploy();
    } finally {
      assertThat(engine.getRepositoryService().createDeploymentQuery().count()).isZero();
      engine.close();
    }
  }

  /** Whether the comparison marks a change for the approver. */
  boolean isMarked(String file, byte[] changed) {
    try {
      return Comparison.of(
              Map.of(file, all().get(file)),
              Map.of(file, changed),
              Started.TABLES,
              Started.ROLES::name)
          .stream()
          .anyMatch(difference -> difference.mark() != Difference.Mark.NONE);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
