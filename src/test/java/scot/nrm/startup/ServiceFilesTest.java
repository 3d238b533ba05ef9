package scot.nrm.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("quick")
class ServiceFilesTest {

  @TempDir Path folder;

  @Test
  void aServiceIsFoundAndItsFileIsReadOnce() throws IOException {
    Path file = folder.resolve("META-INF/services/" + Supplier.class.getName());
    Files.createDirectories(file.getParent());
    Files.writeString(file, Found.class.getName());
    Files.writeString(folder.resolve("other.txt"), "another file");
    try (URLClassLoader jars =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, ServiceFilesTest.class.getClassLoader())) {
      ServiceFiles.Remembered loader = new ServiceFiles.Remembered(jars);

      assertThat(found(loader)).containsExactly(Found.class);
      Files.delete(file);
      Files.delete(folder.resolve("other.txt"));

      assertThat(found(loader)).containsExactly(Found.class);
      assertThat(loader.getResources("other.txt").hasMoreElements()).isFalse();
    }
  }

  private static List<Class<?>> found(ClassLoader loader) {
    return ServiceLoader.load(Supplier.class, loader).stream()
        .<Class<?>>map(ServiceLoader.Provider::type)
        .toList();
  }

  public static final class Found implements Supplier<String> {
    @Override
    public String get() {
      return "found";
    }
  }
}
