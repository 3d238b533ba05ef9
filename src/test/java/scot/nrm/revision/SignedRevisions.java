package scot.nrm.revision;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;

/** Revisions signed by three people, for tests of other packages. */
public final class SignedRevisions {

  private final Revisions revisions;
  private final RevisionDays days;
  private final RevisionStore store;
  private final RevisedSets sets;

  public SignedRevisions(BeanFactory beans) {
    this.revisions = beans.getBean(Revisions.class);
    this.days = beans.getBean(RevisionDays.class);
    this.store = beans.getBean(RevisionStore.class);
    this.sets = beans.getBean(RevisedSets.class);
  }

  /**
   * A draft with these files.
   *
   * @return its number
   */
  public int draft(String name, LocalDate day, Map<String, byte[]> files) {
    int number =
        revisions
            .start(new Revisions.Details(name, "Invented for a test", "", day), "policy.staff")
            .number();
    revisions.addFiles(number, files, "policy.staff");
    return number;
  }

  /** A revision signed by all three, which comes into force on its day. */
  public int released(String name, LocalDate day, Map<String, byte[]> files) {
    int number = draft(name, day, files);
    sign(number);
    return number;
  }

  /**
   * A released revision that takes another one back tomorrow.
   *
   * @return its number
   */
  public int takenBack(int number) {
    int back = revisions.takeBack(number, "policy.staff").number();
    sign(back);
    return back;
  }

  /** The problems that the check finds in it. */
  public List<String> problems(int number) {
    return revisions.problems(store.find(number).orElseThrow());
  }

  /** Three people sign it. */
  public void sign(int number) {
    Map<String, String> reasons = new HashMap<>();
    revisions
        .warnings(store.find(number).orElseThrow())
        .forEach(warning -> reasons.put(warning, "Invented for a test"));
    if (!reasons.isEmpty()) {
      revisions.giveReasons(number, reasons, "policy.staff");
    }
    revisions.submit(number, "policy.staff");
    revisions.approve(number, "Read", "policy.approver", shown(number));
    revisions.release(number, "Announced", "release.officer", shown(number));
  }

  private String shown(int number) {
    return revisions.digestOfPage(store.find(number).orElseThrow());
  }

  /** Brings files of diagrams, tables and forms into force without a revision, after a test. */
  public void restore(Map<String, byte[]> files) {
    sets.deploy("as shipped", files);
  }

  /** The digest that is stored with an approval of these files for this day. */
  public static String digest(LocalDate day, Map<String, byte[]> files) {
    return day + " " + RevisionFiles.digest(files);
  }

  /** Does the work of each minute. */
  public void minute() {
    days.runEveryMinute();
  }

  /** Brings due revisions into force, without moving any case yet. */
  public void bringIntoForce() {
    days.bringIntoForce();
  }

  public void cancel(int number) {
    revisions.cancel(number, "policy.staff");
  }
}
