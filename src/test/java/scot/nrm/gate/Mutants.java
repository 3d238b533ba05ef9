package scot.nrm.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import scot.nrm.ConfigFile;

/**
 * One careless change each, of every kind that Modeler and an editor make easy, at every place
 * where it can be made.
 */
final class Mutants {

  /** The kinds of change by which the figures are grouped. */
  enum Kind {
    STEP("steps"),
    FLOW("flows"),
    CONDITION("conditions"),
    EVENT("timers, messages and events"),
    CALL("calls, inputs and keys"),
    TASK("properties of tasks"),
    TABLE("tables"),
    FORM("forms"),
    SAFEGUARD("safeguards in `config`");

    final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  /** Changes of these must never be missed. */
  enum Stake {
    SAFEGUARD("safeguards of decisions"),
    DEADLINE("deadlines in law"),
    PROTECTION("child protection"),
    /** The case takes another way, and nothing stops. */
    OUTCOME("which way a case takes, and what is decided");

    final String title;

    Stake(String title) {
      this.title = title;
    }
  }

  /**
   * A changed file.
   *
   * @param at the element, row, field or entry, and what was changed to what
   */
  record Mutant(
      Kind kind,
      String operator,
      String file,
      String at,
      Set<Stake> stakes,
      UnaryOperator<byte[]> change) {

    String id() {
      return "%s: %s, %s".formatted(file, at, operator);
    }
  }

  private static final String BPMN = Drawing.BPMN;
  private static final String CAMUNDA = Drawing.CAMUNDA;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTED =
      Pattern.compile("(?:true|false|\"[^\",]*\")(?:,(?:true|false|\"[^\",]*\"))*");
  private static final Pattern COMPARED = Pattern.compile("(\\w+) *[!=]= *'([^']*)'");
  private static final Set<String> STEPS =
      Set.of("userTask", "serviceTask", "sendTask", "callActivity");

  /** The dates and steps of {@code config/safeguards.yaml}. */
  private static final Pattern DEADLINES = deadlines();

  private static final Pattern PROTECTION =
      Pattern.compile("child-protection|startChildProtection|Task_ProtectChild");

  private final Map<String, byte[]> set;
  private final List<Mutant> mutants = new ArrayList<>();
  private final Map<String, Set<String>> values = new TreeMap<>();
  private final Set<String> dates = new TreeSet<>();
  private final Set<String> groups = new TreeSet<>();
  private final Set<String> messages = new TreeSet<>();
  private final Set<String> formRefs = new TreeSet<>();
  private final Map<String, Set<String>> inputs = new TreeMap<>();
  private final Map<String, Set<String>> taskProperties = new TreeMap<>();
  private final Set<String> called = new TreeSet<>();

  /** The file that is being changed. */
  private String file;

  private Mutants(Map<String, byte[]> set) {
    this.set = set;
  }

  /**
   * All mutants of some files of a set.
   *
   * @param set names with their folders
   */
  static List<Mutant> of(Map<String, byte[]> set, Predicate<String> files) {
    Mutants mutants = new Mutants(set);
    mutants.learn();
    set.keySet().stream().filter(files).forEach(mutants::mutate);
    return mutants.mutants;
  }

  private static Pattern deadlines() {
    Set<String> names = new TreeSet<>();
    for (Safeguard row : Safeguards.ALL) {
      names.addAll(List.of(row.waits(), row.due()));
    }
    names.remove("");
    return Pattern.compile("\\b(" + String.join("|", names) + ")\\b");
  }

  // ---- what there is to change to

  private void learn() {
    set.forEach(
        (file, content) -> {
          if (file.endsWith(".bpmn")) {
            for (Element element : all(read(content), "*")) {
              learn(element);
            }
          }
        });
  }

  private void learn(Element element) {
    String text = element.getTextContent().strip();
    switch (element.getLocalName()) {
      case "conditionExpression" -> {
        Matcher compared = COMPARED.matcher(text);
        while (compared.find()) {
          add(values, compared.group(1), compared.group(2));
        }
      }
      case "timeDate" -> dates.add(text);
      case "message" -> messages.add(element.getAttribute("name"));
      case "inputParameter" -> add(inputs, element.getAttribute("name"), text);
      case "property" ->
          add(taskProperties, element.getAttribute("name"), element.getAttribute("value"));
      case "callActivity" -> called.add(element.getAttribute("calledElement"));
      case "userTask" -> {
        groups.add(element.getAttributeNS(CAMUNDA, "candidateGroups"));
        formRefs.add(element.getAttributeNS(CAMUNDA, "formRef"));
        dates.add(element.getAttributeNS(CAMUNDA, "dueDate"));
      }
      default -> {}
    }
    dates.remove("");
  }

  private static void add(Map<String, Set<String>> lists, String name, String value) {
    lists.computeIfAbsent(name, any -> new TreeSet<>()).add(value);
  }

  private void mutate(String name) {
    file = name;
    byte[] content = set.get(file);
    if (file.endsWith(".bpmn")) {
      diagram(read(content));
    } else if (file.endsWith(".dmn")) {
      table(read(content));
    } else if (file.endsWith(".form")) {
      form(content);
    } else {
      data(text(content));
    }
  }

  // ---- diagrams

  private void diagram(Document model) {
    for (Element element : all(model, "*")) {
      if (!BPMN.equals(element.getNamespaceURI()) || !element.hasAttribute("id")) {
        continue;
      }
      if (STEPS.contains(element.getLocalName())) {
        steps(element);
      }
      if (element.getLocalName().endsWith("Gateway")) {
        kindOfGateway(element);
      }
      switch (element.getLocalName()) {
        case "sequenceFlow" -> flow(element);
        case "exclusiveGateway", "inclusiveGateway" -> gateway(element);
        case "userTask" -> task(element);
        case "callActivity" -> call(element);
        case "boundaryEvent", "intermediateCatchEvent", "startEvent" -> event(element);
        case "subProcess" -> {
          if (element.getAttribute("triggeredByEvent").equals("true")) {
            inDiagram(Kind.EVENT, "event sub-process deleted", element, it -> remove(it));
          }
        }
        default -> {}
      }
      extensions(element);
    }
  }

  private void steps(Element step) {
    List<Element> out = flows(step, "sourceRef");
    if (out.size() == 1 && attached(step).isEmpty()) {
      inDiagram(Kind.STEP, "step deleted, the flow drawn past it", step, Mutants::drawPast);
    }
    inDiagram(Kind.STEP, "step deleted with its flows", step, Mutants::removeWithFlows);
    String delegate = step.getAttributeNS(CAMUNDA, "delegateExpression");
    if (!delegate.isEmpty()) {
      toAnother(
          Kind.STEP,
          "step runs another of the program",
          step,
          delegates(step.getOwnerDocument()),
          delegate,
          (it, other) -> it.setAttributeNS(CAMUNDA, "camunda:delegateExpression", other),
          Stake.OUTCOME);
    }
  }

  private void flow(Element flow) {
    inDiagram(Kind.FLOW, "flow deleted", flow, Mutants::remove);
    Element target = byId(flow.getOwnerDocument(), flow.getAttribute("targetRef"));
    List<String> others =
        children((Element) flow.getParentNode()).stream()
            .filter(Mutants::isNode)
            .map(node -> node.getAttribute("id"))
            .filter(id -> !id.equals(flow.getAttribute("sourceRef")))
            .toList();
    if (target != null) {
      toAnother(
          Kind.FLOW,
          "flow leads to another element",
          flow,
          others,
          target.getAttribute("id"),
          (it, id) -> it.setAttribute("targetRef", id),
          Stake.OUTCOME);
    }
    Optional<Element> condition = child(flow, "conditionExpression");
    if (condition.isPresent()) {
      condition(flow, condition.get().getTextContent());
    }
  }

  private void condition(Element flow, String condition) {
    inDiagram(
        Kind.CONDITION,
        "condition deleted",
        flow,
        it -> remove(child(it, "conditionExpression").orElseThrow()));
    if (condition.contains("==") || condition.contains("!=")) {
      String negated =
          condition.contains("==")
              ? condition.replaceFirst("==", "!=")
              : condition.replaceFirst("!=", "==");
      changed("condition turned round", flow, negated);
    }
    Matcher compared = COMPARED.matcher(condition);
    if (compared.find()) {
      String value = compared.group(2);
      other(values.get(compared.group(1)), value)
          .ifPresent(
              other ->
                  changed(
                      "condition asks another value",
                      flow,
                      condition.replaceFirst("'" + value + "'", "'" + other + "'")));
      changed(
          "condition asks a misspelt value",
          flow,
          condition.replaceFirst("'" + value + "'", "'" + value + "s'"));
      other(values.keySet(), compared.group(1))
          .ifPresent(
              other ->
                  changed(
                      "condition asks another name",
                      flow,
                      condition.replaceFirst("\\b" + compared.group(1) + "\\b", other)));
    }
  }

  private void changed(String operator, Element flow, String condition) {
    inDiagram(
        Kind.CONDITION,
        operator,
        flow,
        condition,
        it -> child(it, "conditionExpression").orElseThrow().setTextContent(condition),
        Stake.OUTCOME);
  }

  private void kindOfGateway(Element gateway) {
    String other =
        gateway.getLocalName().equals("exclusiveGateway")
            ? "bpmn:inclusiveGateway"
            : "bpmn:exclusiveGateway";
    inDiagram(
        Kind.FLOW,
        "gateway of another kind",
        gateway,
        other,
        it -> it.getOwnerDocument().renameNode(it, BPMN, other),
        Stake.OUTCOME);
  }

  private void gateway(Element gateway) {
    List<Element> out = flows(gateway, "sourceRef");
    String otherwise = gateway.getAttribute("default");
    if (!otherwise.isEmpty()) {
      inDiagram(Kind.CONDITION, "default removed", gateway, it -> it.removeAttribute("default"));
      out.stream()
          .map(flow -> flow.getAttribute("id"))
          .filter(id -> !id.equals(otherwise))
          .findFirst()
          .ifPresent(
              id ->
                  inDiagram(
                      Kind.CONDITION,
                      "another flow is the default",
                      gateway,
                      id,
                      it -> it.setAttribute("default", id),
                      Stake.OUTCOME));
    }
    if (out.size() > 1
        && !out.get(0).getAttribute("targetRef").equals(out.get(1).getAttribute("targetRef"))) {
      inDiagram(
          Kind.FLOW,
          "two answers exchanged",
          gateway,
          it -> {
            List<Element> flows = flows(it, "sourceRef");
            String first = flows.get(0).getAttribute("targetRef");
            flows.get(0).setAttribute("targetRef", flows.get(1).getAttribute("targetRef"));
            flows.get(1).setAttribute("targetRef", first);
          },
          Stake.OUTCOME);
    }
  }

  private void task(Element task) {
    attributes(task, "candidateGroups", groups);
    attributes(task, "formRef", formRefs);
    attributes(task, "dueDate", dates);
    attributes(task, "followUpDate", dates);
    String name = task.getAttribute("name") + " again";
    inDiagram(Kind.TASK, "task renamed", task, name, it -> it.setAttribute("name", name));
    String group = task.getAttributeNS(CAMUNDA, "candidateGroups");
    inDiagram(
        Kind.TASK,
        "candidateGroups misspelt",
        task,
        "",
        it ->
            it.setAttributeNS(
                CAMUNDA,
                "camunda:candidateGroups",
                group.replaceFirst("([a-z])([a-z])(['a-z]*['}]?)", "$2$1$3")));
  }

  private void attributes(Element element, String name, Set<String> others) {
    String value = element.getAttributeNS(CAMUNDA, name);
    if (value.isEmpty()) {
      return;
    }
    inDiagram(Kind.TASK, name + " deleted", element, it -> it.removeAttributeNS(CAMUNDA, name));
    toAnother(
        Kind.TASK,
        name + " changed to another",
        element,
        others,
        value,
        (it, other) -> it.setAttributeNS(CAMUNDA, "camunda:" + name, other));
  }

  private void call(Element call) {
    toAnother(
        Kind.CALL,
        "calls another diagram",
        call,
        called,
        call.getAttribute("calledElement"),
        (it, other) -> {
          it.setAttribute("calledElement", other);
          it.setAttributeNS(
              CAMUNDA, "camunda:calledElementVersion", "${sets.version('%s')}".formatted(other));
        },
        Stake.OUTCOME);
    inDiagram(
        Kind.CALL,
        "binding to the set deleted",
        call,
        it -> it.removeAttributeNS(CAMUNDA, "calledElementBinding"));
  }

  private void event(Element event) {
    Optional<Element> timer = child(event, "timerEventDefinition");
    Optional<Element> message = child(event, "messageEventDefinition");
    boolean isBoundary = event.getLocalName().equals("boundaryEvent");
    if (isBoundary) {
      inDiagram(Kind.EVENT, "boundary event deleted with its path", event, Mutants::removeWithPath);
      inDiagram(
          Kind.EVENT,
          "boundary event interrupts, or no longer",
          event,
          "",
          it ->
              it.setAttribute(
                  "cancelActivity",
                  Boolean.toString(it.getAttribute("cancelActivity").equals("false"))));
      toAnother(
          Kind.EVENT,
          "boundary event moved to another step",
          event,
          children((Element) event.getParentNode()).stream()
              .filter(
                  node ->
                      STEPS.contains(node.getLocalName())
                          || node.getLocalName().equals("subProcess"))
              .filter(node -> !node.getAttribute("triggeredByEvent").equals("true"))
              .map(node -> node.getAttribute("id"))
              .toList(),
          event.getAttribute("attachedToRef"),
          (it, other) -> it.setAttribute("attachedToRef", other));
    } else if (event.getLocalName().equals("intermediateCatchEvent")) {
      inDiagram(
          Kind.EVENT,
          "intermediate event deleted, the flow drawn past it",
          event,
          Mutants::drawPast);
    }
    if (timer.isPresent()) {
      toAnother(
          Kind.EVENT,
          "timer waits for another date",
          event,
          dates.stream().filter(it -> it.matches("\\$\\{\\w+}")).toList(),
          timer.get().getTextContent().strip(),
          (it, other) -> child(it, "timeDate").orElseThrow().setTextContent(other));
      inDiagram(
          Kind.EVENT,
          "timer has no date",
          event,
          it -> remove(child(it, "timeDate").orElseThrow()));
    }
    if (message.isPresent()) {
      Element named = byId(event.getOwnerDocument(), message.get().getAttribute("messageRef"));
      toAnother(
          Kind.EVENT,
          "event waits for another message",
          event,
          messages,
          named.getAttribute("name"),
          (it, other) -> messageOf(it).setAttribute("name", other));
      inDiagram(
          Kind.EVENT,
          "message misspelt",
          event,
          it -> messageOf(it).setAttribute("name", messageOf(it).getAttribute("name") + "s"));
    }
  }

  private static Element messageOf(Element event) {
    return byId(
        event.getOwnerDocument(),
        child(event, "messageEventDefinition").orElseThrow().getAttribute("messageRef"));
  }

  private void extensions(Element element) {
    for (Element extension : ownExtensions(element)) {
      String name = extension.getAttribute("name");
      String value = extension.getTextContent().strip();
      switch (extension.getLocalName()) {
        case "in", "out" -> {
          boolean isKey = extension.hasAttribute("businessKey");
          extension(
              Kind.CALL,
              isKey ? "case number not handed over" : extension.getLocalName() + " mapping deleted",
              element,
              extension,
              extension.getAttribute(isKey ? "businessKey" : "target"),
              Mutants::remove);
        }
        case "inputParameter" -> {
          extension(Kind.CALL, "input deleted", element, extension, name, Mutants::remove);
          other(inputs.get(name), value)
              .ifPresent(
                  other ->
                      extension(
                          Kind.CALL,
                          "input changed to another",
                          element,
                          extension,
                          name + " = " + other,
                          it -> it.setTextContent(other)));
        }
        case "property" -> {
          extension(Kind.TASK, "property deleted", element, extension, name, Mutants::remove);
          other(taskProperties.get(name), extension.getAttribute("value"))
              .ifPresent(
                  other ->
                      extension(
                          Kind.TASK,
                          "property changed to another value",
                          element,
                          extension,
                          name + " = " + other,
                          it -> it.setAttribute("value", other)));
        }
        case "executionListener", "taskListener" ->
            extension(
                Kind.TASK,
                "listener deleted",
                element,
                extension,
                extension.getAttribute("delegateExpression"),
                Mutants::remove);
        default -> {}
      }
    }
  }

  private void extension(
      Kind kind,
      String operator,
      Element element,
      Element extension,
      String said,
      Consumer<Element> change) {
    int place = ownExtensions(element).indexOf(extension);
    inDiagram(
        kind,
        operator,
        element,
        said,
        it -> change.accept(ownExtensions(it).get(place)),
        extension.getLocalName().equals("property") && element.getLocalName().equals("userTask")
            ? new Stake[] {Stake.SAFEGUARD}
            : new Stake[0]);
  }

  private void toAnother(
      Kind kind,
      String operator,
      Element element,
      Collection<String> all,
      String one,
      BiConsumer<Element, String> change,
      Stake... stakes) {
    other(all, one)
        .ifPresent(
            other ->
                inDiagram(kind, operator, element, other, it -> change.accept(it, other), stakes));
  }

  private void inDiagram(
      Kind kind, String operator, Element element, Consumer<Element> change, Stake... stakes) {
    inDiagram(kind, operator, element, "", change, stakes);
  }

  private void inDiagram(
      Kind kind,
      String operator,
      Element element,
      String said,
      Consumer<Element> change,
      Stake... stakes) {
    String id = element.getAttribute("id");
    Set<Stake> all = new TreeSet<>(Arrays.asList(stakes));
    String source = source(element);
    // The text of a called diagram or of what is around a sub-process is not the element's own.
    if (!element.getLocalName().equals("sequenceFlow")
        && DEADLINES.matcher(source).find()
        && !kind.equals(Kind.CALL)) {
      all.add(Stake.DEADLINE);
    }
    if (PROTECTION.matcher(file + source).find()) {
      all.add(Stake.PROTECTION);
    }
    if (source.contains("camunda:property name=\"act\"") && kind == Kind.STEP) {
      all.add(Stake.SAFEGUARD);
    }
    inXml(kind, operator, at(id, said), all, id, change);
  }

  private static String at(String id, String said) {
    return said.isEmpty() ? id : id + " (" + said + ")";
  }

  private void inXml(
      Kind kind,
      String operator,
      String at,
      Set<Stake> stakes,
      String id,
      Consumer<Element> change) {
    mutants.add(
        new Mutant(
            kind,
            operator,
            file,
            at,
            stakes,
            content -> {
              Document model = read(content);
              change.accept(byId(model, id));
              return write(model);
            }));
  }

  // ---- tables

  private void table(Document model) {
    List<Element> rows = all(model, "rule");
    for (int at = 0; at < rows.size(); at++) {
      Element row = rows.get(at);
      Set<Stake> stakes = stakesOfTable();
      inTable("row deleted", row, stakes, Mutants::remove);
      if (at > 0 && hasOrder(rows.get(at - 1), row)) {
        inTable(
            "row exchanged with the one above",
            row,
            stakes,
            it -> {
              List<Element> all = all(it.getOwnerDocument(), "rule");
              it.getParentNode().insertBefore(it, all.get(all.indexOf(it) - 1));
            });
      }
      cells(rows, row, "inputEntry", stakes);
      cells(rows, row, "outputEntry", stakes);
    }
    inTable(
        "hit policy changed",
        all(model, "decisionTable").get(0),
        Set.of(),
        it ->
            it.setAttribute(
                "hitPolicy", it.getAttribute("hitPolicy").equals("COLLECT") ? "FIRST" : "COLLECT"));
  }

  /**
   * Whether it can matter which of two rows is first: where the first matching one counts, not if
   * no case matches both; where all count, only for rows of one period, of which the lowest counts.
   */
  private boolean hasOrder(Element above, Element row) {
    if (((Element) row.getParentNode()).getAttribute("hitPolicy").equals("COLLECT")) {
      return file.endsWith("time-limits.dmn")
          && texts(above, "outputEntry").get(0).equals(texts(row, "outputEntry").get(0));
    }
    List<String> of = texts(above, "inputEntry");
    List<String> and = texts(row, "inputEntry");
    return IntStream.range(0, of.size())
        .noneMatch(column -> isApart(of.get(column), and.get(column)));
  }

  /** Whether two cells list values, and none that both have. */
  private static boolean isApart(String cell, String other) {
    return LISTED.matcher(cell).matches()
        && LISTED.matcher(other).matches()
        && Collections.disjoint(List.of(cell.split(",")), List.of(other.split(",")));
  }

  private static List<String> texts(Element row, String kind) {
    return children(row).stream()
        .filter(cell -> cell.getLocalName().equals(kind))
        .map(cell -> cell.getTextContent().strip())
        .toList();
  }

  private void cells(List<Element> rows, Element row, String kind, Set<Stake> stakes) {
    List<Element> cells =
        children(row).stream().filter(it -> it.getLocalName().equals(kind)).toList();
    for (int at = 0; at < cells.size(); at++) {
      int column = at;
      String cell = cells.get(at).getTextContent().strip();
      List<String> others =
          rows.stream()
              .map(
                  it ->
                      children(it).stream()
                          .filter(one -> one.getLocalName().equals(kind))
                          .toList()
                          .get(column)
                          .getTextContent()
                          .strip())
              .filter(it -> !it.equals("-") && !it.isEmpty())
              .distinct()
              .sorted()
              .toList();
      String id = cells.get(at).getAttribute("id");
      boolean isInput = kind.equals("inputEntry");
      if (isInput && !cell.equals("-") && !cell.isEmpty()) {
        inCell("cell emptied", row, id, "-", stakes);
      }
      if (!isInput && !cell.isEmpty()) {
        inCell("answer emptied", row, id, "", stakes);
      }
      Matcher day = Pattern.compile("\\d{4}-\\d\\d-\\d\\d").matcher(cell);
      if (day.find()) {
        inCell(
            "day moved",
            row,
            id,
            cell.replace(day.group(), day.group().substring(0, 8) + "20"),
            stakes);
      } else if (cell.matches("\\d+")) {
        inCell("number changed", row, id, "1" + cell, stakes);
      } else if (!cell.equals("-")) {
        other(others, cell)
            .ifPresent(
                other ->
                    inCell(
                        isInput ? "cell changed to another" : "answer changed to another",
                        row,
                        id,
                        other,
                        stakes));
      }
    }
  }

  private Set<Stake> stakesOfTable() {
    Set<Stake> stakes = new TreeSet<>();
    if (file.endsWith("time-limits.dmn")) {
      stakes.add(Stake.DEADLINE);
    }
    if (file.endsWith("competent-authority.dmn")) {
      stakes.add(Stake.OUTCOME);
    }
    return stakes;
  }

  private void inCell(String operator, Element row, String id, String text, Set<Stake> stakes) {
    inXml(
        Kind.TABLE,
        operator,
        row.getAttribute("id") + " " + id.replaceFirst(".*_", "") + " (" + text + ")",
        stakes,
        id,
        it -> child(it, "text").orElseThrow().setTextContent(text));
  }

  private void inTable(
      String operator, Element element, Set<Stake> stakes, Consumer<Element> change) {
    String id = element.getAttribute("id");
    inXml(Kind.TABLE, operator, id, stakes, id, change);
  }

  // ---- forms

  private void form(byte[] content) {
    for (ObjectNode field : fields(json(content))) {
      String key = field.path("key").asText();
      boolean toProcess = field.path("properties").path("process").asText().equals("yes");
      Set<Stake> stakes = toProcess ? Set.of(Stake.OUTCOME) : Set.of();
      inForm("field deleted", key, stakes, (form, it) -> delete(form, it));
      inForm("key renamed", key, stakes, (form, it) -> it.put("key", key + "New"));
      field
          .path("properties")
          .fieldNames()
          .forEachRemaining(
              name ->
                  inForm(
                      "property deleted",
                      key,
                      name,
                      name.equals("process") ? stakes : Set.of(),
                      (form, it) -> ((ObjectNode) it.path("properties")).remove(name)));
      field
          .path("validate")
          .fieldNames()
          .forEachRemaining(
              name ->
                  inForm(
                      "validation deleted",
                      key,
                      name,
                      name.equals("required") ? stakes : Set.of(),
                      (form, it) -> ((ObjectNode) it.path("validate")).remove(name)));
      if (field.has("conditional")) {
        inForm("condition for hiding deleted", key, stakes, (form, it) -> it.remove("conditional"));
        String hide = field.path("conditional").path("hide").asText();
        String turned =
            hide.contains("!=") ? hide.replaceFirst("!=", "=") : hide.replaceFirst("=", "!=");
        if (!turned.equals(hide)) {
          inForm(
              "condition for hiding turned round",
              key,
              stakes,
              (form, it) -> ((ObjectNode) it.path("conditional")).put("hide", turned));
        }
      }
      JsonNode options = field.path("values");
      if (options.size() > 1) {
        inForm(
            "option deleted",
            key,
            options.path(0).path("value").asText(),
            stakes,
            (form, it) ->
                ((com.fasterxml.jackson.databind.node.ArrayNode) it.path("values")).remove(0));
        inForm(
            "option renamed",
            key,
            options.path(0).path("value").asText(),
            stakes,
            (form, it) ->
                ((ObjectNode) it.path("values").path(0))
                    .put("value", options.path(0).path("value").asText() + "-new"));
      }
    }
  }

  private interface FieldChange {
    void change(ObjectNode form, ObjectNode field);
  }

  private void inForm(String operator, String key, Set<Stake> stakes, FieldChange change) {
    inForm(operator, key, "", stakes, change);
  }

  private void inForm(
      String operator, String key, String said, Set<Stake> stakes, FieldChange change) {
    mutants.add(
        new Mutant(
            Kind.FORM,
            operator,
            file,
            at(key, said),
            stakes,
            content -> {
              ObjectNode form = json(content);
              change.change(
                  form,
                  fields(form).stream()
                      .filter(it -> it.path("key").asText().equals(key))
                      .findFirst()
                      .orElseThrow());
              return form.toPrettyString().getBytes(StandardCharsets.UTF_8);
            }));
  }

  private static void delete(JsonNode in, ObjectNode field) {
    var components = in.path("components").elements();
    while (components.hasNext()) {
      JsonNode one = components.next();
      if (one == field) {
        components.remove();
      } else {
        delete(one, field);
      }
    }
  }

  private static List<ObjectNode> fields(JsonNode in) {
    List<ObjectNode> fields = new ArrayList<>();
    for (JsonNode component : in.path("components")) {
      if (component.has("key")) {
        fields.add((ObjectNode) component);
      }
      fields.addAll(fields(component));
    }
    return fields;
  }

  private static ObjectNode json(byte[] content) {
    try {
      return (ObjectNode) JSON.readTree(text(content));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- data files

  private void data(String text) {
    List<String> lines = text.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.isBlank() || line.startsWith("#") || line.endsWith(":")) {
        continue;
      }
      int place = at;
      if (line.contains("{") == line.contains("}")) {
        inData("line deleted", at, line, all -> all.remove(place));
      } else if (line.contains("{")) {
        inData(
            "row deleted",
            at,
            line,
            all -> {
              all.remove(place);
              all.remove(place);
            });
      }
      inData(
          "line changed",
          at,
          line,
          all -> all.set(place, line.replaceFirst("(?s)(.*[a-z0-9])([a-z0-9])", "$1x")));
    }
  }

  private void inData(String operator, int at, String line, Consumer<List<String>> change) {
    mutants.add(
        new Mutant(
            Kind.SAFEGUARD,
            operator,
            file,
            "line %d, %s".formatted(at + 1, line.strip()),
            Set.of(Stake.SAFEGUARD),
            content -> {
              List<String> lines = new ArrayList<>(text(content).lines().toList());
              change.accept(lines);
              return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
            }));
  }

  // ---- XML

  private static Document read(byte[] content) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      return factory.newDocumentBuilder().parse(new ByteArrayInputStream(content));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] write(Document model) {
    try {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(new DOMSource(model), new StreamResult(content));
      return content.toByteArray();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String source(Element element) {
    StringBuilder source = new StringBuilder();
    for (int at = 0; at < element.getAttributes().getLength(); at++) {
      source.append(element.getAttributes().item(at)).append(' ');
    }
    children(element).stream()
        .filter(it -> !it.getLocalName().equals("documentation"))
        .filter(it -> !isNode(it) && !it.getLocalName().equals("sequenceFlow"))
        .forEach(it -> source.append('<').append(it.getNodeName()).append(' ').append(source(it)));
    if (children(element).isEmpty()) {
      source.append(element.getTextContent());
    }
    return source.toString();
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  private static List<Element> all(Document model, String name) {
    NodeList found = model.getElementsByTagNameNS("*", name);
    return IntStream.range(0, found.getLength()).mapToObj(at -> (Element) found.item(at)).toList();
  }

  private static List<Element> children(Element element) {
    NodeList found = element.getChildNodes();
    return IntStream.range(0, found.getLength())
        .mapToObj(found::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .toList();
  }

  /** The first one of the name in an element, at any depth. */
  private static Optional<Element> child(Element element, String name) {
    NodeList found = element.getElementsByTagNameNS("*", name);
    return found.getLength() == 0 ? Optional.empty() : Optional.of((Element) found.item(0));
  }

  private static List<Element> ownExtensions(Element element) {
    return children(element).stream()
        .filter(it -> it.getLocalName().equals("extensionElements"))
        .flatMap(Mutants::inside)
        .filter(it -> CAMUNDA.equals(it.getNamespaceURI()))
        .toList();
  }

  private static Stream<Element> inside(Element element) {
    return children(element).stream().flatMap(it -> Stream.concat(Stream.of(it), inside(it)));
  }

  private static Element byId(Document model, String id) {
    return all(model, "*").stream()
        .filter(it -> it.getAttribute("id").equals(id))
        .findFirst()
        .orElse(null);
  }

  private static List<Element> flows(Element node, String end) {
    return all(node.getOwnerDocument(), "sequenceFlow").stream()
        .filter(flow -> flow.getAttribute(end).equals(node.getAttribute("id")))
        .toList();
  }

  private static List<Element> attached(Element node) {
    return all(node.getOwnerDocument(), "boundaryEvent").stream()
        .filter(it -> it.getAttribute("attachedToRef").equals(node.getAttribute("id")))
        .toList();
  }

  private static boolean isNode(Element element) {
    return BPMN.equals(element.getNamespaceURI())
        && element.getLocalName().matches(".*(Event|Gateway|Task|callActivity|subProcess)");
  }

  private static List<String> delegates(Document model) {
    return all(model, "serviceTask").stream()
        .map(it -> it.getAttributeNS(CAMUNDA, "delegateExpression"))
        .toList();
  }

  /** Removes an element with its references, like Modeler. */
  private static void remove(Element element) {
    Document model = element.getOwnerDocument();
    String id = element.getAttribute("id");
    element.getParentNode().removeChild(element);
    if (id.isEmpty()) {
      return;
    }
    for (Element one : all(model, "*")) {
      boolean refers =
          one.getLocalName().matches("incoming|outgoing|flowNodeRef")
              && one.getTextContent().equals(id);
      if (refers || one.getAttribute("bpmnElement").equals(id)) {
        one.getParentNode().removeChild(one);
      } else if (one.getAttribute("default").equals(id)) {
        one.removeAttribute("default");
      }
    }
  }

  private static void drawPast(Element node) {
    Element flow = flows(node, "sourceRef").get(0);
    flows(node, "targetRef")
        .forEach(in -> in.setAttribute("targetRef", flow.getAttribute("targetRef")));
    remove(flow);
    remove(node);
  }

  private static void removeWithFlows(Element node) {
    attached(node).forEach(Mutants::removeWithFlows);
    flows(node, "sourceRef").forEach(Mutants::remove);
    flows(node, "targetRef").forEach(Mutants::remove);
    remove(node);
  }

  /** Removes it with everything that only it leads to. */
  private static void removeWithPath(Element node) {
    List<Element> next =
        flows(node, "sourceRef").stream()
            .map(flow -> byId(node.getOwnerDocument(), flow.getAttribute("targetRef")))
            .toList();
    removeWithFlows(node);
    next.stream()
        .filter(it -> it != null && flows(it, "targetRef").isEmpty())
        .forEach(Mutants::removeWithPath);
  }

  /** The next in the list that is another one. */
  private static Optional<String> other(Collection<String> all, String one) {
    if (all == null) {
      return Optional.empty();
    }
    List<String> others = new ArrayList<>(new TreeSet<>(all));
    others.remove("");
    int at = others.indexOf(one);
    others.remove(one);
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(others.get(at < 0 ? 0 : at % others.size()));
  }

  /** The rows of {@code config/safeguards.yaml}. */
  static final class Safeguards {
    static final List<Safeguard> ALL =
        Binder.get(ConfigFile.read("config/safeguards.yaml", ""))
            .bind("nrm.safeguards", Bindable.listOf(Safeguard.class))
            .get();

    private Safeguards() {}
  }
}
