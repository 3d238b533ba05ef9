package scot.nrm.guidance;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import scot.nrm.access.Councils;
import scot.nrm.guidance.LocalProcedures.LocalProcedure;
import scot.nrm.guidance.LocalProcedures.PilotArea;
import scot.nrm.guidance.LocalProcedures.Team;
import scot.nrm.startup.CheckedFirst;
import scot.nrm.startup.CheckedSettings;

/**
 * Reads {@code config/local-procedures.yaml} and checks all of it at the start, so that no form is
 * broken or has a wrong link when a child's case is opened.
 */
@Configuration(proxyBeanMethods = false)
class LocalProceduresFile {

  static final String FILE = "config/local-procedures.yaml";
  static final int MAX_TEXT_LENGTH = 2000;
  static final int MAX_LINK_LENGTH = 500;
  static final int MAX_LINE_LENGTH = 100;
  static final int MAX_LINES = 6;
  static final int MAX_TEAMS = 10;

  private static final String KEYS =
      "national (text, link), pilot-areas (name, council), and councils with, for each, its council, assessment-tool, text, link and teams (name, address). Statutory rules cannot be changed there";

  @CheckedFirst
  @Bean
  LocalProcedures localProcedures(ConfigurableEnvironment environment, Councils councils) {
    LocalProcedures read =
        CheckedSettings.read(
            environment, "nrm.local-procedures", LocalProcedures.class, FILE, KEYS);
    CheckedSettings.refuse(FILE, new Check(councils).problems(read));
    return read;
  }

  /** Collects a sentence for each problem. */
  private static final class Check {

    private final Councils known;
    private final List<String> problems = new ArrayList<>();

    Check(Councils known) {
      this.known = known;
    }

    List<String> problems(LocalProcedures read) {
      if (read.national().text().isBlank()) {
        problems.add("The national guidance needs a text.");
      }
      guidance("The national guidance", read.national().text(), read.national().link());
      read.pilotAreas().forEach(this::pilotArea);
      Set<String> seen = new HashSet<>();
      for (LocalProcedure local : read.councils()) {
        if (known.find(local.council()).isEmpty()) {
          problems.add(Councils.unknown(local.council()));
        } else if (!seen.add(local.council())) {
          problems.add("The local authority " + local.council() + " is listed twice.");
        }
        council(local);
      }
      return problems;
    }

    private void pilotArea(PilotArea area) {
      line("The name of a pilot area", area.name());
      if (!area.council().isEmpty() && known.find(area.council()).isEmpty()) {
        problems.add(Councils.unknown(area.council()));
      }
    }

    private void council(LocalProcedure local) {
      guidance("The local authority " + local.council(), local.text(), local.link());
      if (local.teams().size() > MAX_TEAMS) {
        problems.add(
            "The local authority " + local.council() + " has more than " + MAX_TEAMS + " teams.");
      }
      for (Team team : local.teams()) {
        line("The name of a team of the local authority " + local.council(), team.name());
        if (team.address().size() > MAX_LINES) {
          problems.add(
              "An address of the local authority %s has more than %s lines."
                  .formatted(local.council(), MAX_LINES));
        }
        team.address()
            .forEach(
                line ->
                    line("A line of an address of the local authority " + local.council(), line));
      }
    }

    private void guidance(String whose, String text, String link) {
      if (text.length() > MAX_TEXT_LENGTH) {
        problems.add(
            "%s has a text of more than %,d characters.".formatted(whose, MAX_TEXT_LENGTH));
      }
      if (!link.isEmpty() && !isWebAddress(link)) {
        problems.add(
            whose
                + " has a link that is not a web address: it must begin with https:// or http:// and have at most "
                + MAX_LINK_LENGTH
                + " characters.");
      }
    }

    private void line(String what, String text) {
      if (text.isBlank() || text.length() > MAX_LINE_LENGTH) {
        problems.add(what + " must have between 1 and " + MAX_LINE_LENGTH + " characters.");
      }
    }

    /** Accepts web pages only: no scripts and no addresses with sign-in details. */
    private static boolean isWebAddress(String link) {
      try {
        URI address = URI.create(link);
        return link.length() <= MAX_LINK_LENGTH
            && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
            && address.getHost() != null
            && address.getUserInfo() == null;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }
}
