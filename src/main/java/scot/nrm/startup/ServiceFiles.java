package scot.nrm.startup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.loader.WebappLoader;
import org.springframework.boot.web.embedded.tomcat.TomcatEmbeddedWebappClassLoader;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Finds and reads the files of {@link java.util.ServiceLoader} once. Camunda's REST API asks it for
 * the engine twice in each request, and each time it searches every jar of the program.
 */
@Component
final class ServiceFiles implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  @Override
  public void customize(TomcatServletWebServerFactory server) {
    server.addContextCustomizers(
        context -> {
          WebappLoader loader = new WebappLoader();
          loader.setLoaderInstance(new Remembered(context.getParentClassLoader()));
          loader.setDelegate(true);
          context.setLoader(loader);
        });
  }

  /** The class path doesn't change while the program runs. */
  static final class Remembered extends TomcatEmbeddedWebappClassLoader {

    private static final String FOLDER = "META-INF/services/";

    static {
      ClassLoader.registerAsParallelCapable();
    }

    private final Map<String, List<URL>> files = new ConcurrentHashMap<>();

    Remembered(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      if (!name.startsWith(FOLDER)) {
        return super.getResources(name);
      }
      List<URL> known = files.get(name);
      if (known == null) {
        known = new ArrayList<>();
        for (URL file : Collections.list(super.getResources(name))) {
          known.add(inMemory(file));
        }
        files.put(name, known);
      }
      return Collections.enumeration(known);
    }

    private static URL inMemory(URL file) throws IOException {
      byte[] content;
      try (InputStream stream = file.openStream()) {
        content = stream.readAllBytes();
      }
      return new URL(
          null,
          file.toExternalForm(),
          new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
              return new URLConnection(url) {
                @Override
                public void connect() {
                  connected = true;
                }

                @Override
                public InputStream getInputStream() {
                  return new ByteArrayInputStream(content);
                }
              };
            }
          });
    }
  }
}
