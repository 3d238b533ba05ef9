package scot.nrm;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.CacheMode;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.FormServiceImpl;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceManager;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.casefile.ChainCheck;
import scot.nrm.casefile.ChainedRow;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.casefile.ContentCipher;
import scot.nrm.casefile.MasterKeys;
import scot.nrm.changes.PathVariables;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.forms.DeployedForms;
import scot.nrm.letters.SendLetters;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterUpdates;

/** Which package may use which. */
@AnalyzeClasses(
    packages = "scot.nrm",
    importOptions = ImportOption.DoNotIncludeTests.class,
    cacheMode = CacheMode.PER_CLASS) // or they would stay in memory
class WallsTest {

  private static final String CAMUNDA = "org.camunda..";

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("scot.nrm.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule topicsHaveNoCycles =
      slices().matching("scot.nrm.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule formPartsDoNotKnowTheServices =
      noClasses()
          .that()
          .resideInAnyPackage(
              "scot.nrm.forms.check..", "scot.nrm.forms.rules..", "scot.nrm.forms.text..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("scot.nrm.forms")
          .because("the services of the engine use the check, the rules and the texts");

  @ArchTest
  static final ArchRule formCheckIsPure =
      noClasses()
          .that()
          .resideInAPackage("scot.nrm.forms.check..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.camunda.bpm..", "scot.nrm.access..", "scot.nrm.register..")
          .because("a form is checked without an engine");

  @ArchTest
  static final ArchRule accessIsBelowItsTopics =
      noClasses()
          .that()
          .resideInAPackage("scot.nrm.access")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("scot.nrm.access.*");

  @ArchTest
  static final ArchRule lettersAreBelowTheirTopics =
      noClasses()
          .that()
          .resideInAPackage("scot.nrm.letters")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("scot.nrm.letters.*");

  @ArchTest
  static final ArchRule signInTopicsAreBelowSignIn =
      noClasses()
          .that()
          .resideInAPackage("scot.nrm.signin.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("scot.nrm.signin");

  /** Each package, and the others that it may use. */
  private static final String USES =
      """
      startup:
      availability:
      mail:
      calendar:
      schema: startup
      engine: calendar startup
      commands: engine
      errors: engine availability
      modelcheck: engine calendar
      casefile: engine calendar startup
      trace: casefile mail calendar startup
      register: casefile engine calendar
      facts: register engine calendar
      routing: facts casefile register engine
      concern: facts casefile register engine
      access: register engine startup
      pages: access engine calendar availability startup
      accesslog: pages access engine calendar mail casefile startup availability
      signin: access pages startup accesslog availability casefile calendar
      forms: access casefile register engine calendar accesslog availability
      guidance: forms access register startup
      notices: access engine calendar mail startup
      awareness: forms access pages engine mail calendar casefile
      age: forms access casefile register engine calendar startup
      decision: facts forms access casefile register engine calendar
      letters: decision routing forms access pages mail casefile register engine calendar accesslog
      changes: decision facts age letters routing forms access casefile register engine calendar
      documents: pages access forms casefile register engine calendar startup
      record: pages letters forms access casefile register engine calendar accesslog
      statistics: record pages access register engine startup
      partners: statistics record letters pages access casefile register engine calendar
      cockpit: statistics record letters mail errors access casefile register engine calendar startup accesslog pages
      drafts: forms casefile engine
      tasklist: drafts cockpit record access register calendar accesslog
      repair: pages accesslog access casefile register engine calendar startup
      retention: pages access casefile register engine calendar startup
      gate: modelcheck forms access engine calendar
      revision: gate modelcheck pages access engine calendar
      underway: revision routing gate statistics pages access register engine calendar availability
      rehearsal: startup revision gate letters forms age access register casefile engine pages calendar
      """;

  @ArchTest
  static void packagesUseOnlyTheirOwn(JavaClasses program) {
    assertAll(
        USES.lines()
            .map(line -> line.split(": ?", 2))
            .map(row -> () -> only(row[0], row[1]).check(program)));
  }

  @ArchTest
  static final ArchRule calendarIsPure =
      noClasses()
          .that()
          .resideInAPackage("scot.nrm.calendar..")
          .should()
          .dependOnClassesThat(resideInAPackage(CAMUNDA))
          .because("dates are calculated without an engine and tested on their own");

  /** A fact that the register and the process both have is written to both by one class. */
  @ArchTest
  static final ArchRule onlyFactsAreWrittenTwice =
      noClasses()
          .that()
          .resideOutsideOfPackages("scot.nrm.facts..", "scot.nrm.register..")
          .should()
          .callMethodWhere(
              target(owner(type(Register.class)))
                  .and(
                      target(
                          nameMatching(
                              "removalHold|closed|decided|lateMarked|lateWithdrawn|deadlineSet|routed")))
                  .or(
                      target(owner(type(RegisterUpdates.class)))
                          .and(
                              target(
                                  nameMatching(
                                      "childMissing|childFound|suspended|resumed|reopened|latenessCorrected")))));

  /** Facts that need an officer's act are recorded only where the act is checked. */
  @ArchTest
  static final ArchRule decisionsAreRecordedWithTheirActs =
      noClasses()
          .that()
          .resideOutsideOfPackages("scot.nrm.decision..", "scot.nrm.concern..", "scot.nrm.facts..")
          .should()
          .callMethodWhere(
              target(owner(type(Register.class)))
                  .and(target(nameMatching("decided|leaveDecided|protectionClosed|officeAct"))));

  /**
   * In memory and with nobody's texts, a rehearsal's engine needs neither; everything else does.
   */
  @ArchTest
  static final ArchRule onlyRehearsalsSkipEncryptionAndChain =
      noClasses()
          .that()
          .resideOutsideOfPackage("scot.nrm.rehearsal..")
          .should()
          .callMethod(ContentCipher.class, "none", MasterKeys.class)
          .orShould()
          .callMethod(ChangeChain.class, "none", JdbcClient.class);

  /**
   * Nothing else reads or sets the variables of these facts but what reopens a case and what dates
   * letters.
   */
  @ArchTest
  static final ArchRule onlyFactsKnowTheirVariables =
      noClasses()
          .that()
          .resideOutsideOfPackage("scot.nrm.facts..")
          .and()
          .doNotBelongToAnyOf(CaseVariables.class, PathVariables.class, SendLetters.class)
          .should()
          .accessFieldWhere(
              target(owner(type(CaseVariables.class)))
                  .and(
                      target(
                          nameMatching(
                              "REMOVAL_HOLD|MISSING_SINCE|SUSPENDED_STAGE|CASE_OUTCOME|RG_OUTCOME|CG_OUTCOME|RG_LATE|CG_LATE|RG_ORIGINAL_DUE_DATE|RG_DUE_DATE|RG_TARGET_DATE|CG_TARGET_DATE|REFLECTION_[A-Z]+_DATE|REFLECTION_REVIEW_OPENS|RG_AUTHORITY|CG_AUTHORITY|ROUTING_BASIS"))));

  /** Of the case file: why a case was opened, and the names of people who book, are sealed. */
  @ArchTest
  static final ArchRule accessLogAndBookingsKnowOnlyTheCipher =
      noClasses()
          .that()
          .resideInAnyPackage("scot.nrm.accesslog..", "scot.nrm.awareness..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("scot.nrm.casefile..")
                  .and(not(JavaClass.Predicates.equivalentTo(ContentCipher.class))));

  /** Of the case file only the chain of changes, which has people and groups too. */
  @ArchTest
  static final ArchRule signInKnowsOnlyTheChain =
      noClasses()
          .that()
          .resideInAPackage("scot.nrm.signin..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("scot.nrm.casefile..")
                  .and(
                      not(
                          JavaClass.Predicates.belongToAnyOf(
                              ChangeChain.class, ChainedRow.class, ChainCheck.class))));

  @ArchTest
  static final ArchRule nothingUsesTheInventedCases =
      noClasses()
          .that()
          .resideOutsideOfPackage("scot.nrm.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("scot.nrm.demo..");

  /**
   * Internal classes of the engine may change with any version, so only the packages that adapt the
   * engine use them.
   */
  @ArchTest
  static final ArchRule onlyAdaptersUseEngineInternals =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              new String[] {
                "scot.nrm.engine..", "scot.nrm.forms..", "scot.nrm.access..",
                "scot.nrm.accesslog..", "scot.nrm.schema..", "scot.nrm.demo..",
                "scot.nrm.modelcheck..", "scot.nrm.commands..", "scot.nrm.errors..",
                "scot.nrm.rehearsal..", "scot.nrm.signin.."
              })
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.camunda.bpm.engine.impl..")
                  // The public API itself returns who is signed in, and has no other clock.
                  .and(
                      not(
                          JavaClass.Predicates.belongToAnyOf(
                              Authentication.class, ClockUtil.class))));

  @ArchTest
  static final ArchRule onlyDelegatesUseCamunda =
      noClasses()
          .that()
          .resideInAnyPackage("scot.nrm.casefile..", "scot.nrm.register..", "scot.nrm.routing..")
          .and()
          .areNotAssignableTo(JavaDelegate.class)
          .should()
          .dependOnClassesThat(resideInAPackage(CAMUNDA));

  /** Whose reading of a set a rehearsal knows of, or which no replay of a case does (ADR 0076). */
  private static final Set<String> READERS_OF_SETS =
      Set.of(
          // The diagram that a case is in, with its forms, and what is asked of a table: noted.
          "CheckedFormService",
          "DecisionTables",
          "DeclaredVariables",
          "DeployedForms",
          // When a set is deployed or comes into force, and at a start.
          "DataInForce",
          "DefinitionSets",
          "Deployer",
          "DeploymentCheck",
          "StatementConfiguration",
          "NamedTasks",
          // Labels, which change no case.
          "AccessWords",
          "FormConfiguration",
          "RouteDescriptions",
          // For pages, moves and repairs, and of the real cases before they are replayed.
          "CasesUnderWayPage",
          "MigrationRules",
          "Mover",
          "PastCases",
          "RevisedSets",
          "RevisionWatch",
          "Routes", // inSet, for the page of what was done under a revision
          "RunningCase",
          "TrialCasesPage");

  /** A read anywhere else would leave out a case whose result has changed. */
  @ArchTest
  static final ArchRule readsOfASetDuringAReplayAreRecorded =
      noClasses()
          .that()
          .resideOutsideOfPackage("scot.nrm.demo..")
          .and(
              DescribedPredicate.describe(
                  "are not known to read sets", type -> !READERS_OF_SETS.contains(outermost(type))))
          .should()
          .accessTargetWhere(
              reads(
                      "get(Bpmn|Dmn|Cmmn)ModelInstance|get\\w+(Model|Diagram)|getResourceAsStream.*|getDeploymentResources|getDeployed\\w*Form|find\\w*(Model|Deployed|Resource).*",
                      RepositoryService.class,
                      FormService.class,
                      FormServiceImpl.class,
                      DeploymentCache.class,
                      ResourceManager.class)
                  .or(reads("rules|askIn", DecisionTables.class))
                  .or(reads("files", DefinitionSets.class))
                  .or(reads("newest.*", DeployedForms.class)))
          .because(
              "a rehearsal replays a case only if what it has read is different: note it in SetReads, or add the class to the list if no replay reads it");

  private static DescribedPredicate<JavaAccess<?>> reads(String methods, Class<?>... owners) {
    return target(owner(JavaClass.Predicates.belongToAnyOf(owners)))
        .and(target(nameMatching(methods)));
  }

  private static String outermost(JavaClass type) {
    return type.getName().replaceAll(".*\\.|\\$.*", "");
  }

  @ArchTest
  static final ArchRule packagesHaveAtMost25Files =
      classes().should(beAtMost(25, "in one package", JavaClass::getPackageName));

  @ArchTest
  static final ArchRule classNamesAreUnique =
      classes().should(beAtMost(1, "of one name", JavaClass::getSimpleName));

  @ArchTest
  static final ArchRule packagesAreNamedAfterTheirSubject =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..common..", "..impl..", "..config..", "..helper..");

  private static ArchCondition<JavaClass> beAtMost(
      int most, String what, Function<JavaClass, String> key) {
    return new ArchCondition<>("be at most " + most + " " + what) {
      private final Map<String, Set<JavaClass>> classesByKey = new HashMap<>();

      @Override
      public void init(Collection<JavaClass> classes) {
        classes.stream()
            .filter(JavaClass::isTopLevelClass)
            .forEach(
                type ->
                    classesByKey
                        .computeIfAbsent(key.apply(type), name -> new HashSet<>())
                        .add(type));
      }

      @Override
      public void check(JavaClass type, ConditionEvents events) {}

      @Override
      public void finish(ConditionEvents events) {
        classesByKey.forEach(
            (name, classes) ->
                events.add(
                    new SimpleConditionEvent(
                        name, classes.size() <= most, name + ": " + classes.size() + " classes")));
      }
    };
  }

  /**
   * @param others with blanks between them; may be empty
   */
  private static ArchRule only(String mine, String others) {
    String[] allowed =
        Arrays.stream((mine + " " + others).split(" "))
            .map(name -> "scot.nrm." + name + "..")
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage("scot.nrm." + mine + "..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("scot.nrm..")).or(resideInAnyPackage(allowed)));
  }
}
