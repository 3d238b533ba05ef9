package scot.nrm.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a screen reader gets of a page: Chromium's own accessibility tree, from top to bottom. */
final class ScreenReader {

  private static final Set<String> SILENT =
      Set.of("none", "generic", "InlineTextBox", "LineBreak", "ListMarker", "RootWebArea");

  private ScreenReader() {}

  /**
   * Waits until these elements can be heard one after the other, because the page names some of
   * them a moment after they are there.
   *
   * @param elements each with its role, its name and the states that are read out, such as {@code
   *     textbox "Case number" required}
   */
  static void hears(Page page, String... elements) {
    await()
        .pollInSameThread()
        .untilAsserted(() -> assertThat(heard(page)).containsSubsequence(elements));
  }

  private static List<String> heard(Page page) {
    List<String> heard = new ArrayList<>();
    for (JsonObject node : tree(page)) {
      String role = text(node, "role");
      if (!node.get("ignored").getAsBoolean() && !SILENT.contains(role)) {
        heard.add(spoken(node, role));
      }
    }
    return heard;
  }

  /** The element that has the focus, which is what a screen reader says after an action. */
  static String focused(Page page) {
    for (JsonObject node : tree(page)) {
      if (!text(node, "role").equals("RootWebArea") && has(node, "focused")) {
        return spoken(node, text(node, "role"));
      }
    }
    return "nothing";
  }

  private static String spoken(JsonObject node, String role) {
    StringBuilder words = new StringBuilder(role + " \"" + text(node, "name").strip() + '"');
    for (String state : List.of("required", "invalid", "disabled")) {
      if (has(node, state)) {
        words.append(' ').append(state);
      }
    }
    return words.toString();
  }

  private static boolean has(JsonObject node, String state) {
    if (node.has("properties")) {
      for (JsonElement property : node.getAsJsonArray("properties")) {
        JsonObject one = property.getAsJsonObject();
        if (one.get("name").getAsString().equals(state)) {
          return one.getAsJsonObject("value").get("value").getAsString().equals("true");
        }
      }
    }
    return false;
  }

  private static String text(JsonObject node, String part) {
    return node.has(part) && node.getAsJsonObject(part).has("value")
        ? node.getAsJsonObject(part).get("value").getAsString()
        : "";
  }

  /** In the order of the page; Chromium lists them level by level. */
  private static List<JsonObject> tree(Page page) {
    CDPSession session = page.context().newCDPSession(page);
    try {
      Map<String, JsonObject> nodes = new LinkedHashMap<>();
      session
          .send("Accessibility.getFullAXTree")
          .getAsJsonArray("nodes")
          .forEach(
              node ->
                  nodes.put(
                      node.getAsJsonObject().get("nodeId").getAsString(), node.getAsJsonObject()));
      List<JsonObject> ordered = new ArrayList<>();
      addWithChildren(nodes.values().iterator().next(), nodes, ordered);
      return ordered;
    } finally {
      session.detach();
    }
  }

  private static void addWithChildren(
      JsonObject node, Map<String, JsonObject> nodes, List<JsonObject> ordered) {
    ordered.add(node);
    for (JsonElement child : node.getAsJsonArray("childIds")) {
      if (nodes.containsKey(child.getAsString())) {
        addWithChildren(nodes.get(child.getAsString()), nodes, ordered);
      }
    }
  }
}
