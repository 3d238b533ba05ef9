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
 * @param userId {@code null} for the program itself, and for a sign-in with an unknown user name
 * @param groups the person's groups at that time
 * @param councils the person's councils at that time
 * @param caseNumber {@code null} if it is about no single case
 * @param detail an id or a code, such as that of a letter or a group
 * @param rows how many rows of a list or table were sent; {@code null} before they are
 * @param hasTask whether the person has or had a task in the case; {@code null} if that is not
 *     asked
 * @param about another person whom it concerns
 * @param reason why the person opened the case, in their own words
 */
public record Access(
    String userId,
    Set<String> groups,
    Set<String> councils,
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
    groups = Set.copyOf(groups);
    councils = Set.copyOf(councils);
    // Anything else that was typed into an address may be a name, and is not logged.
    caseNumber = CaseNumber.isValid(caseNumber) ? caseNumber : null;
    about = about != null && USER.matcher(about).matches() ? about : null;
    detail = detail != null && CODE.matcher(detail).matches() ? detail : null;
  }

  public static Access by(Viewer viewer, What what) {
    return of(viewer.userId(), viewer.groups(), viewer.tenants(), what);
  }

  /**
   * @param person {@code null} for the program itself
   */
  public static Access by(Authentication person, What what) {
    return person == null ? by((String) null, what) : by(Viewer.of(person), what);
  }

  /**
   * Where only the name of the user is known.
   *
   * @param userId {@code null} if there is no such user: what was typed may be a password
   */
  public static Access by(String userId, What what) {
    return of(userId, Set.of(), Set.of(), what);
  }

  private static Access of(String userId, Set<String> groups, Set<String> councils, What what) {
    return new Access(userId, groups, councils, what, null, null, null, null, null, null, true);
  }

  public Access ofCase(String number) {
    return new Access(
        userId, groups, councils, what, number, detail, rows, hasTask, about, reason, allowed);
  }

  public Access detail(String code) {
    return new Access(
        userId, groups, councils, what, caseNumber, code, rows, hasTask, about, reason, allowed);
  }

  public Access rows(int sent) {
    return new Access(
        userId, groups, councils, what, caseNumber, detail, sent, hasTask, about, reason, allowed);
  }

  public Access hasTask(Boolean has) {
    return new Access(
        userId, groups, councils, what, caseNumber, detail, rows, has, about, reason, allowed);
  }

  public Access about(String person) {
    return new Access(
        userId, groups, councils, what, caseNumber, detail, rows, hasTask, person, reason, allowed);
  }

  Access withReason(String words) {
    return new Access(
        userId, groups, councils, what, caseNumber, detail, rows, hasTask, about, words, allowed);
  }

  public Access allowed(boolean yes) {
    return new Access(
        userId, groups, councils, what, caseNumber, detail, rows, hasTask, about, reason, yes);
  }

  public Access refused() {
    return allowed(false);
  }
}
