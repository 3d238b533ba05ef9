package scot.nrm.letters;

import static scot.nrm.engine.CaseVariables.DECIDING_AUTHORITY;
import static scot.nrm.engine.CaseVariables.FOUND_ADULT;
import static scot.nrm.engine.CaseVariables.LETTERS_WAITING;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.Officer;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.steps.Step;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.ForFormsWith;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;
import scot.nrm.forms.text.FormText;
import scot.nrm.register.RegisterCase;

/**
 * Letters to a person without a usable address (D7). They wait until the sender's case owner has
 * found one, in one task for each case. The task is alongside the path, which doesn't wait for it.
 */
@Configuration(proxyBeanMethods = false)
class WaitingLetters {

  static final String DIAGRAM = "find-address";

  /** The kind of address found: a representative's, the person's or the local authority's. */
  static final String KIND = "letterAddressKind";

  static final String REPRESENTATIVE = "representative";
  static final String OWN_ADDRESS = "own-address";
  static final String LOCAL_AUTHORITY = "local-authority";
  static final String ADDRESS = "letterAddress";

  private final CaseInstances instances;

  WaitingLetters(CaseInstances instances) {
    this.instances = instances;
  }

  /**
   * Adds a letter that waits for an address. It replaces an earlier one of the same occasion, which
   * would be sent with the same dates.
   *
   * @param occasion with its occurrence, for a decision as well, so that the letter isn't sent
   *     after a later decision
   * @param adult whether it waits for an address; for a child it is sent immediately
   */
  void add(RegisterCase nrmCase, LetterOccasion occasion, Authority sender, boolean adult) {
    String caseNumber = nrmCase.caseNumber();
    String letter = occasion.occasion() + "/" + occasion.occurrence();
    Optional<String> waiting = instances.value(caseNumber, DIAGRAM, LETTERS_WAITING);
    if (waiting.isEmpty()) {
      instances.start(
          DIAGRAM,
          caseNumber,
          nrmCase.localAuthority(),
          Map.of(
              LETTERS_WAITING.getName(), letter,
              DECIDING_AUTHORITY.getName(), sender.id(),
              FOUND_ADULT.getName(), adult));
      return;
    }
    List<String> all = new ArrayList<>(letters(waiting.get()));
    all.removeIf(other -> occasion(other).equals(occasion.occasion()));
    all.add(letter);
    instances.setWherePresent(caseNumber, LETTERS_WAITING, String.join(",", all));
  }

  /** Ends the wait: an address was recorded elsewhere, such as a representative's (D43). */
  void endWait(String caseNumber) {
    instances.correlate(caseNumber, "address-recorded");
  }

  /** Sends the letters that waited. */
  @Step(value = "Send the letters that waited", needs = "lettersWaiting")
  @Bean
  JavaDelegate sendWaitingLetters(LettersAfterChange afterChange) {
    return step ->
        letters(LETTERS_WAITING.from(step).get())
            .forEach(
                letter ->
                    afterChange.sendWaiting(
                        new LetterOccasion(
                            step.getProcessBusinessKey(),
                            occasion(letter),
                            letter.substring(letter.indexOf('/') + 1),
                            Officer.of(step))));
  }

  /** The letters that wait, for the person who finds an address. */
  @Bean
  FormText showWaitingLetters() {
    return shown ->
        letters(String.valueOf(shown.variables().get(LETTERS_WAITING.getName()))).stream()
            .map(letter -> "- " + words(occasion(letter)))
            .collect(Collectors.joining("\n"));
  }

  private static List<String> letters(String waiting) {
    return Arrays.asList(waiting.split(","));
  }

  private static String occasion(String letter) {
    return letter.substring(0, letter.indexOf('/'));
  }

  private static String words(String occasion) {
    return switch (occasion) {
      case "referral-received" -> "acknowledgement of the referral";
      case "rg-extended" -> "extension of the deadline for reasonable grounds";
      case "reflection-extended" -> "extension of the reflection period";
      case LetterOccasion.LEAVE_RENEWAL -> "leave to remain that expires soon";
      default ->
          LetterOccasion.decidedStage(occasion)
              .map(stage -> "decision on " + stage.id().replace('-', ' '))
              .orElseGet(() -> Letter.inWords(occasion));
    };
  }

  /** Checks that the case owner enters a postal address. */
  @Component
  @ForFormsWith(KIND)
  static class PostalAddress implements FormRule {

    @Override
    public void check(FormSubmission submission, Errors errors) {
      CaseFileContent entered = submission.submitted();
      if (entered.is(KIND, LOCAL_AUTHORITY)) {
        return;
      }
      List<String> address =
          entered.is(KIND, REPRESENTATIVE)
              ? Recipient.addressAfterName(entered.text(ADDRESS))
              : Recipient.postalAddress(entered.text(ADDRESS));
      if (address.isEmpty()) {
        errors.field(
            ADDRESS,
            "enter a postal address with a house number or a postcode, and with commas between its parts. If there is none, or it must be kept secret, choose care of the local authority");
      }
    }
  }
}
