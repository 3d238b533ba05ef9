package scot.nrm.engine.sets;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.Deployer;
import scot.nrm.engine.FormsCheck;
import scot.nrm.startup.CheckedSettings;
import scot.nrm.startup.StartRefused;

/**
 * The data files of the set in force, on this node. A node first has the files on its disk, and
 * replaces them with those of the set in force while it starts. It loads those of a later set
 * immediately if it brought the set into force itself, and within a minute if another node did.
 */
@Component
@Order(DataInForce.ORDER)
public class DataInForce extends AbstractProcessEnginePlugin implements FormsCheck.SetCheck {

  static final int ORDER = 101;

  private static final Logger LOG = LoggerFactory.getLogger(DataInForce.class);

  private static final int CACHED_SETTINGS = 4;

  private final ConfigurableEnvironment environment;
  private final DefinitionSets sets;
  private final ObjectProvider<SetData<?>> data;
  private final ObjectProvider<SetData.Check> checks;
  private final ObjectProvider<SetData.Follower> followers;
  private final Map<String, byte[]> onDisk = new TreeMap<>();

  /**
   * A cache by content, because a check or a rehearsal of a set loads the same data many times, and
   * binding it is expensive.
   */
  private final ConcurrentLruCache<Map<String, ByteBuffer>, SetData.Settings> settingsCache =
      new ConcurrentLruCache<>(CACHED_SETTINGS, this::settings);

  /** The files of this node that are different from those on its disk. */
  private Map<String, byte[]> loaded = Map.of();

  private int loadedSet;

  DataInForce(
      ConfigurableEnvironment environment,
      Definitions definitions,
      DefinitionSets sets,
      ObjectProvider<SetData<?>> data,
      ObjectProvider<SetData.Check> checks,
      ObjectProvider<SetData.Follower> followers) {
    this.environment = environment;
    this.sets = sets;
    this.data = data;
    this.checks = checks;
    this.followers = followers;
    for (DataFile file : DataFile.values()) {
      Resource resource = definitions.data(file.path());
      if (resource.exists()) {
        onDisk.put(file.file(), Definitions.content(resource));
      }
    }
    definitions.letters().forEach((name, letter) -> onDisk.put(name, Definitions.content(letter)));
  }

  /** Data can't be used; the message says why, in sentences. */
  public static final class DataRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    DataRefused(String sentences, Throwable cause) {
      super(sentences, cause);
    }
  }

  /** At a start, the set in force applies and not the files on the disk, which may be older. */
  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    RepositoryService repository = engine.getRepositoryService();
    ProcessDefinition newest =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey(DefinitionSets.CASE)
            .latestVersion()
            .singleResult();
    if (newest == null) {
      return;
    }
    try {
      if (load(DefinitionSets.files(repository, newest.getDeploymentId()))) {
        checks.orderedStream().forEach(SetData.Check::validate);
      }
    } catch (StartRefused refusal) {
      int inForce = newest.getVersion();
      throw new StartRefused(
          "%s%nThat is so in set %d, which is in force in the database. Its files count, and not those on this disk."
              .formatted(refusal.problem(), inForce),
          "%s%nThe files on this disk count if you start once with --%s=%d, which replaces that set by them."
              .formatted(refusal.action(), Deployer.DEPLOY_AGAIN, inForce));
    }
  }

  /** Loads the data of the set in force, if this node doesn't have it yet. */
  public synchronized void refresh() {
    int inForce = sets.inForce();
    if (inForce != loadedSet) {
      if (!load(sets.files(inForce))) {
        SetData.renewVersion();
      }
      loadedSet = inForce;
    }
  }

  /** Loads the data in the files of a set; returns whether any has changed. */
  public synchronized boolean load(Map<String, byte[]> files) {
    Map<String, byte[]> differ = differingFromDisk(files);
    if (contents(differ).equals(contents(loaded))) {
      return false;
    }
    replace(differ);
    loaded = differ;
    LOG.info(
        "The data of the set in force counts from now on. On this disk, these files differ from it: {}",
        differ.keySet());
    return true;
  }

  /** Replaces all data, or none if a file can't be read. */
  private void replace(Map<String, byte[]> files) {
    Map<String, byte[]> letters = new TreeMap<>(files);
    letters.keySet().removeIf(name -> !DataFile.isLetter(name));
    Map<String, byte[]> others = new TreeMap<>(files);
    others.keySet().removeAll(letters.keySet());
    SetData.Data read = new SetData.Data(settingsCache.get(contents(others)), letters);
    List<Runnable> prepared = data.orderedStream().map(one -> one.prepare(read)).toList();
    prepared.forEach(Runnable::run);
  }

  /**
   * Runs work with the data of the set in force and some changed files, in this thread only.
   *
   * @throws DataRefused if that data can't be used
   */
  public <T> T withTrialData(Map<String, byte[]> changed, Supplier<T> work) {
    if (changed.keySet().stream().noneMatch(DataFile::isFromSet)) {
      return work.get();
    }
    Map<String, byte[]> whole = new TreeMap<>(sets.files(sets.inForce()));
    whole.putAll(changed);
    Map<String, byte[]> differ = differingFromDisk(whole);
    SetData.beginTrial(contents(differ));
    try {
      check(differ);
      return work.get();
    } finally {
      SetData.endTrial();
    }
  }

  /** Equal for the same content, unlike arrays. */
  private static Map<String, ByteBuffer> contents(Map<String, byte[]> files) {
    Map<String, ByteBuffer> contents = new TreeMap<>();
    files.forEach((name, bytes) -> contents.put(name, ByteBuffer.wrap(bytes)));
    return contents;
  }

  private void check(Map<String, byte[]> differ) {
    try {
      replace(differ);
      List<String> unknown = problems(differ);
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", unknown));
      }
      checks.orderedStream().forEach(SetData.Check::validate);
    } catch (RuntimeException e) {
      throw new DataRefused(reason(e), e);
    }
  }

  /** Names each unknown key, such as a misspelt one: it would have no effect. */
  @Override
  public List<String> problems(Map<String, byte[]> files) {
    List<String> problems = new ArrayList<>();
    files.forEach(
        (name, content) ->
            DataFile.of(name)
                .filter(file -> file != DataFile.NOTICES) // its reader refuses unknown keys
                .ifPresent(
                    file -> {
                      Set<String> unknown = new TreeSet<>();
                      file.read(content)
                          .forEach(
                              part -> unknown.addAll(CheckedSettings.unknown(part, boundTypes())));
                      if (!unknown.isEmpty()) {
                        problems.add(
                            "config/%s has a key that isn't known: %s. Correct it: the head of the file lists the keys. A text with a comma or a colon needs quotation marks."
                                .formatted(file.path(), String.join(", ", unknown)));
                      }
                    }));
    return problems;
  }

  /** The classes whose content is read from data files. */
  private Set<Class<?>> boundTypes() {
    SetData.Settings atStart = settingsCache.get(Map.of());
    if (atStart.bound().isEmpty()) {
      SetData.Data all = new SetData.Data(atStart, Map.of());
      data.orderedStream().forEach(one -> one.prepare(all));
    }
    return atStart.bound().keySet();
  }

  /** The reason why data can't be used, for the person who edits its file. */
  public static String reason(RuntimeException refused) {
    String property = "";
    for (Throwable one = refused; one != null; one = one.getCause()) {
      if (one instanceof BindException bind) {
        property = String.valueOf(bind.getName());
        if (bind.getProperty() != null) {
          property =
              bind.getProperty().getName() + CheckedSettings.place(bind.getProperty().getOrigin());
        }
      } else if (one instanceof ConversionException) {
        return "A value can't be read: %s. Write it as the head of its file says, and a day as 2009-04-01."
            .formatted(property);
      }
    }
    Throwable why =
        refused instanceof BindException
            ? NestedExceptionUtils.getMostSpecificCause(refused)
            : refused;
    return String.valueOf(why.getMessage()).replace(" Correct it and start again.", "");
  }

  /**
   * Runs the followers, such as permissions, in the transaction in which the data comes into force.
   */
  public void runFollowers() {
    followers.orderedStream().forEach(SetData.Follower::setUp);
  }

  private Map<String, byte[]> differingFromDisk(Map<String, byte[]> files) {
    Map<String, byte[]> differ = new TreeMap<>();
    files.forEach(
        (file, content) -> {
          String name = DefinitionSets.nameOf(file);
          if (DataFile.isFromSet(name) && !Arrays.equals(content, onDisk.get(name))) {
            differ.put(name, content);
          }
        });
    return differ;
  }

  /** The settings of the start, with some files replaced. */
  private SetData.Settings settings(Map<String, ByteBuffer> files) {
    ConfigurableEnvironment settings = new EmptyEnvironment();
    MutablePropertySources sources = settings.getPropertySources();
    List<DataFile> replaced =
        Arrays.stream(DataFile.values()).filter(file -> files.containsKey(file.file())).toList();
    for (PropertySource<?> source : environment.getPropertySources()) {
      // Attached again below.
      if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)
          && replaced.stream().noneMatch(file -> file.isIn(source))) {
        sources.addLast(source);
      }
    }
    replaced.forEach(file -> file.read(files.get(file.file()).array()).forEach(sources::addLast));
    ConfigurationPropertySources.attach(settings);
    return new SetData.Settings(settings, new ConcurrentHashMap<>());
  }

  private static final class EmptyEnvironment extends StandardEnvironment {

    @Override
    protected void customizePropertySources(MutablePropertySources sources) {
      // None: settings() adds those of the start.
    }
  }
}
