package scot.nrm.notices;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import scot.nrm.access.Councils;
import scot.nrm.access.Councils.Council;
import scot.nrm.access.Roles;
import scot.nrm.access.Roles.CouncilsOfRole;
import scot.nrm.access.Roles.RoleSettings;
import scot.nrm.mail.MailServer;

/**
 * Warns at the start about teams that can't be notified of waiting work. In production only,
 * because notices aren't expected elsewhere.
 */
@Component
@Profile("production")
class TeamsWithoutAddress {

  private static final Logger LOG = LoggerFactory.getLogger(TeamsWithoutAddress.class);

  private final Supplier<NoticeSettings> settings;
  private final Roles roles;
  private final Councils councils;
  private final MailServer mail;

  TeamsWithoutAddress(
      Supplier<NoticeSettings> settings, Roles roles, Councils councils, MailServer mail) {
    this.settings = settings;
    this.roles = roles;
    this.councils = councils;
    this.mail = mail;
  }

  @EventListener(ApplicationReadyEvent.class)
  void warn() {
    if (!mail.isConfigured()) {
      LOG.warn("No mail server is configured: no team is notified of waiting work by e-mail");
      return;
    }
    String missing = missing();
    if (!missing.isEmpty()) {
      LOG.warn(
          "Teams not notified of waiting work by e-mail, because {} has no address for them:\n{}",
          NoticesFile.FILE,
          missing);
    }
  }

  /** A line for each role that works on cases; empty if all teams have an address. */
  String missing() {
    Map<String, String> lines = new TreeMap<>();
    for (RoleSettings role : roles.roles()) {
      if (role.councils() == CouncilsOfRole.ALL
          && role.applications().contains("tasklist")
          && settings.get().team(role.group(), "").isEmpty()) {
        lines.put(role.group(), "");
      } else if (role.councils() == CouncilsOfRole.OWN) {
        List<String> without =
            councils.councils().stream()
                .map(Council::id)
                .filter(council -> settings.get().team(role.group(), council).isEmpty())
                .toList();
        if (without.size() == councils.councils().size()) {
          lines.put(role.group(), ", in every local authority");
        } else if (!without.isEmpty()) {
          lines.put(role.group(), " of " + String.join(", ", without));
        }
      }
    }
    return lines.entrySet().stream()
        .map(line -> "  " + line.getKey() + line.getValue())
        .collect(Collectors.joining("\n"));
  }
}
