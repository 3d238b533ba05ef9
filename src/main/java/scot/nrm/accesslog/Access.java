package scot.nrm.accesslog;

import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.identity.Authentication;
import scot.nrm.access.Viewer;
import scot.nrm.engine.CaseNumber;

/**
 * An entry of the access log. It says who did what with which case, and nothing about the child:
 * only the reason is free text, and {@link AccessLog} encrypts it.
 *
 * @param person with their groups and councils at that time; without a user id for the program
 *     itself, and for a sign-in with an unknown user name
 * @param caseNumber {@code null} if it is about no single case
 * @param detail an id or a code, such as that of a letter or a group
 * @param rows how many rows of a list or table were sent; {@code null} before they are
 * @param hasTask whether the person has or had a task in the case; {@code null} if that is not
 *     asked
 * @param about another person whom it concerns
 * @param reason why the person opened the case, in their own words
 */
public record Access(
    Viewer person,
    What what,
    String caseNumber,
    String detail,
    Integer rows,
    Boolean hasTask,
    String about,
    String reason,
    boolean allowed) {

  private static final Pattern USER = Pattern.compile("[\\w.@-]{1,255}");
  private static final Pattern CODE = Pattern.compile("[\\w .:/*=@-]{1,200}");

  public Access {
    // Anything else that was typed into an address may be a name, and is not logged.
    caseNumber = CaseNumber.isValid(caseNumber) ? caseNumber : null;
    about = about != null && USER.matcher(about).matches() ? about : null;
    detail = detail != null && CODE.matcher(detail).matches() ? detail : null;
  }

  public static Access by(Viewer person, What what) {
    return new Access(person, what, null, null, null, null, null, null, true);
  }

  /** The person is {@code null} for the program itself. */
  public static Access by(Authentication person, What what) {
    return person == null ? by((String) null, what) : by(Viewer.of(person), what);
  }

  /**
   * Where only the name of the user is known.
   *
   * @param userId {@code null} if there is no such user: what was typed may be a password
   */
  public static Access by(String userId, What what) {
    return by(new Viewer(userId, Set.of(), Set.of()), what);
  }

  public Access ofCase(String number) {
    return new Access(person, what, number, detail, rows, hasTask, about, reason, allowed);
  }

  public Access detail(String code) {
    return new Access(person, what, caseNumber, code, rows, hasTask, about, reason, allowed);
  }

  public Access rows(int sent) {
    return new Access(person, what, caseNumber, detail, sent, hasTask, about, reason, allowed);
  }

  public Access hasTask(Boolean has) {
    return new Access(person, what, caseNumber, detail, rows, has, about, reason, allowed);
  }

  public Access about(String other) {
    return new Access(person, what, caseNumber, detail, rows, hasTask, other, reason, allowed);
  }

  Access withReason(String words) {
    return new Access(person, what, caseNumber, detail, rows, hasTask, about, words, allowed);
  }

  public Access allowed(boolean yes) {
    return new Access(person, what, caseNumber, detail, rows, hasTask, about, reason, yes);
  }

  public Access refused() {
    return allowed(false);
  }
}
