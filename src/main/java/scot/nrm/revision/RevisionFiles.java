package scot.nrm.revision;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import scot.nrm.engine.sets.CasesUnderWay;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.modelcheck.XmlFile;

/** The files of a revision as they are sent and stored: contents by name, with the folder. */
final class RevisionFiles {

  private static final int MAX_FILES = 400;
  private static final int MAX_SIZE = 1024 * 1024;
  private static final int MAX_TOTAL_SIZE = 16 * 1024 * 1024;
  private static final int MAX_QUOTED = 100;
  private static final String NAME =
      "[A-Za-z0-9][A-Za-z0-9_-]{0,79}\\.(bpmn|dmn|form|yaml|html|json)";

  private RevisionFiles() {}

  /**
   * Reads the files that a form or Camunda Modeler sent, including those in a zip.
   *
   * @throws RevisionRefused if there are no files, or they can't be used
   */
  static Map<String, byte[]> uploaded(HttpServletRequest request) {
    MultipartHttpServletRequest parts =
        WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
    Map<String, byte[]> files = new TreeMap<>();
    try {
      if (parts != null) {
        for (List<MultipartFile> fieldFiles : parts.getMultiFileMap().values()) {
          for (MultipartFile file : fieldFiles) {
            String name = Optional.ofNullable(file.getOriginalFilename()).orElse("");
            if (!file.isEmpty()) {
              files.putAll(read(name, file.getBytes()));
            } else if (!name.isBlank()) {
              throw new RevisionRefused(
                  "\"%s\" is empty. Save it again, and choose the files once more."
                      .formatted(name));
            }
          }
        }
      }
    } catch (MaxUploadSizeExceededException e) {
      throw new RevisionRefused("That is too large. Send fewer files at once.");
    } catch (MultipartException | IOException e) {
      throw new RevisionRefused("The files were not received completely. Choose them again.");
    }
    if (files.isEmpty()) {
      throw new RevisionRefused("Choose the files first.");
    }
    return files;
  }

  /**
   * Reads one file, or the files in a zip.
   *
   * @throws RevisionRefused if there are too many files, they are too large, or a name is not that
   *     of a file of a set
   */
  static Map<String, byte[]> read(String fileName, byte[] content) {
    Map<String, byte[]> files = new TreeMap<>();
    if (!DefinitionSets.nameOf(fileName).endsWith(".zip")) {
      add(files, fileName, content);
      return files;
    }
    int totalSize = 0;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] file = zip.readNBytes(MAX_SIZE + 1);
        totalSize += file.length;
        boolean isSkipped = entry.isDirectory() || isFromMacOs(entry.getName());
        // Left-out entries are unpacked to their end too.
        if (totalSize > MAX_TOTAL_SIZE
            || (isSkipped ? file.length > MAX_SIZE : files.size() == MAX_FILES)) {
          throw new RevisionRefused(
              "The zip has more than %d files or 16 MB. Send only the files of the revision."
                  .formatted(MAX_FILES));
        }
        if (!isSkipped) {
          add(files, entry.getName(), file);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new RevisionRefused("The zip cannot be read. Make it again and send it once more.");
    }
    if (files.isEmpty()) {
      throw new RevisionRefused(
          "There are no files in the zip, or it isn't a zip file. Make it again and send it once more.");
    }
    return files;
  }

  /** Whether macOS has added the file to the zip. */
  private static boolean isFromMacOs(String name) {
    return name.startsWith("__MACOSX/") || DefinitionSets.nameOf(name).startsWith(".");
  }

  private static void add(Map<String, byte[]> files, String sentName, byte[] content) {
    String name = DefinitionSets.nameOf(sentName.replace('\\', '/'));
    if (!name.matches(NAME)) {
      throw new RevisionRefused(
          "\"%s\" can't be added. A revision has diagrams (.bpmn), tables (.dmn), forms (.form), data files (.yaml), letters (.html) and scenarios (.json). Their names have only letters, digits and hyphens: rename it, or leave it out."
              .formatted(StringUtils.truncate(name.replaceAll("\\p{Cntrl}", ""), MAX_QUOTED)));
    }
    if (content.length > MAX_SIZE) {
      throw new RevisionRefused(
          name + " is larger than 1 MB. Check that it is the right file, or divide it.");
    }
    if (isReadAsData(name) && refersToItself(content)) {
      throw new RevisionRefused(
          name + " refers to another place in it by *. Write the values there again.");
    }
    if (files.put(withFolder(name), plainText(name, content)) != null) {
      throw new RevisionRefused(name + " is there twice. Send it once.");
    }
  }

  /** Not the files that come with a start, such as the program's {@code roles.yaml}. */
  private static boolean isReadAsData(String name) {
    return DataFile.of(name).isPresent() || name.equals(DefinitionSets.nameOf(CasesUnderWay.FILE));
  }

  /** Whether a few lines of YAML could become more values than the memory holds. */
  private static boolean refersToItself(byte[] content) {
    try {
      for (Event event : new Yaml().parse(new StringReader(new String(content, UTF_8)))) {
        if (event instanceof AliasEvent) {
          return true;
        }
      }
      return false;
    } catch (YAMLException e) {
      return false; // the check says where
    }
  }

  /**
   * The text without a byte order mark, in lines as in the repository. Editors of Windows add both,
   * and neither is a change.
   */
  private static byte[] plainText(String name, byte[] content) {
    try {
      return XmlFile.text(content).replace("\r\n", "\n").getBytes(UTF_8);
    } catch (XmlFile.Unreadable e) {
      throw new RevisionRefused(
          name + " is not written in UTF-8. Save it as UTF-8, and choose it again.");
    }
  }

  static String withFolder(String file) {
    String name = DefinitionSets.nameOf(file);
    if (name.endsWith(".yaml")) {
      return "config/" + DataFile.of(name).map(DataFile::path).orElse(name);
    }
    if (DataFile.isLetter(name)) {
      return DataFile.LETTERS + name;
    }
    if (DataFile.isScenario(name)) {
      return DataFile.SCENARIOS + name;
    }
    return (name.endsWith(".form") ? "forms/" : "processes/") + name;
  }

  /** A zip of these files for Camunda Modeler and the repository. Equal files give equal bytes. */
  static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The digest of the files and their names, in hexadecimal digits. */
  static String digest(Map<String, byte[]> files) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    new TreeMap<>(files)
        .forEach(
            (name, content) -> {
              digest.update(DigestUtils.sha256(name));
              digest.update(DigestUtils.sha256(content));
            });
    return Hex.encodeHexString(digest.digest());
  }
}
