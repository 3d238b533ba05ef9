package scot.nrm.casefile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;
import scot.nrm.startup.StartRefused;

/** The source of the master key of a version: a setting, a file or a command. */
final class KeySource {

  private static final long TIMEOUT_SECONDS = 30;
  private static final int MAX_OUTPUT = 1024;

  private KeySource() {}

  /**
   * The key of this version, if one is set.
   *
   * @throws StartRefused if it can't be read or isn't a key; with the action to take, never the key
   */
  static Optional<SealingKey> read(Environment environment, int version) {
    String prefix = "nrm.keys." + version;
    String file = environment.getProperty(prefix + ".file", "");
    String command = environment.getProperty(prefix + ".command", "");
    String value = environment.getProperty(prefix + ".value", "");
    long given = Stream.of(file, command, value).filter(text -> !text.isBlank()).count();
    if (given > 1) {
      throw new StartRefused(
          "Key version " + version + " of the case files is set in more than one way.",
          "Keep one of " + prefix + ".value, " + prefix + ".file and " + prefix + ".command.");
    }
    if (!file.isBlank()) {
      return Optional.of(
          key("version " + version + ", from " + file, fromFile(version, Path.of(file.strip()))));
    }
    if (!command.isBlank()) {
      return Optional.of(
          key(
              "version " + version + ", from its command",
              fromCommand(version, command.strip(), TIMEOUT_SECONDS)));
    }
    if (!value.isBlank()) {
      return Optional.of(key("version " + version, value));
    }
    String first = version == 1 ? environment.getProperty(MasterKeys.FIRST_KEY, "") : "";
    return first.isBlank() ? Optional.empty() : Optional.of(key("version " + version, first));
  }

  /** The name is the key's version, and where it comes from if that isn't a setting. */
  static SealingKey key(String name, String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw new StartRefused(
          "The key for the case files (" + name + ") is not written in base64.",
          MasterKeys.HOW_TO_GET_A_KEY);
    }
    if (bytes.length != SealingKey.BYTES) {
      throw new StartRefused(
          "The key for the case files (%s) has %d bytes instead of %d."
              .formatted(name, bytes.length, SealingKey.BYTES),
          MasterKeys.HOW_TO_GET_A_KEY);
    }
    return new SealingKey(bytes);
  }

  private static String fromFile(int version, Path file) {
    try {
      // Any byte is a character: what isn't text is refused as a key and not as unreadable.
      String content = Files.readString(file, StandardCharsets.ISO_8859_1);
      PosixFileAttributeView rights =
          Files.getFileAttributeView(file, PosixFileAttributeView.class);
      if (rights != null
          && rights.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
        throw new StartRefused(
            "The file with key version " + version + " can be read by every user of this machine.",
            "Let only the user of this application read it: chmod 400 " + file);
      }
      return content;
    } catch (IOException e) {
      throw new StartRefused(
          "The file " + file + " with key version " + version + " can't be read.",
          "Check nrm.keys." + version + ".file and who may read the file.");
    }
  }

  /**
   * Runs a command without a shell; its words are separated by spaces. Reading its output has the
   * same time limit, because a process that it started may keep the output open.
   */
  static String fromCommand(int version, String command, long seconds) {
    StartRefused failed =
        new StartRefused(
            "The command for key version " + version + " did not print a key.",
            "Run it by hand as the user of this application. It must end within "
                + seconds
                + " seconds with exit code 0 and print nothing but the key, in base64: "
                + command.split("\\s+")[0]);
    try {
      Process process =
          new ProcessBuilder(command.split("\\s+"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        process.getOutputStream().close();
        FutureTask<byte[]> output =
            new FutureTask<>(() -> process.getInputStream().readNBytes(MAX_OUTPUT));
        Thread reader = new Thread(output, "key-command");
        reader.setDaemon(true);
        reader.start();
        byte[] printed = output.get(seconds, TimeUnit.SECONDS);
        if (!process.waitFor(seconds, TimeUnit.SECONDS)
            || process.exitValue() != 0
            || printed.length == 0) {
          throw failed;
        }
        return new String(printed, StandardCharsets.US_ASCII);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw failed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed;
    }
  }
}
