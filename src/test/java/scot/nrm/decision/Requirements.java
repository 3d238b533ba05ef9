package scot.nrm.decision;

import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.Binder;
import scot.nrm.ConfigFile;
import scot.nrm.ProjectText;
import scot.nrm.register.DecisionRequirements;

/** The requirements of decisions, without an application. */
public final class Requirements {

  public static final String FILE_CONTENT = ProjectText.read(Path.of(DecisionRequirements.FILE));
  public static final DecisionRequirements OF_THE_FILE = read(FILE_CONTENT);

  private Requirements() {}

  /** Those of a file with this content. */
  public static DecisionRequirements read(String yaml) {
    return Binder.get(ConfigFile.read(DecisionRequirements.FILE, yaml))
        .bind("nrm", DecisionRequirements.class)
        .get();
  }
}
