package scot.nrm.changes.correction;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.StoredCode;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;
import scot.nrm.letters.LetterReaders;
import scot.nrm.letters.WrongLetters;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;

/** What was wrong, what is right, the reason, and which letters contained the wrong fact (D43). */
@Configuration
class CorrectionsFormText {

  /** The correction that a second officer confirms (D43). */
  @Bean
  FormText showCorrection(Corrections corrections, NamesAndRoles people) {
    return shown -> latest("Correction", EntryKind.CORRECTION_PROPOSED, shown, corrections, people);
  }

  /** The correction that was not confirmed, and why (D43). */
  @Bean
  FormText showRefusedCorrection(Corrections corrections, NamesAndRoles people) {
    return shown ->
        latest("Correction", EntryKind.CORRECTION_PROPOSED, shown, corrections, people)
            + latest("Refused", EntryKind.CORRECTION_REFUSED, shown, corrections, people);
  }

  /** The correction that was made, and earlier ones of the same fact (D43). */
  @Bean
  FormText showCorrected(Corrections corrections) {
    return shown -> {
      List<RegisterEvent> made =
          corrections.of(shown.caseNumber(), EntryKind.CORRECTED, fact(shown)).toList();
      return made.stream()
              .map(
                  event ->
                      "**Corrected on %s**\n\n%s\n\n"
                          .formatted(BritishDate.of(event.from()), Markdown.quote(event.detail())))
              .collect(Collectors.joining())
          + (made.size() > 1
              ? "This fact was corrected more than once. Only the last correction is right.\n\n"
              : "");
    };
  }

  /** The letters that contain the fact, without those written after the day of the correction. */
  @Bean
  FormText showWrongLetters(WrongLetters letters, Corrections corrections, LetterReaders readers) {
    return shown ->
        "**Letters that mention this fact, or say what follows from it**\n\n"
            + letters
                .containing(
                    shown.caseNumber(),
                    fact(shown).key(),
                    corrections
                        .latest(shown.caseNumber(), EntryKind.CORRECTED, fact(shown))
                        .map(RegisterEvent::from)
                        .orElse(LocalDate.MAX))
                .stream()
                .map(
                    letter ->
                        "- %s, %s, to %s\n"
                            .formatted(
                                readers.link(Markdown.escape(letter.title()), letter),
                                BritishDate.of(letter.dated()),
                                Markdown.escape(letter.addresseeInText())))
                .collect(Collectors.joining());
  }

  private static String latest(
      String what,
      EntryKind kind,
      FormText.CaseOfForm shown,
      Corrections corrections,
      NamesAndRoles people) {
    return corrections
        .latest(shown.caseNumber(), kind, fact(shown))
        .map(
            event ->
                "**%s**, by %s on %s\n\n%s\n\n"
                    .formatted(
                        what,
                        Markdown.escape(
                            people
                                .of(List.of(event.officer()))
                                .nameWithId(event.officer(), event.at())),
                        BritishDate.of(LocalDay.of(event.at())),
                        Markdown.quote(event.detail())))
        .orElse("");
  }

  private static CorrectedFact fact(FormText.CaseOfForm shown) {
    return StoredCode.of(CorrectedFact.class, shown.variables().get("correctedFact").toString());
  }
}
