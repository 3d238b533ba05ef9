package scot.nrm.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.sets.DataFile;
import scot.nrm.gate.Difference.Kind;
import scot.nrm.gate.files.DataParts;
import scot.nrm.gate.files.FormParts;
import scot.nrm.gate.files.Part;
import scot.nrm.gate.files.TeamWords;
import scot.nrm.gate.files.TypedLimits;
import scot.nrm.modelcheck.TableComparison;
import scot.nrm.modelcheck.XmlFile;
import scot.nrm.modelcheck.XmlFile.Element;
import scot.nrm.modelcheck.XmlFile.Unreadable;

/**
 * Every difference between two sets of files: diagrams, tables, forms, letters and data files. A
 * table is compared by its rows and by its answers.
 */
public final class Comparison {

  private final Collection<DecisionTables.Check> tables;
  private final UnaryOperator<String> teams;
  private final List<Difference> differences = new ArrayList<>();

  private Comparison(Collection<DecisionTables.Check> tables, UnaryOperator<String> teams) {
    this.tables = tables;
    this.teams = teams;
  }

  /**
   * Compares files by their names, such as {@code processes/intake.bpmn}.
   *
   * @param tables the inputs that the program gives the tables
   * @param teams the name of a group by its id
   * @return by file, in the order of the later file
   * @throws IllegalArgumentException with a sentence if a file can't be read
   */
  public static List<Difference> of(
      Map<String, byte[]> before,
      Map<String, byte[]> after,
      Collection<DecisionTables.Check> tables,
      UnaryOperator<String> teams) {
    Comparison comparison = new Comparison(tables, teams);
    Set<String> files = new TreeSet<>(before.keySet());
    files.addAll(after.keySet());
    for (String file : files) {
      if (!before.containsKey(file)) {
        comparison.addNewFile(file, after.get(file));
      } else if (!after.containsKey(file)) {
        comparison.add(Kind.GONE, file, "", "The file", "", "", "");
      } else if (!Arrays.equals(before.get(file), after.get(file))) {
        comparison.compare(file, before.get(file), after.get(file));
      }
    }
    return List.copyOf(comparison.differences);
  }

  /** The elements, rows, fields or entries of a file; none if it is unreadable or has no parts. */
  public static List<String> names(String file, byte[] content) {
    try {
      Map<String, Part> parts;
      if (isModel(file)) {
        ModelParts model = new ModelParts(XmlFile.read(content));
        parts = model.parts(model);
      } else {
        parts = parts(file, content).orElse(Map.of());
      }
      return parts.values().stream().map(Part::name).distinct().toList();
    } catch (Unreadable | IllegalArgumentException e) {
      return List.of();
    }
  }

  /**
   * Whether two versions of a file say the same. A diagram, table or form that Modeler has only
   * saved again does, although it escapes texts in its own way.
   */
  public static boolean isSame(String file, byte[] before, byte[] after) {
    if (Arrays.equals(before, after)) {
      return true;
    }
    try {
      return isModel(file)
          ? ModelParts.isSame(XmlFile.read(before), XmlFile.read(after))
          : file.endsWith(".form") && FormParts.isSame(before, after);
    } catch (Unreadable e) {
      return false;
    }
  }

  private static boolean isModel(String file) {
    return file.endsWith(".bpmn") || file.endsWith(".dmn");
  }

  /** The parts of a file that isn't a model; empty if it has none and is compared line by line. */
  private static Optional<Map<String, Part>> parts(String file, byte[] content) {
    if (file.endsWith(".form")) {
      return Optional.of(FormParts.of(content));
    }
    if (file.endsWith(".yaml")) {
      return Optional.of(DataParts.of(content));
    }
    return file.endsWith(".json") ? Optional.of(DataParts.ofJson(content)) : Optional.empty();
  }

  /** As sentences, grouped by file. */
  public static String text(List<Difference> differences) {
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (Difference difference : differences) {
      files
          .computeIfAbsent(difference.file(), file -> new ArrayList<>())
          .add("  " + difference.marked());
    }
    return files.entrySet().stream()
        .map(file -> file.getKey() + "\n" + String.join("\n", file.getValue()))
        .collect(Collectors.joining("\n\n"));
  }

  /** Nobody can approve a letter or a form without reading it. A diagram has its picture. */
  private void addNewFile(String file, byte[] content) {
    add(
        Kind.NEW,
        file,
        "",
        "The file",
        "",
        "",
        DataFile.isLetter(file)
            ? TypedLimits.letterText(content).replaceAll("\\s+", " ").strip()
            : "");
    if (file.endsWith(".form")) {
      Map<String, Part> fields = new LinkedHashMap<>(FormParts.of(content));
      fields.remove("");
      compare(file, Map.of(), fields);
    }
  }

  private void compare(String file, byte[] before, byte[] after) {
    int sizeBefore = differences.size();
    try {
      Optional<Map<String, Part>> earlier = parts(file, before);
      if (isModel(file)) {
        Element old = XmlFile.read(before);
        Element now = XmlFile.read(after);
        ModelParts parts = new ModelParts(now);
        compare(file, new ModelParts(old).parts(parts), parts.parts(parts));
        if (differences.size() > sizeBefore) {
          compareAnswers(file, old, now);
        }
      } else if (earlier.isPresent()) {
        compare(file, earlier.get(), parts(file, after).orElseThrow());
      } else {
        compareLines(file, XmlFile.text(before), XmlFile.text(after));
      }
    } catch (Unreadable | IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
    if (differences.size() == sizeBefore) {
      add(
          Kind.MOVED,
          file,
          "",
          "A detail without effect, such as a comment or a space,",
          "",
          "",
          "");
    }
  }

  private void compare(String file, Map<String, Part> before, Map<String, Part> after) {
    Set<String> moved = outOfOrder(before, after);
    before.forEach(
        (id, part) -> {
          if (!after.containsKey(id)) {
            add(Kind.GONE, file, id, part.name(), "", text(part), "");
          }
        });
    after.forEach(
        (id, part) -> {
          Part old = before.get(id);
          if (old == null) {
            add(Kind.NEW, file, id, part.name(), "", "", text(part));
            return;
          }
          Set<String> properties = new LinkedHashSet<>(old.properties().keySet());
          properties.addAll(part.properties().keySet());
          boolean changed = !old.kind().equals(part.kind());
          if (changed) {
            add(Kind.CHANGED, file, id, part.name(), "what it is", old.kind(), part.kind());
          }
          for (String property : properties) {
            String was = old.properties().getOrDefault(property, "");
            String is = part.properties().getOrDefault(property, "");
            if (!was.equals(is)) {
              changed = true;
              List<String> both =
                  property.equals(ModelParts.GROUPS)
                      ? TeamWords.ofBoth(was, is, teams)
                      : List.of(was, is);
              add(Kind.CHANGED, file, id, part.name(), property, both.get(0), both.get(1));
            }
          }
          if (part.ordered() && moved.contains(id) && !file.endsWith(".form")) {
            add(
                Kind.CHANGED,
                file,
                id,
                part.name(),
                "its place",
                position(id, before),
                position(id, after));
          } else if (!changed && (moved.contains(id) || !old.drawing().equals(part.drawing()))) {
            add(Kind.MOVED, file, id, part.name(), "", old.drawing(), part.drawing());
          }
        });
  }

  /** Counted from 1 among the parts of its kind: rows, or entries of one list. */
  private static String position(String id, Map<String, Part> parts) {
    String kind = kind(parts.get(id));
    return Integer.toString(
        1
            + parts.keySet().stream()
                .filter(it -> parts.get(it).ordered() && kind(parts.get(it)).equals(kind))
                .toList()
                .indexOf(id));
  }

  private static String kind(Part part) {
    return part.name().replaceFirst("( \\[|\\d|\").*", "");
  }

  private String text(Part part) {
    return part.properties().entrySet().stream()
        .map(
            property ->
                property.getKey()
                    + ": "
                    + (property.getKey().equals(ModelParts.GROUPS)
                        ? TeamWords.of(property.getValue(), teams)
                        : property.getValue()))
        // A text such as the note of a row may end with a full stop itself.
        .map(one -> one.replaceFirst("(?<!\\.)\\.$", ""))
        .collect(Collectors.joining("; "));
  }

  /** The parts that have moved among the others, as few as possible. */
  private static Set<String> outOfOrder(Map<String, Part> before, Map<String, Part> after) {
    List<String> old = ordered(before, after);
    List<String> now = ordered(after, before);
    Set<String> moved = new HashSet<>(now);
    longestCommonSubsequence(old, now).forEach(pair -> moved.remove(now.get(pair[1])));
    return moved;
  }

  private static List<String> ordered(Map<String, Part> parts, Map<String, Part> others) {
    return parts.keySet().stream()
        .filter(id -> parts.get(id).ordered() && others.containsKey(id))
        .toList();
  }

  /** The longest common subsequence of both lists, as pairs of indexes. */
  private static <T> List<int[]> longestCommonSubsequence(List<T> old, List<T> now) {
    int[][] length = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        length[i][j] =
            old.get(i).equals(now.get(j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0, j = 0; i < old.size() && j < now.size(); ) {
      if (old.get(i).equals(now.get(j))) {
        pairs.add(new int[] {i++, j++});
      } else if (length[i + 1][j] >= length[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return pairs;
  }

  /** Everything between two lines that both files have is one difference. */
  private void compareLines(String file, String before, String after) {
    List<String> old = before.lines().map(String::strip).toList();
    List<String> now = after.lines().map(String::strip).toList();
    List<int[]> same = new ArrayList<>(longestCommonSubsequence(old, now));
    same.add(new int[] {old.size(), now.size()});
    int i = 0;
    int j = 0;
    for (int[] pair : same) {
      String was = String.join(" ", old.subList(i, pair[0])).strip();
      String is = String.join(" ", now.subList(j, pair[1])).strip();
      if (!was.equals(is)) {
        add(Kind.CHANGED, file, "", "the text", "line " + (j + 1), was, is);
      }
      i = pair[0] + 1;
      j = pair[1] + 1;
    }
  }

  private void compareAnswers(String file, Element before, Element after) {
    TableComparison.of(before, after, tables)
        .ifPresent(
            result -> {
              String name = "The table";
              if (!result.problem().isEmpty()) {
                add(Kind.NOT_COMPARED, file, "", "the table", "", "", result.problem());
              } else if (result.changes().isEmpty()) {
                add(Kind.NO_ANSWER, file, "", name, "", "", "");
              }
              result
                  .changes()
                  .forEach(
                      change ->
                          add(
                              Kind.ANSWER,
                              file,
                              "",
                              name,
                              change.when(),
                              change.before(),
                              change.after()));
            });
  }

  private void add(
      Kind kind,
      String file,
      String element,
      String name,
      String property,
      String before,
      String after) {
    differences.add(
        new Difference(
            kind,
            file,
            element,
            name,
            property,
            before,
            after,
            Marks.of(kind, file, name, property, before, after)));
  }
}
