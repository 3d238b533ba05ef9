package scot.nrm.engine.authorities;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import org.springframework.boot.context.properties.bind.Binder;
import scot.nrm.ConfigFile;
import scot.nrm.ProjectText;

/** The authorities of {@code config/authorities.yaml}, without an application. */
public final class KnownAuthorities {

  public static final Authority UKHTC = Authority.of("UKHTC");
  public static final Authority UKBA = Authority.of("UKBA");

  /** The first day of the National Referral Mechanism. */
  public static final LocalDate IN_2009 = LocalDate.parse("2009-04-01");

  public static final Authorities OF_THE_FILE = read(Authorities.FILE);

  private KnownAuthorities() {}

  /** A text as people read it in 2009. */
  public static String named(String text) {
    return OF_THE_FILE.fill(text, IN_2009);
  }

  /** A file as people read it in 2009. */
  public static InputStream named(Path file) {
    return new ByteArrayInputStream(named(ProjectText.read(file)).getBytes(StandardCharsets.UTF_8));
  }

  /** Those of any file. */
  public static Authorities read(String file) {
    return Binder.get(ConfigFile.read(file, "")).bind("nrm.organisations", Authorities.class).get();
  }
}
