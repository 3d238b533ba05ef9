package scot.nrm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Primary;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import scot.nrm.access.Roles;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.Deployer;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.DataInForce;
import scot.nrm.engine.sets.NamedTasks;
import scot.nrm.engine.sets.SetData;
import scot.nrm.engine.steps.StepGuard;
import scot.nrm.gate.Comparison;
import scot.nrm.gate.Difference;
import scot.nrm.gate.Warnings;
import scot.nrm.modelcheck.DeploymentCheck;
import scot.nrm.modelcheck.XmlFile;
import scot.nrm.rehearsal.Scenarios;
import scot.nrm.startup.CheckedFirst;
import scot.nrm.startup.NoBackgroundWork;
import scot.nrm.startup.StartRefused;

/**
 * The command that checks the files of a revision before anything is deployed, says what correct
 * ones change, and exits. It needs no database and starts only the checks, with an engine in memory
 * if there are scenarios to replay.
 */
public final class CheckCommand {

  /** The command-line option that runs it; its value is the folder with the changed files. */
  public static final String OPTION = "nrm.check";

  private static final int CONFIG = "config/".length();

  /** Marks a sentence that stops nothing. */
  private static final String WARNING = "Warning: ";

  /** What a start makes of the files of {@code config/} beside {@link CheckedFirst}. */
  private static final List<String> OF_CONFIG =
      List.of("decisionsFile", "accessSetup", "templates");

  private static final List<String[]> FILES =
      List.of(
          new String[] {"processes", "bpmn"},
          new String[] {"processes", "dmn"},
          new String[] {"forms", "form"},
          new String[] {"config/scenarios", "json"});

  private CheckCommand() {}

  /** Ends the program with exit code 0 if the files can be deployed, or else 1. */
  static void runAndExit(String... args) {
    List<String> found = run(args);
    // For the person who asked, and not for the log.
    found.forEach(System.out::println);
    List<String> problems = found.stream().filter(one -> !one.startsWith(WARNING)).toList();
    System.out.println(
        problems.isEmpty()
            ? "Nothing is wrong. The files can be deployed."
            : "%d %s. Nothing has been deployed."
                .formatted(problems.size(), problems.size() == 1 ? "problem" : "problems"));
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  /**
   * Checks the files of a folder, with those that it leaves out as they are in force here. If there
   * is no problem, it prints what they change.
   *
   * @return a sentence for each problem, with its file; if there is none, for each warning
   */
  static List<String> run(String... args) {
    List<String> folders = new DefaultApplicationArguments(args).getOptionValues(OPTION);
    Path folder = Path.of(folders == null || folders.isEmpty() ? "" : folders.get(0));
    if (folder.toString().isEmpty() || !Files.isDirectory(folder)) {
      return List.of(
          "There is no folder %s. Write --%s=FOLDER, with the changed files in its folders processes, forms and config."
              .formatted(folder, OPTION));
    }
    try {
      List<String> misplaced = misplaced(folder);
      return misplaced.isEmpty() ? inFolder(folder, args) : misplaced;
    } catch (IOException e) {
      return List.of(
          "The files can't be copied to the folder for temporary files, %s (%s). Make room there, or name another folder by -Djava.io.tmpdir=FOLDER before -jar. The files in %s have to be readable."
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage(), folder));
    }
  }

  /** Files that would not be checked where they are, or can't be read. */
  private static List<String> misplaced(Path folder) throws IOException {
    Definitions inForce = new Definitions(Path.of(""));
    List<String> problems = new ArrayList<>();
    List<String> names = names(folder);
    for (String name : names) {
      if (name.matches(".*\\.(bpmn|dmn|form|ya?ml|html|json)")) {
        try {
          XmlFile.text(Files.readAllBytes(folder.resolve(name)));
        } catch (XmlFile.Unreadable e) {
          problems.add(name + " is not written in UTF-8. Save it as UTF-8.");
          continue;
        }
      }
      if (name.matches(".*\\.(bpmn|dmn|form)")) {
        if (!name.matches("processes/[^/]+\\.(bpmn|dmn)|forms/[^/]+\\.form")) {
          problems.add(
              "%s is in none of the folders processes and forms of %s, so it would not be checked. Move it there, or write the folder above it in --%s."
                  .formatted(name, folder, OPTION));
        }
      } else if (name.matches(".*\\.(ya?ml|html|json)")
          && !name.matches("config/(letters/[^/]+\\.html|scenarios/[^/]+\\.json)")) {
        if (!name.matches("config/(lists/)?[^/]+")
            || !inForce.data(name.substring(CONFIG)).exists()) {
          problems.add(
              "%s replaces no file of config, so it would not be checked. Put it into the folder config, under the name of the file that it replaces; a letter into config/letters, a scenario into config/scenarios."
                  .formatted(name));
        } else if (name.matches(".*\\.ya?ml")) {
          notYaml(folder, name).ifPresent(problems::add);
        }
      }
    }
    if (names.stream().noneMatch(name -> name.matches("(processes|forms|config)/.*"))
        && problems.isEmpty()) {
      problems.add(
          "There is nothing to check in %s. Put the changed files into its folders processes, forms and config."
              .formatted(folder));
    }
    return problems;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
          .sorted()
          .toList();
    }
  }

  private static Optional<String> notYaml(Path folder, String name) {
    try {
      Resource file = new FileSystemResource(folder.resolve(name));
      new YamlPropertySourceLoader().load(name, file);
      byte[] content = file.getContentAsByteArray();
      DataFile.of(name).ifPresent(data -> data.read(content));
      return Optional.empty();
    } catch (MarkedYAMLException e) {
      return Optional.of(
          "%s: Line %d: this is not YAML (%s). Check the spaces at its beginning, brackets and quotation marks."
              .formatted(name, e.getProblemMark().getLine() + 1, e.getProblem()));
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    } catch (Exception broken) { // of YAML's other kinds
      return Optional.of(name + ": this is not YAML.");
    }
  }

  private static List<String> inFolder(Path folder, String... args) throws IOException {
    Path whole = null;
    try {
      whole = Files.createTempDirectory("nrm-check");
      copyTo(whole, folder);
      List<String> given = new ArrayList<>(Arrays.asList(args));
      given.removeIf(argument -> argument.startsWith("--" + OPTION));
      given.add("--" + OPTION + "=" + whole);
      Path letters = folder.resolve("config").resolve("letters");
      if (Files.isDirectory(letters)) {
        given.add("--nrm.letters.templates=" + letters);
      }
      List<String> data =
          names(folder).stream()
              .filter(name -> name.endsWith(".yaml"))
              .map(name -> folder.resolve(name).toAbsolutePath().toString())
              .toList();
      if (!data.isEmpty()) {
        given.add("--spring.config.import=file:" + String.join(",file:", data));
      }
      return problems(data, given.toArray(String[]::new));
    } finally {
      FileSystemUtils.deleteRecursively(whole);
    }
  }

  /** The files in force, and those of the folder over them. */
  private static void copyTo(Path whole, Path folder) throws IOException {
    Definitions inForce = new Definitions(Path.of(""));
    for (String[] kind : FILES) {
      Path to = Files.createDirectories(whole.resolve(kind[0]));
      for (Resource file : inForce.all(kind[0], kind[1])) {
        Files.write(to.resolve(file.getFilename()), file.getContentAsByteArray());
      }
    }
    FileSystemUtils.copyRecursively(folder, whole);
  }

  private static List<String> problems(List<String> data, String... args) {
    try (ConfigurableApplicationContext parts = parts(data, args)) {
      Set<String> problems = new LinkedHashSet<>();
      Stream.of(
              Arrays.stream(parts.getBeanNamesForAnnotation(ConfigurationProperties.class)),
              new CheckedFirst.Files().detect(parts.getBeanFactory()).stream().sorted(),
              Arrays.stream(parts.getBeanNamesForType(SetData.Check.class)),
              OF_CONFIG.stream())
          .flatMap(names -> names)
          .filter(parts::containsBeanDefinition)
          .forEach(name -> made(parts, name, problems));
      if (problems.isEmpty()) {
        parts.getBean(Roles.class).requireAll(parts.getBean(Authorities.class));
      }
      if (problems.isEmpty()) {
        Map<String, byte[]> files = Deployer.files(parts.getBean(Definitions.class));
        problems.addAll(parts.getBean(DeploymentCheck.class).problems(files));
        if (problems.isEmpty()) {
          problems.addAll(parts.getBean(Scenarios.class).differences(files));
        }
        if (problems.isEmpty()) {
          LocalDate today = LocalDate.now(LocalDay.ZONE);
          Roles roles = parts.getBean(Roles.class);
          Authorities authorities = parts.getBean(Authorities.class);
          UnaryOperator<String> teams = group -> authorities.fill(roles.name(group), today);
          Map<String, byte[]> inForce = Deployer.files(new Definitions(Path.of("")));
          Collection<DecisionTables.Check> tables =
              parts.getBeansOfType(DecisionTables.Check.class).values();
          List<Difference> differences = Comparison.of(inForce, files, tables, teams);
          System.out.println(
              differences.isEmpty() ? "Nothing is different." : Comparison.text(differences));
          Warnings.of(inForce, files, tables, teams, authorities.names(), today)
              .forEach(warning -> problems.add(WARNING + warning));
          parts
              .getBean(NamedTasks.class)
              .unknown(files)
              .forEach(warning -> problems.add(WARNING + warning));
        }
      }
      return List.copyOf(problems);
    } catch (RuntimeException e) {
      return List.of(why(e));
    }
  }

  private static void made(
      ConfigurableApplicationContext parts, String name, Set<String> problems) {
    try {
      if (parts.getBean(name) instanceof SetData.Check check) {
        check.validate();
      }
    } catch (RuntimeException e) {
      // What needs a database is checked at the start.
      if (!(NestedExceptionUtils.getMostSpecificCause(e)
          instanceof NoSuchBeanDefinitionException)) {
        problems.add(why(e));
      }
    }
  }

  private static String why(RuntimeException e) {
    for (Throwable one = e; one != null; one = one.getCause()) {
      if (one instanceof BindException || one instanceof StartRefused) {
        return DataInForce.reason((RuntimeException) one);
      }
    }
    return NestedExceptionUtils.getMostSpecificCause(e).getMessage();
  }

  /** What the checks need, made when they ask for it. */
  public static ConfigurableApplicationContext parts() {
    return parts(List.of());
  }

  private static ConfigurableApplicationContext parts(List<String> data, String... args) {
    return new SpringApplicationBuilder(Parts.class)
        .web(WebApplicationType.NONE)
        .lazyInitialization(true)
        .logStartupInfo(false)
        .initializers(context -> replace(context.getEnvironment().getPropertySources(), data))
        .run(args);
  }

  /** A changed data file takes the place of the one in force, as in a set: it isn't added to it. */
  private static void replace(MutablePropertySources sources, List<String> changed) {
    for (DataFile file : DataFile.values()) {
      Map<Boolean, List<PropertySource<?>>> found =
          sources.stream()
              .filter(file::isIn)
              .collect(
                  Collectors.partitioningBy(
                      source -> changed.stream().anyMatch(source.getName()::contains)));
      if (!found.get(true).isEmpty()) {
        found.get(false).forEach(source -> sources.remove(source.getName()));
      }
    }
  }

  /** Not a component, so that the application itself does not find it. */
  @ComponentScan(
      basePackages = "scot.nrm",
      excludeFilters =
          @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = NrmApplication.class))
  @ConfigurationPropertiesScan("scot.nrm")
  static class Parts {

    @Bean
    static BeanFactoryPostProcessor nothingRuns() {
      return new NoBackgroundWork();
    }

    /** The files in force, with the changed ones. */
    @Bean
    @Primary
    Definitions wholeSet(@Value("${" + OPTION + ":}") String folder) {
      return new Definitions(Path.of(folder));
    }

    @Bean
    @Primary
    StepGuard noStepRuns() {
      return (step, execution) -> {};
    }
  }
}
