package scot.nrm.forms.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseNumber;
import scot.nrm.engine.CaseVariables;
import scot.nrm.forms.rules.IndicatorRule;
import scot.nrm.forms.text.FormText.CaseOfForm;
import scot.nrm.register.Links;

/** Summaries of the referral, or of a part of it. */
@Configuration
public class ReferralFormText {

  private static final String[] CHILD = {
    "childNames", "childAlsoKnownAs", "childDateOfBirth", "childEstimatedAge", "ageDisputed",
    "ageDisputedBy", "ageFinding", "ageFindingDate", "foundDateOfBirth", "childSex",
    "childNationalities", "childLanguages", "interpreterNeeded", "childLocation", "placementType",
    "immediateDanger"
  };

  /** Out of date when the NRM form says the placement. */
  private static final List<String> FROM_THE_CONCERN = List.of("childLocation", "immediateDanger");

  private static final String[] IMMIGRATION = {
    "immigrationStatus", "leaveUntil", "homeOfficeReference", "ukbaFile",
    "asylumClaimMade", "asylumClaimDate", "asylumClaimWithdrawnDate", "asylumDecision",
    "asylumDecisionDate", "portCase", "leaveApplicationUnderWay", "enforcementUnderWay",
    "immigrationDetention", "removalOrExclusionDecision", "portOfEntry", "dateOfEntry",
    "documentsSeen"
  };
  private static final String[] STORY = {
    "concernDescription", "exploitationTypes", "criminalExploitationKinds", "exploitationWhere",
    "exploitationWhen", "evidence", "professionalView", "inconsistencies",
    "risksIfContacted", "missingFacts", "suppliedInformation"
  };
  private static final String[] PEOPLE = {
    "firstEncounterDate", "firstEncounterTime", "firstEncounterPlace", "firstResponderAgency",
    "firstResponderName", "firstResponderPhone", "firstResponderReference", "policeForce",
    "crimeReference", "courtHearingDate", "leadProfessionalName", "leadProfessionalPhone"
  };

  private static final String[] COPY = {
    "childNames", "childAlsoKnownAs", "childDateOfBirth", "childEstimatedAge",
    "childSex", "childNationalities", "childLocation", "immediateDanger",
    "homeOfficeReference", "portOfEntry", "dateOfEntry", "documentsSeen",
    "concernDescription", "firstEncounterDate", "firstEncounterPlace", "firstResponderAgency",
    "firstResponderName", "firstResponderPhone"
  };

  /** A summary of the referral: the child, immigration, exploitation, and the ticked indicators. */
  @Bean
  FormText showReferral() {
    return shown -> summary(shown, key -> true);
  }

  /**
   * What a UKBA copy says, and those of cases that were merged with this one (D12). UKBA sees the
   * fields of the copy only, because a copy is a pre-alert (D9). The NRM form may have corrected
   * some of them.
   */
  @Bean
  FormText showCopy(Links links, CaseFile files) {
    return shown ->
        Stream.concat(
                Stream.of(shown),
                links.mergedInto(shown.caseNumber()).stream()
                    .map(merged -> ofMerged(shown, files.read(merged))))
            .filter(copy -> !copy.file().text("copyForKnownCase").isEmpty())
            .map(ReferralFormText::copy)
            .collect(Collectors.joining("\n"));
  }

  private static CaseOfForm ofMerged(CaseOfForm shown, CaseFileContent file) {
    return new CaseOfForm(
        shown.caseNumber(),
        shown.formId(),
        file,
        Map.of(CaseVariables.MERGED_INTO.getName(), shown.caseNumber()),
        shown.labels());
  }

  private static String copy(CaseOfForm shown) {
    return summary(shown, List.of(COPY)::contains)
        + Markdown.section(
            "From the port officer",
            List.of(
                Markdown.item(
                    shown.labels().question("ukbaCopyNote"),
                    Markdown.lines(shown.file().text("ukbaCopyNote")))));
  }

  /** The lead professional and their telephone number, for someone who has to ask them. */
  @Bean
  FormText showLeadProfessional() {
    return shown ->
        summary(shown, Set.of("leadProfessionalName", "leadProfessionalPhone")::contains);
  }

  private static String summary(CaseOfForm shown, Predicate<String> fields) {
    Map<String, JsonNode> known = OpenedFormValues.known(shown.file(), shown.variables());
    Function<String, String> item =
        key ->
            Markdown.item(
                shown.labels().question(key),
                OpenedFormValues.text(key, known.get(key), shown.labels()));
    boolean isPlaced = !shown.file().text("placementType").isEmpty();
    Stream<String> child =
        Stream.of(CHILD).filter(key -> !isPlaced || !FROM_THE_CONCERN.contains(key));
    return statedCase(shown)
        + section("The child", child, fields, item)
        + section("Immigration", Stream.of(IMMIGRATION), fields, item)
        + section("What happened", Stream.of(STORY), fields, item)
        + section("Indicators", indicators(), fields, item)
        + section("Contacts", Stream.of(PEOPLE), fields, item);
  }

  /**
   * The number on a UKBA copy (D9), until the cases are merged; it moves nothing until UKHTC intake
   * has confirmed it (D12).
   */
  private static String statedCase(CaseOfForm shown) {
    return shown.file().is("copyForKnownCase", "yes")
            && !shown.variables().containsKey(CaseVariables.MERGED_INTO.getName())
        ? "The port officer says that the child already has a case, **"
            + CaseNumber.of(shown.file().text("matchCaseNumber"))
            + "**. {{authority.intake.short}} intake merges the two if it is the same child.\n\n"
        : "";
  }

  private static String section(
      String heading,
      Stream<String> keys,
      Predicate<String> fields,
      Function<String, String> item) {
    return Markdown.section(heading, keys.filter(fields).map(item).toList());
  }

  /** It is a summary and never a count, because the professional decides (D3). */
  private static Stream<String> indicators() {
    return IndicatorRule.GROUPS.stream()
        .flatMap(group -> Stream.of(IndicatorRule.observed(group), IndicatorRule.suspected(group)));
  }
}
