package scot.nrm;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.util.Arrays;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import scot.nrm.casefile.ContentCipher;

/** The walls of the house: which package may use which. Move one when the work shows a better place, and say so. */
@AnalyzeClasses(packages = "scot.nrm", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {

  private static final String CAMUNDA = "org.camunda..";

  @ArchTest
  static final ArchRule packagesUseEachOtherInOneDirection =
      slices().matching("scot.nrm.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theCalendarIsPure = only("calendar")
      .andShould().onlyDependOnClassesThat(not(resideInAPackage(CAMUNDA)))
      .because("dates are counted without an engine, and tried alone");

  @ArchTest
  static final ArchRule aRefusedStartKnowsNothing = only("start");

  @ArchTest
  static final ArchRule theSchemaIsThereBeforeAllElse = only("schema", "start");

  @ArchTest
  static final ArchRule theEnginesPlumbingKnowsNoDomain = only("engine", "calendar", "start");

  @ArchTest
  static final ArchRule theFileKnowsNothingOfLettersDecisionsAndForms =
      only("casefile", "engine", "calendar", "start");

  @ArchTest
  static final ArchRule routingKnowsFactsAndTables = only("routing", "casefile", "engine", "calendar");

  @ArchTest
  static final ArchRule accessKnowsCasesAndNothingOfWhatIsInForms =
      only("access", "casefile", "engine", "calendar", "start");

  @ArchTest
  static final ArchRule formsKnowNoSingleDecision = only("forms", "access", "casefile", "engine", "calendar");

  @ArchTest
  static final ArchRule decisionsKnowNoLetters = only("decision", "forms", "casefile", "engine", "calendar");

  @ArchTest
  static final ArchRule agesKnowNoDecisionsAndNoLetters =
      only("age", "forms", "access", "casefile", "engine", "calendar", "start");

  @ArchTest
  static final ArchRule pagesKnowWhoIsSignedInAndNothingElse = only("pages", "access");

  @ArchTest
  static final ArchRule signingInKnowsWhoThereMayBeAndNothingOfACase = only("signin", "access", "pages", "start");

  /** From the case file only the cipher: people who book are sealed as children are, and share nothing else. */
  @ArchTest
  static final ArchRule awarenessEventsKnowNoCase = classes().that().resideInAPackage("scot.nrm.events..")
      .should().onlyDependOnClassesThat(
          not(resideInAPackage("scot.nrm.."))
              .or(resideInAnyPackage("scot.nrm.events..", "scot.nrm.forms..", "scot.nrm.access..", "scot.nrm.pages..",
                  "scot.nrm.engine..", "scot.nrm.calendar.."))
              .or(JavaClass.Predicates.equivalentTo(ContentCipher.class)));

  @ArchTest
  static final ArchRule whatMayBeDeployedDependsOnNoSingleDiagram = only("revision", "engine");

  @ArchTest
  static final ArchRule refusalsAreAnsweredAlikeWhateverTheyAreAbout = only("refusals", "engine");

  @ArchTest
  static final ArchRule theRecordReadsAndNothingLeansOnIt =
      only("record", "pages", "letters", "forms", "access", "casefile", "engine", "calendar", "start");

  @ArchTest
  static final ArchRule documentsKnowNoDecisionsAndNoLetters =
      only("documents", "pages", "access", "forms", "casefile", "engine", "calendar", "start");

  @ArchTest
  static final ArchRule mailKnowsNothingOfWhatItCarries = only("mail");

  @ArchTest
  static final ArchRule noticesKnowTeamsAndNothingOfACase =
      only("notices", "access", "engine", "calendar", "mail", "start");

  @ArchTest
  static final ArchRule guidanceIsShownAndChangesNothing = only("guidance", "forms", "access", "casefile", "start");

  @ArchTest
  static final ArchRule nothingLeansOnTheInventedCases =
      noClasses().that().resideOutsideOfPackage("scot.nrm.demo..")
          .should().dependOnClassesThat().resideInAPackage("scot.nrm.demo..");

  /**
   * Internal classes of the engine may change with any version: they are kept to where the engine is changed. The
   * invented cases take its lock, so that of several nodes one makes them.
   */
  @ArchTest
  static final ArchRule theInsideOfTheEngineIsKnownWhereTheEngineIsChanged =
      noClasses().that().resideOutsideOfPackages(
              "scot.nrm.engine..", "scot.nrm.forms..", "scot.nrm.access..", "scot.nrm.schema..", "scot.nrm.demo..",
              "scot.nrm.revision..", "scot.nrm.refusals..", "scot.nrm.signin..")
          .should().dependOnClassesThat(resideInAPackage("org.camunda.bpm.engine.impl..")
              // The public API itself hands out who is signed in, and has no other clock.
              .and(not(JavaClass.Predicates.belongToAnyOf(Authentication.class, ClockUtil.class))));

  @ArchTest
  static final ArchRule whatIsNotCalledByTheEngineDoesNotKnowIt =
      noClasses().that().resideInAnyPackage("scot.nrm.casefile..", "scot.nrm.routing..")
          .and().areNotAssignableTo(JavaDelegate.class)
          .should().dependOnClassesThat(resideInAPackage(CAMUNDA));

  @ArchTest
  static final ArchRule aPackageIsNamedAfterWhatItIsAbout =
      noClasses().should().resideInAnyPackage("..util..", "..common..", "..impl..", "..config..", "..helper..");

  private static ClassesShouldConjunction only(String mine, String... others) {
    String[] allowed = Stream.concat(Stream.of(mine), Arrays.stream(others))
        .map(name -> "scot.nrm." + name + "..").toArray(String[]::new);
    return classes().that().resideInAPackage("scot.nrm." + mine + "..").should().onlyDependOnClassesThat(
        not(resideInAPackage("scot.nrm..")).or(resideInAnyPackage(allowed)));
  }
}
