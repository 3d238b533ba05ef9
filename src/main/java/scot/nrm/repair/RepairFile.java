package scot.nrm.repair;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import scot.nrm.startup.CheckedSettings;
import scot.nrm.startup.StartRefused;

/**
 * An operator's request for a repair, from a YAML file.
 *
 * @param caseNumber {@code null} for an account
 * @param account the user id, instead of a case; only for an acknowledgement
 * @param askedBy the operator's user id; another person approves the repair
 * @param reason for the person who approves the repair and for the case's record; encrypted for a
 *     case
 * @param diagram the process that is changed, such as {@code intake}; none for an acknowledgement
 * @param from the element where the token or job is; {@code null} if nothing is left there
 * @param to the element before which the process continues; only for a move
 */
record RepairFile(
    String caseNumber,
    String account,
    String askedBy,
    String reason,
    RepairAction action,
    String diagram,
    String from,
    String to) {

  private static final String PREFIX = "repair";
  private static final String KEYS =
      "case-number (or account), asked-by, reason, action (move, retry-job, delete-job or acknowledge), diagram, from, to";

  private static final Pattern PERSON = Pattern.compile("[\\w.@-]{1,64}");
  private static final Pattern ID = Pattern.compile("[\\w.-]{1,64}");
  private static final int MIN_REASON = 20;
  private static final int MAX_REASON = 1000;

  /**
   * @throws StartRefused if the file can't be read, or an entry is missing or wrong
   */
  static RepairFile read(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new StartRefused(
          "The file " + file + " can't be read.",
          "Give --nrm.repair the file that says what to repair, or the number of an approved repair: docs/operate/repair.md.");
    }
    StandardEnvironment settings = new StandardEnvironment();
    try {
      new YamlPropertySourceLoader()
          .load(file.toString(), new FileSystemResource(file))
          .forEach(settings.getPropertySources()::addFirst);
    } catch (Exception broken) { // of YAML's own kinds
      throw new StartRefused("The file " + file + " is not YAML.", "Correct it.");
    }
    RepairFile read =
        CheckedSettings.read(settings, PREFIX, RepairFile.class, file.toString(), KEYS);
    CheckedSettings.refuse(file.toString(), read.problems());
    return read;
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (account == null ? caseNumber == null : caseNumber != null) {
      problems.add(
          "Enter the case-number. To acknowledge a change of an account, enter the account instead.");
    } else if (account != null && action != RepairAction.ACKNOWLEDGE) {
      problems.add("Leave out account: of an account, only acknowledge is possible.");
    }
    if (askedBy == null || !PERSON.matcher(askedBy).matches()) {
      problems.add("Enter your own user id as asked-by. Someone else approves the repair.");
    }
    if (reason == null || reason.strip().length() < MIN_REASON || reason.length() > MAX_REASON) {
      problems.add(
          "Enter a reason of %,d to %,d characters: what is wrong, and why this corrects it."
              .formatted(MIN_REASON, MAX_REASON));
    }
    if (action == null) {
      problems.add("Enter an action: move, retry-job, delete-job or acknowledge.");
    } else if (action == RepairAction.ACKNOWLEDGE) {
      if (diagram != null || from != null || to != null) {
        problems.add("Leave out diagram, from and to: acknowledge changes no process.");
      }
      return problems;
    } else if (action == RepairAction.MOVE ? !isId(to) : to != null || !isId(from)) {
      problems.add(
          action == RepairAction.MOVE
              ? "Enter to: the id of the element before which the process continues."
              : "Enter from, the id of the element that the job belongs to, and no to.");
    }
    if (!isId(diagram) || from != null && !isId(from)) {
      problems.add("Enter the id of the diagram, such as intake, and ids of its elements.");
    }
    return problems;
  }

  private static boolean isId(String text) {
    return text != null && ID.matcher(text).matches();
  }
}
