package scot.nrm.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.core.io.Resource;

/**
 * The material for many invented cases, from {@code config/many-cases.yaml}.
 *
 * @param shares how often each value is drawn, by the name of the choice
 * @param names given and family names of children, by nationality
 * @param officers given and family names of the people who work
 * @param answers a form's usual answers, by task or process
 */
record ManyCasesFile(
    Map<String, Map<String, Integer>> shares,
    Map<String, Names> names,
    Names officers,
    Map<String, Map<String, Object>> answers) {

  static final String FILE = "config/many-cases.yaml";

  /** Given names and family names. */
  record Names(List<String> given, List<String> family) {

    String draw(Random random) {
      return given.get(random.nextInt(given.size()))
          + " "
          + family.get(random.nextInt(family.size()));
    }
  }

  static ManyCasesFile read(Resource file) {
    Map<String, Object> root = InventedData.read(file);
    Map<String, Map<String, Integer>> shares = new LinkedHashMap<>();
    map(root.get("shares"))
        .forEach(
            (name, values) -> {
              Map<String, Integer> weights = new LinkedHashMap<>();
              map(values).forEach((value, weight) -> weights.put(value, (Integer) weight));
              shares.put(name, weights);
            });
    Map<String, Names> names = new LinkedHashMap<>();
    map(root.get("names")).forEach((nationality, both) -> names.put(nationality, names(both)));
    Map<String, Map<String, Object>> answers = new LinkedHashMap<>();
    map(root.get("answers")).forEach((form, given) -> answers.put(form, map(given)));
    return new ManyCasesFile(shares, names, names(root.get("officers")), answers);
  }

  private static Names names(Object both) {
    Map<String, Object> lists = map(both);
    return new Names(list(lists.get("given")), list(lists.get("family")));
  }

  private static List<String> list(Object value) {
    List<String> texts = new ArrayList<>();
    ((List<?>) value).forEach(one -> texts.add(one.toString()));
    return texts;
  }

  private static Map<String, Object> map(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((key, one) -> map.put(key.toString(), one));
    return map;
  }

  /** Draws values as often as their shares say, in random order. */
  static final class Decks {

    private final Map<String, Map<String, Integer>> shares;
    private final Random random;
    private final Map<String, List<String>> rest = new LinkedHashMap<>();

    Decks(ManyCasesFile file, long seed) {
      this.shares = file.shares();
      this.random = new Random(seed);
    }

    String draw(String name) {
      List<String> deck = rest.computeIfAbsent(name, any -> new ArrayList<>());
      if (deck.isEmpty()) {
        Map<String, Integer> weights = shares.get(name);
        if (weights == null) {
          throw new IllegalStateException(FILE + " has no shares for " + name);
        }
        weights.forEach((value, weight) -> deck.addAll(Collections.nCopies(weight, value)));
        Collections.shuffle(deck, random);
      }
      return deck.remove(deck.size() - 1);
    }
  }
}
