package scot.nrm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Certificates for tests, made by Java's own tool. */
public final class Certificates {

  public static final String PASSWORD = "changeit";
  public static final String ALIAS = "nrm";

  private Certificates() {}

  /**
   * A key and its certificate for this machine, in a new PKCS12 file.
   *
   * @param firstDay its first day, counted from today, such as -3
   */
  public static Path store(Path folder, String name, int firstDay) {
    Path store = folder.resolve(name);
    try {
      int exit =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=localhost",
                  "-validity",
                  "1",
                  "-alias",
                  ALIAS,
                  "-startdate",
                  "%+dd".formatted(firstDay),
                  "-storepass",
                  PASSWORD,
                  "-keystore",
                  store.toString())
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IllegalStateException("keytool ended with " + exit);
      }
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
