package scot.nrm.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.letters.LetterSubjects.Subject;

/**
 * Sends letters to first responders whose cases were merged with this one. Each is stored under the
 * number under which they reported the child and may open it, and is about this case as if they had
 * reported it.
 */
@Component
class OtherReporters {

  private final LetterTable table;
  private final LetterSubjects subjects;
  private final LetterIssuer issuer;
  private final Organisations organisations;

  OtherReporters(
      LetterTable table,
      LetterSubjects subjects,
      LetterIssuer issuer,
      Organisations organisations) {
    this.table = table;
    this.subjects = subjects;
    this.issuer = issuer;
    this.organisations = organisations;
  }

  /**
   * Sends copies to everyone who reported the child, under any number (D12, D34, D35), and only one
   * for a person who reported twice. Only the first responder on the form was asked in the review,
   * so nobody else is reminded of it (D21).
   *
   * @param merged under which numbers they reported the child
   * @param notified the numbers of others who have had the letter, beside the first responder on
   *     the form
   */
  List<Letter> send(Subject subject, CaseOnDay onDay, List<String> merged, List<String> notified) {
    List<Letter> copies = new ArrayList<>();
    Set<Recipient> written = new HashSet<>();
    if (!merged.isEmpty()) {
      written.add(firstResponder(onDay));
      notified.forEach(number -> written.add(firstResponder(reportedAs(number, onDay))));
    }
    for (String number : merged) {
      CaseOnDay theirs = reportedAs(number, onDay);
      table.lettersFor(subject.occasion(), theirs).stream()
          .filter(row -> row.addressee() == Addressee.FIRST_RESPONDER)
          .filter(row -> written.add(firstResponder(theirs)))
          .forEach(row -> copies.add(issuer.send(row, subject, number, theirs)));
    }
    return copies;
  }

  private Recipient firstResponder(CaseOnDay onDay) {
    return issuer.recipient(Addressee.FIRST_RESPONDER, onDay);
  }

  /** The child's case, with the first responder of a case that was merged with it. */
  private CaseOnDay reportedAs(String merged, CaseOnDay onDay) {
    CaseOnDay reported = subjects.onDay(merged);
    CaseFileContent theirs = reported.file();
    String council = reported.nrmCase().localAuthority();
    ObjectNode fields = onDay.file().fields().deepCopy();
    Recipient.FIRST_RESPONDER.forEach(key -> fields.put(key, theirs.text(key)));
    fields.put(
        Recipient.FORCE_OF_FIRST_RESPONDER, organisations.forceOfFirstResponder(theirs, council));
    fields.put(
        Recipient.COUNCIL_OF_FIRST_RESPONDER, Recipient.councilOfFirstResponder(theirs, council));
    return onDay.withFile(fields);
  }
}
