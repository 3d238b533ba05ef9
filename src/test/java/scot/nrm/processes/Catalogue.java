package scot.nrm.processes;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import io.holunda.camunda.bpm.data.factory.VariableFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import scot.nrm.decision.deadline.TimeLimitText;
import scot.nrm.engine.CaseVariables;
import scot.nrm.engine.DiagramValues;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.steps.Step;
import scot.nrm.forms.check.FieldProperty;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.text.FormText;
import scot.nrm.gate.files.TeamWords;
import scot.nrm.letters.Addressee;
import scot.nrm.letters.LetterPlaceholders;

/** The page that lists what policy staff can use in diagrams, tables, forms and letters. */
final class Catalogue {

  static final String RENEW = "./mvnw test -Dtest=CatalogueTest -Dcatalogue.renew=true";

  private static final Pattern COMPARED = Pattern.compile("(\\w+)\\s*[!=]=\\s*'([^']*)'");

  private final Map<String, FormSchema> forms = new TreeMap<>();
  private final Map<String, Value> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** A value of a process: its kind, what it means, what it can be and where it becomes known. */
  private static final class Value {
    String kind = "text";
    String meaning = "";
    final Set<String> possible = new TreeSet<>();
    final Set<String> from = new TreeSet<>();
    final Set<String> handedTo = new TreeSet<>();

    /** What it can be, if the meaning doesn't say so. */
    String otherThanMeaning() {
      return possible.stream().allMatch(it -> meaning.contains("`" + it + "`"))
          ? ""
          : codes(possible.toArray(String[]::new));
    }

    String whereSet() {
      return from.size() > 6 && from.stream().allMatch(it -> it.endsWith("(form)"))
          ? from.size() + " forms"
          : String.join(", ", from);
    }
  }

  Catalogue() {
    FormFile.all().stream().map(FormFile::parsed).forEach(form -> forms.put(form.id(), form));
    caseVariables();
    fields();
    diagrams();
  }

  String page() {
    return String.join(
        "\n",
        "# What diagrams, tables, forms and letters can use",
        "",
        "This page is made from the program, the diagrams and the forms, and so are the [templates for Camunda Modeler](revise-a-diagram.md#templates-for-camunda-modeler). Renew both after a change:",
        "",
        "```",
        RENEW,
        "```",
        "",
        steps(),
        listeners(),
        valuesOfProcesses(),
        calls(),
        messages(),
        dates(),
        tables(),
        fieldProperties(),
        placeholdersOfForms(),
        placeholdersOfLetters(),
        groups(),
        letters());
  }

  // ---- where values come from

  private void caseVariables() {
    Map<String, String> said = Javadocs.of(CaseVariables.class);
    for (Field field : CaseVariables.class.getFields()) {
      try {
        VariableFactory<?> variable = (VariableFactory<?>) field.get(null);
        Value value = value(variable.getName());
        value.meaning = said.getOrDefault(field.getName(), "");
        value.kind =
            switch (field
                .getGenericType()
                .getTypeName()
                .replaceFirst(".*<(?:\\w+\\.)*(\\w+)>", "$1")) {
              case "Date" -> "date";
              case "Boolean" -> "yes or no";
              case "Integer" -> "number";
              default -> "text";
            };
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void fields() {
    for (FormSchema form : forms.values()) {
      for (FormField field : form.fields().values()) {
        if (field.toProcess()) {
          Value value = value(field.key());
          value.from.add("*" + form.heading() + "* (form)");
          if (value.meaning.isEmpty()) {
            value.meaning = "The answer to “" + field.label() + "”.";
          }
          if (field.isDate()) {
            value.kind = "day, as text";
          } else if (field.type().equals("number")) {
            value.kind = "number";
          } else if (field.type().equals("checkbox")) {
            value.kind = "yes or no";
          }
          if (field.options().size() <= 20) { // not the lists of countries and local authorities
            field.options().forEach(option -> value.possible.add(option.asText()));
          }
        }
      }
    }
  }

  private void diagrams() {
    for (DeclaredStep step : DeclaredStep.ALL) {
      for (String set : step.declared().sets()) {
        value(set).from.add("*" + step.declared().value() + "*");
      }
      if (step.declared().starts().length == 1) { // of several, the target is unknown
        for (String handed : step.declared().passes()) {
          value(handed).handedTo.add(step.declared().starts()[0]);
        }
      }
    }
    for (Diagram diagram : Diagram.all()) {
      diagram
          .expressions()
          .forEach(
              expression ->
                  COMPARED
                      .matcher(expression.text())
                      .results()
                      .filter(compared -> values.containsKey(compared.group(1)))
                      .forEach(
                          compared -> value(compared.group(1)).possible.add(compared.group(2))));
      for (CallActivity call : diagram.all(CallActivity.class)) {
        ElementTemplates.extensions(call, CamundaIn.class).stream()
            .filter(in -> in.getCamundaTarget() != null)
            .forEach(in -> value(in.getCamundaTarget()).handedTo.add(call.getCalledElement()));
      }
    }
  }

  private Value value(String name) {
    return values.computeIfAbsent(name, it -> new Value());
  }

  // ---- sections

  private String steps() {
    return section(
        "Steps",
        "A service task names one. Each has a template, which has the name that is printed in bold. *Needs* is what must be known, *uses* what is taken into account if it is known. What a task of a decision says is on [a decision step](decisions.md).",
        List.of("step", "what it does", "needs, uses and sets", "sends and starts", "in"),
        DeclaredStep.ALL.stream().filter(DeclaredStep::isOfTask).map(this::step));
  }

  private String listeners() {
    return section(
        "Listeners",
        "An event, a task or a flow names one as an execution listener or a task listener: what is recorded with a form, for example, isn't a box of the drawing. They have no templates.",
        List.of("listener", "what it does", "needs, uses and sets", "sends and starts", "in"),
        DeclaredStep.ALL.stream().filter(step -> !step.isOfTask()).map(this::step));
  }

  private List<String> step(DeclaredStep step) {
    Step declared = step.declared();
    String inputs =
        Arrays.stream(declared.inputs())
            .map(input -> "`" + input.value() + "`" + (input.optional() ? " (optional)" : ""))
            .collect(joining(", "));
    return List.of(
        "**%s** `${%s}`".formatted(declared.value(), step.bean().name()),
        step.bean().does(),
        lines(
            labelled("input", inputs),
            labelled("needs", codes(declared.needs())),
            labelled("uses", codes(declared.uses())),
            labelled("sets", codes(declared.sets()))),
        lines(
            labelled("message", codes(declared.sends())),
            labelled("starts", codes(declared.starts()))),
        Diagram.all().stream()
            .filter(
                diagram ->
                    diagram.expressions().stream()
                        .anyMatch(it -> it.text().equals(step.bean().name())))
            .map(Diagram::name)
            .collect(joining(", ")));
  }

  private String valuesOfProcesses() {
    return section(
        "Values that a diagram can ask",
        "A process knows a value once it has been set there or handed to it. *Values* lists what it can be, where the meaning doesn't. A date is the end of that day, except where its meaning says more; a day is text such as `2009-04-14`. Not every diagram that starts alongside the case has all of them.",
        List.of("value", "kind", "meaning", "values", "set by the step (or form)", "handed to"),
        values.entrySet().stream()
            .map(
                value ->
                    List.of(
                        "`" + value.getKey() + "`",
                        value.getValue().kind,
                        value.getValue().meaning,
                        value.getValue().otherThanMeaning(),
                        value.getValue().whereSet(),
                        String.join(", ", value.getValue().handedTo))));
  }

  private String calls() {
    List<List<String>> rows = new ArrayList<>();
    for (Diagram diagram : Diagram.all()) {
      for (CallActivity call : diagram.all(CallActivity.class)) {
        rows.add(
            List.of(
                diagram.name(),
                call.getName() + " (" + call.getCalledElement() + ")",
                codes(
                    ElementTemplates.extensions(call, CamundaIn.class).stream()
                        .map(CamundaIn::getCamundaTarget)
                        .filter(target -> target != null)
                        .toArray(String[]::new)),
                codes(
                    ElementTemplates.extensions(call, CamundaOut.class).stream()
                        .map(CamundaOut::getCamundaTarget)
                        .toArray(String[]::new))));
      }
    }
    return section(
        "What a called diagram gets",
        "A called diagram knows only what is handed to it, and the diagram that calls it gets back only what it takes back. The call waits until the last task of the called diagram is done.",
        List.of("diagram", "call", "gets", "gives back"),
        rows.stream());
  }

  private String messages() {
    Map<String, Set<String>> senders = new TreeMap<>();
    Map<String, Set<String>> receivers = new TreeMap<>();
    for (DeclaredStep step : DeclaredStep.ALL) {
      for (String message : step.declared().sends()) {
        senders.computeIfAbsent(message, it -> new TreeSet<>()).add(step.declared().value());
      }
    }
    for (Diagram diagram : Diagram.all()) {
      diagram.all(MessageEventDefinition.class).stream()
          .filter(event -> event.getParentElement() instanceof CatchEvent)
          .forEach(
              event ->
                  receivers
                      .computeIfAbsent(event.getMessage().getName(), it -> new TreeSet<>())
                      .add(
                          diagram.name()
                              + ": "
                              + event.getParentElement().getAttributeValue("name")));
    }
    return section(
        "Messages",
        "A message reaches every process of the same case that waits for it. Camunda Modeler has no templates for message events: choose the message by its name.",
        List.of("message", "sent by the step", "received in"),
        Stream.concat(senders.keySet().stream(), receivers.keySet().stream())
            .collect(toCollection(TreeSet::new))
            .stream()
            .map(
                message ->
                    List.of(
                        "`" + message + "`",
                        String.join(", ", senders.getOrDefault(message, Set.of())),
                        String.join(", ", receivers.getOrDefault(message, Set.of())))));
  }

  private String dates() {
    List<List<String>> rows = new ArrayList<>();
    DeclaredBean.of(DiagramValues.class)
        .sorted(Comparator.comparing(DeclaredBean::name))
        .forEach(
            bean -> {
              Map<String, String> said = Javadocs.of(bean.type());
              Arrays.stream(bean.type().getDeclaredMethods())
                  .filter(method -> Modifier.isPublic(method.getModifiers()))
                  .filter(
                      method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                  .sorted(Comparator.comparing(Method::getName))
                  .forEach(
                      method ->
                          rows.add(
                              List.of(
                                  "`${%s.%s(%s)}`"
                                      .formatted(bean.name(), method.getName(), parameters(method)),
                                  said.getOrDefault(method.getName(), ""))));
            });
    return section(
        "Dates and teams that the program works out",
        "For the due and follow-up dates of tasks, and for their teams. Every date is the end of that day. A timer waits for one of the dates above, such as `${rgTargetDate}`. Camunda Modeler has no templates for timers: write the date under *Timer*.",
        List.of("expression", "meaning"),
        rows.stream());
  }

  private static String parameters(Method method) {
    return Arrays.stream(method.getParameters())
        .map(parameter -> parameter.getName())
        .collect(joining(", "));
  }

  private String tables() {
    List<List<String>> rows = new ArrayList<>();
    Diagram.files("dmn")
        .map(Diagram::name)
        .forEach(
            id -> {
              Table table = Table.named(id);
              table
                  .asks()
                  .forEach(
                      (asked, label) ->
                          rows.add(
                              List.of(
                                  table.name(),
                                  "`" + asked + "`",
                                  label,
                                  codes(Table.values(id, asked).toArray(String[]::new)))));
            });
    return section(
        "What a table can ask",
        "[The tables in words](tables.md) say what they answer. The step *Send letters* names an occasion of the table `letters`.",
        List.of("table", "asks", "label", "values"),
        rows.stream());
  }

  private String fieldProperties() {
    return section(
        "Properties of a form's field",
        "Select a field in Modeler's form editor and open *Custom properties*. Any other property is refused.",
        List.of("property", "value", "meaning"),
        Arrays.stream(FieldProperty.values())
            .map(
                property ->
                    List.of("`" + property.id() + "`", property.value(), property.meaning())));
  }

  private String placeholdersOfForms() {
    Map<String, String> texts = new TreeMap<>();
    DeclaredBean.of(FormText.class).forEach(bean -> texts.put(bean.name(), bean.does()));
    for (TimeLimitText limit : TimeLimitText.values()) {
      texts.put(
          limit.key(),
          "The time limit: " + limit.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    return section(
        "Placeholders of forms",
        "A text or a description shows one as `{{name}}`. Also `{{caseNumber}}`, `{{localAuthorityName}}` and the key of any value that the case has.",
        List.of("placeholder", "shows", "in the forms"),
        texts.entrySet().stream()
            .map(
                text ->
                    List.of(
                        "`{{" + text.getKey() + "}}`", text.getValue(), formsWith(text.getKey()))));
  }

  private String formsWith(String text) {
    List<String> with =
        forms.values().stream()
            .filter(form -> form.textNames().contains(text))
            .map(FormSchema::id)
            .toList();
    return with.size() > 6 ? with.size() + " forms" : String.join(", ", with);
  }

  private String placeholdersOfLetters() {
    return section(
        "Placeholders of letters",
        "A template prints one as `{{name}}`. `{{#name}}…{{/name}}` is left out where there is no such value, and `{{^name}}…{{/name}}` is there only then. [Letters](letters.md) says more.",
        List.of("placeholder", "in an invented letter"),
        LetterPlaceholders.all().entrySet().stream()
            .map(
                placeholder ->
                    List.of("`{{" + placeholder.getKey() + "}}`", placeholder.getValue())));
  }

  private String groups() {
    Stream<List<String>> groups =
        Teams.groups().entrySet().stream()
            .map(group -> List.of("`" + group.getKey() + "`", group.getValue()));
    Stream<List<String>> authorities =
        TeamWords.authorities().entrySet().stream()
            .map(
                authority ->
                    List.of(
                        "`${authorities.group(%s, 'TEAM')}`".formatted(authority.getKey()),
                        "The team of " + authority.getValue()));
    return section(
        "Groups",
        "Who can get a task. `config/roles.yaml` says what each may do. TEAM is %s."
            .formatted(
                Arrays.stream(Team.values())
                    .map(team -> "`" + team.id() + "`")
                    .collect(joining(", "))
                    .replaceFirst(", (?=[^,]*$)", " or ")),
        List.of("group", "who"),
        Stream.concat(groups, authorities));
  }

  private String letters() {
    return section(
        "Addressees of letters",
        "The table `letters` names one in each row.",
        List.of("addressee", "who"),
        Arrays.stream(Addressee.values())
            .map(addressee -> List.of("`" + addressee.id() + "`", addressee.words())));
  }

  // ---- how it is written

  private static String labelled(String label, String text) {
    return text.isEmpty() ? "" : label + " " + text;
  }

  private static String lines(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(joining("<br>"));
  }

  private static String codes(String... names) {
    return Stream.of(names).map(name -> "`" + name + "`").collect(joining(", "));
  }

  private static String section(
      String heading, String about, List<String> columns, Stream<List<String>> rows) {
    return Stream.concat(
            Stream.of(
                "## " + heading, "", about, "", row(columns), "|" + "---|".repeat(columns.size())),
            rows.map(Catalogue::row))
        .collect(joining("\n", "", "\n"));
  }

  private static String row(List<String> cells) {
    return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(joining(" | ", "| ", " |"));
  }
}
