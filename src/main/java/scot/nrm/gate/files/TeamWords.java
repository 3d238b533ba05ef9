package scot.nrm.gate.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.util.StringUtils;

/**
 * Describes who gets a task, from a diagram's <em>Candidate groups</em>, in the words of the
 * templates for Camunda Modeler.
 */
public final class TeamWords {

  private static final Pattern TEAM =
      Pattern.compile(
          "authorities\\.group\\((.*?), ?'([a-z-]+)'\\)|(?:^|[,'])([a-z]+(?:-[a-z]+)*)(?=[,']|$)");

  private TeamWords() {}

  /** The authorities of a process in words, by the variable that has their code. */
  public static Map<String, String> authorities() {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("rgAuthority", "the authority for reasonable grounds");
    known.put("cgAuthority", "the authority for conclusive grounds");
    known.put("decidingAuthority", "the authority that is working on the case");
    known.put("'intake'", "the authority that logs NRM forms");
    known.put("'immigration'", "the authority that receives copies");
    return known;
  }

  /**
   * @param groups an id, several, or an expression that chooses one
   * @param names the name of a group by its id
   * @return with a capital letter; the text itself if it names no team
   */
  public static String of(String groups, UnaryOperator<String> names) {
    String code = groups.replaceAll("^\\$\\{|}$", "");
    List<String> words = new ArrayList<>();
    TEAM.matcher(code).results().forEach(team -> words.add(words(team, names)));
    return words.isEmpty()
        ? groups
        : StringUtils.capitalize(String.join(groups.startsWith("$") ? " or " : " and ", words));
  }

  /**
   * Both values of a change in words; unchanged if their words would be the same.
   *
   * @param was empty if the task had no team, as with {@code is}
   */
  public static List<String> ofBoth(String was, String is, UnaryOperator<String> names) {
    List<String> words = List.of(of(was, names), of(is, names));
    return words.get(0).equals(words.get(1)) ? List.of(was, is) : words;
  }

  private static String words(MatchResult team, UnaryOperator<String> names) {
    return team.group(2) == null
        ? names.apply(team.group(3))
        : team.group(2).replace('-', ' ') + " of " + authority(team.group(1));
  }

  /** One value, or a choice between two. */
  private static String authority(String expression) {
    String words =
        authorities().entrySet().stream()
            .filter(one -> expression.matches(".*(?<!\\w)" + one.getKey() + "(?!\\w).*"))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(" or "));
    return words.isEmpty() ? expression : words;
  }
}
