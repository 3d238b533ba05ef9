package scot.nrm.engine.authorities;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

/** The authorities of {@code config/authorities.yaml}, without an application. */
public final class KnownAuthorities {

  public static final Authority UKHTC = Authority.of("UKHTC");
  public static final Authority UKBA = Authority.of("UKBA");

  public static final Authorities OF_THE_FILE = read(Authorities.FILE);

  private KnownAuthorities() {}

  /** Those of any file. */
  public static Authorities read(String file) {
    MutablePropertySources sources = new StandardEnvironment().getPropertySources();
    try {
      new YamlPropertySourceLoader()
          .load("authorities", new FileSystemResource(file))
          .forEach(sources::addFirst);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Binder(ConfigurationPropertySources.from(sources))
        .bind("nrm.organisations", Authorities.class)
        .get();
  }
}
