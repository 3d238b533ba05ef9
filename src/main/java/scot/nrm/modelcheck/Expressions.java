package scot.nrm.modelcheck;

import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.impl.juel.AstBinary;
import org.camunda.bpm.impl.juel.AstBoolean;
import org.camunda.bpm.impl.juel.AstChoice;
import org.camunda.bpm.impl.juel.AstComposite;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstEval;
import org.camunda.bpm.impl.juel.AstFunction;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstMethod;
import org.camunda.bpm.impl.juel.AstNested;
import org.camunda.bpm.impl.juel.AstNull;
import org.camunda.bpm.impl.juel.AstNumber;
import org.camunda.bpm.impl.juel.AstString;
import org.camunda.bpm.impl.juel.AstText;
import org.camunda.bpm.impl.juel.AstUnary;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.Cache;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.TreeBuilderException;
import org.camunda.bpm.impl.juel.TreeStore;
import org.springframework.stereotype.Component;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authorities.Team;
import scot.nrm.engine.authorities.AuthorityGroups;

/**
 * The allowed content of an expression, such as {@code ${routeClear == 'no'}}. It is parsed as the
 * engine parses it, and each part must be one of these:
 *
 * <ul>
 *   <li>the name of a process variable, text, a number, {@code true}, {@code false}, {@code null};
 *   <li>comparison, {@code and}, {@code or}, {@code not}, {@code empty}, {@code a ? b : c},
 *       brackets;
 *   <li>{@code execution.processBusinessKey} and {@code execution.hasVariable('x')};
 *   <li>a method of a {@linkplain scot.nrm.engine.DiagramValues bean that returns values};
 *   <li>{@code currentUser()}, {@code currentUserGroups()}, {@code now()}, {@code dateTime()} and,
 *       for example, {@code dateTime().plusDays(3)}.
 * </ul>
 *
 * <p>None of these leads from a value to its class or its contents, and so to the whole virtual
 * machine.
 */
@Component
public final class Expressions {

  /** The allowed functions, of those that the engine and Spin offer. */
  static final Set<String> FUNCTIONS =
      Set.of("currentUser", "currentUserGroups", "now", "dateTime");

  /** The beginning of an expression, as the engine recognises it. */
  private static final Pattern MARK = Pattern.compile("[$#]\\{");

  private static final Pattern ONE_NAME =
      Pattern.compile("\\s*[$#]\\{\\s*([A-Za-z_]\\w*)\\s*}\\s*");
  private static final Pattern DATE_STEP =
      Pattern.compile("(plus|minus)(Minutes|Hours|Days|Weeks|Months|Years)");

  /**
   * The greatest length in characters: a longer expression could be nested so deeply that it
   * overflows the parser's stack.
   */
  private static final int MAX_LENGTH = 500;

  private static final int MAX_CACHED = 1_000;

  /** The engine's own objects, which give access to others. */
  private static final Set<String> ENGINE_OBJECTS =
      Set.of("execution", "task", "caseExecution", "externalTask");

  private static final Set<Object> OPERATORS =
      Set.of(
          AstBinary.EQ,
          AstBinary.NE,
          AstBinary.LT,
          AstBinary.LE,
          AstBinary.GT,
          AstBinary.GE,
          AstBinary.AND,
          AstBinary.OR,
          AstUnary.NOT,
          AstUnary.EMPTY,
          AstUnary.NEG);

  private static final String ALLOWED_CALLS =
      "currentUser(), currentUserGroups(), now(), dateTime() and dateTime().plusDays(3) or the like";

  private final DiagramBeans beans;
  private final Authorities authorities;

  /**
   * Remembers parsed expressions, because filters of task lists are checked again for each page.
   */
  private final TreeStore parser =
      new TreeStore(new Builder(Builder.Feature.METHOD_INVOCATIONS), new Cache(MAX_CACHED));

  Expressions(DiagramBeans beans, Authorities authorities) {
    this.beans = beans;
    this.authorities = authorities;
  }

  /** Whether the engine would evaluate the text. */
  static boolean containsExpression(String text) {
    return text != null && MARK.matcher(text).find();
  }

  /**
   * The problem with the expressions in a text, as the end of a sentence without full stop; empty
   * if there is none.
   */
  Optional<String> problem(String text) {
    return problem(text, true);
  }

  /** As {@link #problem} outside a process: functions may be called, but no variables or beans. */
  Optional<String> filterProblem(String text) {
    return problem(text, false);
  }

  private Optional<String> problem(String text, boolean inDiagram) {
    if (!containsExpression(text)) {
      return Optional.empty();
    }
    if (text.length() > MAX_LENGTH) {
      return Optional.of("is longer than " + MAX_LENGTH + " characters; divide it");
    }
    try {
      return problem(parser.get(text).getRoot(), inDiagram);
    } catch (TreeBuilderException e) {
      return Optional.of("cannot be read as an expression; write it like ${routeClear == 'no'}");
    }
  }

  private Optional<String> problem(Node node, boolean inDiagram) {
    if (node instanceof AstComposite
        || node instanceof AstEval
        || node instanceof AstNested
        || node instanceof AstChoice) {
      return problemInChildren(node, inDiagram);
    }
    if (node instanceof AstText
        || node instanceof AstString
        || node instanceof AstNumber
        || node instanceof AstBoolean
        || node instanceof AstNull) {
      return Optional.empty();
    }
    if (node instanceof AstIdentifier name) {
      return inDiagram && !ENGINE_OBJECTS.contains(name.getName())
          ? Optional.empty()
          : Optional.of(
              inDiagram
                  ? "uses " + name.getName() + " on its own; name a process variable"
                  : "names " + name.getName() + "; a filter can only call " + ALLOWED_CALLS);
    }
    if (node instanceof AstBinary comparison && OPERATORS.contains(comparison.getOperator())
        || node instanceof AstUnary negation && OPERATORS.contains(negation.getOperator())) {
      return problemInChildren(node, inDiagram);
    }
    if (node instanceof AstFunction function) {
      return FUNCTIONS.contains(function.getName()) && function.getParamCount() == 0
          ? Optional.empty()
          : Optional.of(
              "calls the function %s(); there are only currentUser(), currentUserGroups(), now() and dateTime()"
                  .formatted(function.getName()));
    }
    if (node instanceof AstDot property) {
      return inDiagram
              && isExecution(property.getChild(0))
              && memberName(property).equals("processBusinessKey")
          ? Optional.empty()
          : Optional.of(
              "reads .%s of something; only execution.processBusinessKey can be read. Let a step of the program set a process variable, and name that"
                  .formatted(memberName(property)));
    }
    if (node instanceof AstMethod call) {
      return problemOfCall(call, inDiagram);
    }
    return Optional.of(
        "does more than compare values; let a step of the program calculate it and set a process variable");
  }

  private Optional<String> problemOfCall(AstMethod call, boolean inDiagram) {
    // The children of a call: its object with the method's name, and its arguments.
    Node method = call.getChild(0);
    Node arguments = call.getChild(1);
    if (!(method instanceof AstDot named)) {
      return Optional.of(
          "calls a method that it does not name; write it like ${dueDates.inDays(1)}");
    }
    Node target = named.getChild(0);
    boolean allowed =
        target instanceof AstFunction function
                && function.getName().equals("dateTime")
                && DATE_STEP.matcher(memberName(named)).matches()
                && children(arguments).allMatch(AstNumber.class::isInstance)
            || inDiagram
                && isExecution(target)
                && memberName(named).equals("hasVariable")
                && arguments.getCardinality() == 1
                && arguments.getChild(0) instanceof AstString
            || inDiagram
                && target instanceof AstIdentifier bean
                && beans.isCallable(bean.getName(), memberName(named));
    if (!allowed) {
      return Optional.of(
          "calls .%s(); %s"
              .formatted(
                  memberName(named),
                  inDiagram
                      ? "diagrams can call execution.hasVariable('x') and "
                          + String.join(", ", beans.callable())
                      : "a filter can call " + ALLOWED_CALLS));
    }
    if (callsAuthorities(call)
        && arguments.getCardinality() > 0
        && arguments.getChild(0) instanceof AstString code
        && !authorityCodes().contains(text(code))) {
      return Optional.of(
          "names %s, which is neither a duty nor an authority; write one of %s"
              .formatted(text(code), String.join(", ", authorityCodes())));
    }
    if (callsAuthorities(call) && groupsOfAuthorities(call).isEmpty()) {
      return Optional.of(
          "names no team of the authorities; write it like ${authorities.group(rgAuthority, 'case-owner')}, with one of the teams "
              + String.join(", ", StoredCode.ids(Team.class)));
    }
    if (target instanceof AstIdentifier bean && !isExecution(target)) {
      List<List<Class<?>>> types = beans.parameterTypes(bean.getName(), memberName(named));
      if (types.stream().noneMatch(one -> accepts(one, arguments))) {
        return Optional.of(
            "calls %s.%s(), which takes %s"
                .formatted(
                    bean.getName(),
                    memberName(named),
                    types.stream()
                        .map(Expressions::typesInWords)
                        .collect(Collectors.joining(", or "))));
      }
    }
    return problemInChildren(arguments, inDiagram);
  }

  /** Whether a call's arguments match the parameters. Variables have types only at run time. */
  private static boolean accepts(List<Class<?>> types, Node arguments) {
    return types.size() == arguments.getCardinality()
        && IntStream.range(0, types.size())
            .allMatch(at -> accepts(types.get(at), arguments.getChild(at)));
  }

  private static boolean accepts(Class<?> type, Node argument) {
    if (argument instanceof AstNumber) {
      return type != Date.class;
    }
    return !(argument instanceof AstString text)
        || type == String.class
        || type.isPrimitive() && text(text).matches("\\d{1,9}");
  }

  private static String typesInWords(List<Class<?>> types) {
    return types.isEmpty()
        ? "nothing"
        : types.stream()
            .map(one -> one.isPrimitive() ? "a number" : one == Date.class ? "a date" : "a text")
            .collect(Collectors.joining(" and "));
  }

  private Optional<String> problemInChildren(Node node, boolean inDiagram) {
    return children(node)
        .map(child -> problem(child, inDiagram))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Stream<Node> children(Node node) {
    return IntStream.range(0, node.getCardinality()).mapToObj(node::getChild);
  }

  private static boolean isExecution(Node node) {
    return node instanceof AstIdentifier name && name.getName().equals("execution");
  }

  /** The name of a property, which the parser gives only as part of its text. */
  private static String memberName(AstDot property) {
    return property.toString().substring(2);
  }

  /**
   * All values of a list of names such as {@code a,b}, of a choice between names, or of the group
   * of an authority; empty if they depend on a variable.
   */
  public Optional<Set<String>> possibleTexts(String text) {
    Set<String> names = new HashSet<>();
    if (!containsExpression(text)) {
      addNames(text, names);
      return Optional.of(names);
    }
    return problem(text).isEmpty() && addTexts(parser.get(text).getRoot(), names)
        ? Optional.of(names)
        : Optional.empty();
  }

  private boolean addTexts(Node node, Set<String> names) {
    if (node instanceof AstString text) {
      addNames(text(text), names);
      return true;
    }
    if (node instanceof AstChoice choice) {
      return addTexts(choice.getChild(1), names) && addTexts(choice.getChild(2), names);
    }
    if (node instanceof AstMethod) {
      Set<String> groups = groupsOfAuthorities(node);
      names.addAll(groups);
      return !groups.isEmpty();
    }
    return (node instanceof AstEval || node instanceof AstNested)
        && addTexts(node.getChild(0), names);
  }

  /**
   * The groups that a call can return: for {@code authorities.group(rgAuthority, 'manager')} the
   * managers of every authority, for {@code authorities.group('intake', 'manager')} those of each
   * authority that ever has this duty.
   */
  private Set<String> groupsOfAuthorities(Node call) {
    Node arguments = call.getChild(1);
    if (!callsAuthorities(call)
        || arguments.getCardinality() != 2
        || !(arguments.getChild(1) instanceof AstString written)) {
      return Set.of();
    }
    String team = text(written);
    Optional<Duty> duty =
        arguments.getChild(0) instanceof AstString code
            ? StoredCode.find(Duty.class, text(code))
            : Optional.empty();
    return duty.map(one -> authorities.groups(one, team)).orElseGet(() -> authorities.groups(team));
  }

  /** What a call may name in quotes: the duties, and the authorities. */
  private Set<String> authorityCodes() {
    Set<String> codes = new TreeSet<>(authorities.ids());
    codes.addAll(StoredCode.ids(Duty.class));
    return codes;
  }

  private static String text(AstString text) {
    return (String) text.eval(null, null);
  }

  private static boolean callsAuthorities(Node call) {
    return call.getChild(0) instanceof AstDot method
        && method.getChild(0) instanceof AstIdentifier name
        && name.getName().equals(AuthorityGroups.BEAN);
  }

  private static void addNames(String text, Set<String> names) {
    Stream.of(text.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
  }

  /** The bean that a text such as {@code ${sendLetters}} names; empty if the text does more. */
  static Optional<String> beanName(String text) {
    Matcher name = ONE_NAME.matcher(text == null ? "" : text);
    return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
  }
}
