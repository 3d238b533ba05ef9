package scot.nrm.age;

import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.register.RegisterUpdates;

/**
 * A finding on age is about the person, whatever the case number: when a case is merged with one
 * that has no finding, it applies to the case that continues (D7, D12).
 */
@Component
public class AgeOfMergedCase {

  private static final List<String> FIELDS =
      List.of(
          AgeFinding.FINDING,
          AgeFinding.DATE,
          AgeFinding.BORN_KNOWN,
          AgeFinding.BORN,
          AgeFinding.ADULT_FROM,
          AgeFinding.ASSESSED_BY,
          AgeFinding.REASON);

  private final CaseFile files;
  private final RegisterUpdates updates;
  private final ComingOfAgeWait comingOfAge;
  private final SupportAsAdult support;

  AgeOfMergedCase(
      CaseFile files,
      RegisterUpdates updates,
      ComingOfAgeWait comingOfAge,
      SupportAsAdult support) {
    this.files = files;
    this.updates = updates;
    this.comingOfAge = comingOfAge;
    this.support = support;
  }

  /** Carries an age finding over to the continuing case. The officer may be {@code null}. */
  public void carryOver(String ended, String continuing, String officer) {
    CaseFileContent answers = files.read(ended);
    AgeFinding finding = AgeFinding.of(answers).orElse(null);
    if (finding == null || AgeFinding.of(files.read(continuing)).isPresent()) {
      return;
    }
    files.merge(continuing, answers.only(FIELDS), officer);
    finding.enter(updates, continuing, officer, answers.text(AgeFinding.REASON));
    comingOfAge.recalculate(continuing, officer);
    if (finding.adult()) {
      support.start(continuing);
    } else {
      support.stop(continuing, "found to be a child");
    }
  }
}
