package scot.nrm.cockpit.caseload;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.access.MorningMail;
import scot.nrm.access.PersonLock;
import scot.nrm.access.Teams;
import scot.nrm.access.Viewer;
import scot.nrm.cockpit.CaseScope;
import scot.nrm.cockpit.CaseScopes;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.SystemQueries;
import scot.nrm.mail.MailServer;

/**
 * The e-mails for managers who have switched them on: on Mondays the numbers of Caseload that are
 * not zero with the most important cases, and each morning the incidents and missed deadlines of
 * the day before. They have counts and case numbers only, of the cases that the person may see at
 * that moment.
 */
@Component
public class Digest implements MorningMail {

  private static final int MAX_CASES = 20;

  private static final Set<CaseloadAlert> LISTED_ALERTS =
      EnumSet.of(
          CaseloadAlert.FORM_LATE,
          CaseloadAlert.RG_TODAY,
          CaseloadAlert.RG_OVERDUE,
          CaseloadAlert.DUE_WEEK,
          CaseloadAlert.CG_LATE,
          CaseloadAlert.MISSING,
          CaseloadAlert.INCIDENT);

  private final JdbcClient jdbc;
  private final Caseload caseload;
  private final CaseScopes scopes;
  private final IdentityService identities;
  private final SystemQueries systemQueries;
  private final PersonLock lock;
  private final MailServer mail;

  Digest(
      JdbcClient jdbc,
      Caseload caseload,
      CaseScopes scopes,
      @Lazy IdentityService identities,
      SystemQueries systemQueries,
      PersonLock lock,
      MailServer mail) {
    this.jdbc = jdbc;
    this.caseload = caseload;
    this.scopes = scopes;
    this.identities = identities;
    this.systemQueries = systemQueries;
    this.lock = lock;
    this.mail = mail;
  }

  /**
   * @param on whether the person wants the e-mails
   * @param address that of their profile; empty if there is none
   * @param possible whether this program sends e-mails
   */
  public record DigestSetting(boolean on, String address, boolean possible) {}

  DigestSetting setting(String person) {
    return new DigestSetting(recipients().contains(person), address(person), mail.isConfigured());
  }

  @Transactional
  public DigestSetting set(String person, boolean on) {
    if (on && address(person).isEmpty()) {
      throw RequestRefused.badRequest(
          "Your profile has no e-mail address. Ask your administrator to add it.");
    }
    lock.lock(person);
    jdbc.sql("delete from digest_reader where person = ?").param(person).update();
    if (on) {
      jdbc.sql("insert into digest_reader (person, since) values (?, ?)")
          .params(person, Instant.now().atOffset(ZoneOffset.UTC))
          .update();
    }
    return setting(person);
  }

  @Override
  public List<String> recipients() {
    return jdbc.sql("select person from digest_reader order by person").query(String.class).list();
  }

  @Override
  public String page() {
    return "/camunda/app/cockpit/default/#/nrm/caseload";
  }

  @Override
  public Optional<Mail> of(String person, LocalDate morning) {
    Viewer viewer = systemQueries.ask(() -> Teams.person(person, identities));
    CaseScope scope = scopes.of(viewer);
    String address = address(person);
    if (!recipients().contains(person) || !scope.watchesCases() || address.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    boolean weekly = morning.getDayOfWeek() == DayOfWeek.MONDAY;
    for (CaseloadAlert.SinceYesterday one : CaseloadAlert.SinceYesterday.values()) {
      List<String> cases = caseload.caseNumbers(viewer, scope, one.sql(), morning, MAX_CASES + 1);
      if (!cases.isEmpty()) {
        line(
            text,
            one.label(morning),
            cases.size() > MAX_CASES ? "more than " + MAX_CASES : "" + cases.size());
        list(text, cases);
      }
    }
    if (weekly) {
      Caseload.Summary summary = caseload.summary(viewer, scope);
      line(text.append(text.isEmpty() ? "" : "\n"), "Open cases", "" + summary.open());
      summary.attention().stream()
          .filter(tile -> tile.cases() > 0)
          .forEach(
              tile -> {
                CaseloadAlert alert = StoredCode.of(CaseloadAlert.class, tile.id());
                line(text, tile.label(), "" + (tile.tasks() == null ? tile.cases() : tile.tasks()));
                if (LISTED_ALERTS.contains(alert)) {
                  list(
                      text,
                      caseload.caseNumbers(
                          viewer, scope, alert.sql(), summary.today(), MAX_CASES + 1));
                }
              });
    }
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Mail(
                address,
                weekly ? "Your weekly summary" : "New incidents or missed deadlines",
                scope.words() + "\n\n" + text));
  }

  private static void line(StringBuilder text, String label, String number) {
    text.append(label).append(": ").append(number).append("\n");
  }

  private static void list(StringBuilder text, List<String> cases) {
    cases.stream().limit(MAX_CASES).forEach(one -> text.append("  ").append(one).append("\n"));
    if (cases.size() > MAX_CASES) {
      text.append("  and more\n");
    }
  }

  private String address(String person) {
    User user = systemQueries.ask(() -> identities.createUserQuery().userId(person).singleResult());
    return user == null || user.getEmail() == null ? "" : user.getEmail().strip();
  }
}
