package scot.nrm.security;

import jakarta.servlet.ServletRegistration;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.camunda.bpm.engine.rest.dto.AbstractSearchQueryDto;
import org.camunda.bpm.engine.rest.dto.CamundaQueryParam;
import org.glassfish.jersey.servlet.ServletContainer;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * All endpoints of the running application: Spring MVC's addresses, the container's servlets, and
 * the resources and sub-resources of each JAX-RS application. New ones are found automatically.
 */
final class EndpointInventory {

  /**
   * One endpoint.
   *
   * @param api the name of the servlet, or {@code pages}
   * @param path with parameters in braces
   * @param body the class of its request body; {@code null} if the body has no properties
   * @param parameters the names of its query parameters
   */
  record Mapping(String api, String method, String path, Class<?> body, Set<String> parameters) {

    boolean changes() {
      return !Set.of("GET", "HEAD", "OPTIONS").contains(method);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static final int DEEPEST = 8;

  private final ApplicationContext application;

  EndpointInventory(ApplicationContext application) {
    this.application = application;
  }

  List<Mapping> all() throws Exception {
    Map<String, Mapping> found = new TreeMap<>();
    pages().forEach(mapping -> found.put(mapping.api() + mapping, mapping));
    for (Map.Entry<String, ServletContainer> api : apis().entrySet()) {
      String root = rootOf(api.getKey());
      Set<Class<?>> resources = new HashSet<>(api.getValue().getConfiguration().getClasses());
      api.getValue()
          .getConfiguration()
          .getInstances()
          .forEach(instance -> resources.add(instance.getClass()));
      for (Class<?> resource : resources) {
        Path path = resource.getAnnotation(Path.class);
        if (path != null) {
          walk(api.getKey(), resource, join(root, path.value()), found, new ArrayList<>());
        }
      }
    }
    return withQueries(List.copyOf(found.values()));
  }

  /** The address of each servlet of the container. */
  Map<String, Set<String>> servlets() {
    Map<String, Set<String>> servlets = new TreeMap<>();
    for (ServletRegistration servlet :
        web().getServletContext().getServletRegistrations().values()) {
      servlets.put(servlet.getName(), new TreeSet<>(servlet.getMappings()));
    }
    return servlets;
  }

  private ServletWebServerApplicationContext web() {
    return (ServletWebServerApplicationContext) application;
  }

  private String rootOf(String servlet) {
    String mapping =
        web().getServletContext().getServletRegistration(servlet).getMappings().iterator().next();
    return mapping.substring(0, mapping.length() - "/*".length());
  }

  private Map<String, ServletContainer> apis() throws Exception {
    Map<String, ServletContainer> apis = new LinkedHashMap<>();
    Context context =
        (Context) ((TomcatWebServer) web().getWebServer()).getTomcat().getHost().findChildren()[0];
    for (var child : context.findChildren()) {
      Wrapper wrapper = (Wrapper) child;
      if (ServletContainer.class.getName().equals(wrapper.getServletClass())
          || wrapper.getServlet() instanceof ServletContainer) {
        apis.put(wrapper.getName(), (ServletContainer) wrapper.allocate());
        wrapper.deallocate(wrapper.getServlet());
      }
    }
    return apis;
  }

  private List<Mapping> pages() {
    List<Mapping> pages = new ArrayList<>();
    for (RequestMappingHandlerMapping handlers :
        application.getBeansOfType(RequestMappingHandlerMapping.class).values()) {
      handlers
          .getHandlerMethods()
          .forEach(
              (info, handler) -> {
                for (String path : paths(info)) {
                  Set<String> methods = new TreeSet<>();
                  info.getMethodsCondition()
                      .getMethods()
                      .forEach(method -> methods.add(method.name()));
                  Set<String> parameters = new TreeSet<>();
                  Arrays.stream(handler.getMethodParameters())
                      .map(
                          parameter -> {
                            parameter.initParameterNameDiscovery(
                                new DefaultParameterNameDiscoverer());
                            return parameter.getParameterName();
                          })
                      .filter(name -> name != null)
                      .forEach(parameters::add);
                  for (String method :
                      methods.isEmpty() ? Set.of("GET", "POST", "PUT", "DELETE") : methods) {
                    pages.add(new Mapping("pages", method, path, null, parameters));
                  }
                }
              });
    }
    return pages;
  }

  private static Set<String> paths(RequestMappingInfo info) {
    return info.getPatternValues();
  }

  private static void walk(
      String api,
      Class<?> resource,
      String path,
      Map<String, Mapping> found,
      List<Class<?>> above) {
    if (above.size() > DEEPEST || above.contains(resource)) {
      return;
    }
    List<Class<?>> here = new ArrayList<>(above);
    here.add(resource);
    for (Method method : resource.getMethods()) {
      if (method.isBridge() || method.getDeclaringClass() == Object.class) {
        continue;
      }
      List<Method> declared = declared(method);
      String own =
          declared.stream()
              .map(one -> one.getAnnotation(Path.class))
              .filter(one -> one != null)
              .map(Path::value)
              .findFirst()
              .orElse("");
      Optional<String> verb =
          declared.stream()
              .flatMap(one -> Arrays.stream(one.getAnnotations()))
              .map(Annotation::annotationType)
              .filter(type -> type.isAnnotationPresent(HttpMethod.class))
              .map(type -> type.getAnnotation(HttpMethod.class).value())
              .findFirst();
      if (verb.isPresent()) {
        Mapping mapping =
            new Mapping(api, verb.get(), join(path, own), body(declared), parameters(declared));
        found.put(api + mapping, mapping);
      } else if (!own.isEmpty()) {
        walk(api, method.getReturnType(), join(path, own), found, here);
      }
    }
  }

  /** The method and those that it overrides, because any of them may have the annotations. */
  private static List<Method> declared(Method method) {
    List<Method> declared = new ArrayList<>();
    Set<Class<?>> types = new LinkedHashSet<>();
    for (Class<?> type = method.getDeclaringClass(); type != null; type = type.getSuperclass()) {
      types.add(type);
      types.addAll(List.of(type.getInterfaces()));
    }
    for (Class<?> type : types) {
      try {
        declared.add(type.getDeclaredMethod(method.getName(), method.getParameterTypes()));
      } catch (NoSuchMethodException e) {
        // Not declared there.
      }
    }
    return declared;
  }

  private static Class<?> body(List<Method> declared) {
    for (Method method : declared) {
      for (Parameter parameter : method.getParameters()) {
        if (Arrays.stream(parameter.getAnnotations())
                .noneMatch(one -> one.annotationType().getName().startsWith("jakarta.ws.rs."))
            && !parameter.getType().getName().startsWith("jakarta.")) {
          return parameter.getType();
        }
      }
    }
    return null;
  }

  private static Set<String> parameters(List<Method> declared) {
    Set<String> parameters = new TreeSet<>();
    for (Method method : declared) {
      for (Parameter parameter : method.getParameters()) {
        if (parameter.isAnnotationPresent(QueryParam.class)) {
          parameters.add(parameter.getAnnotation(QueryParam.class).value());
        }
      }
    }
    return parameters;
  }

  /**
   * Lists can be requested with GET and POST, with the same names: those of the body's class if
   * there is one. GET-only lists get the names of all possible queries.
   */
  private static List<Mapping> withQueries(List<Mapping> found) {
    Map<String, Class<?>> bodies = new TreeMap<>();
    found.stream()
        .filter(
            mapping ->
                mapping.body() != null
                    && AbstractSearchQueryDto.class.isAssignableFrom(mapping.body()))
        .forEach(mapping -> bodies.put(mapping.path(), mapping.body()));
    return found.stream()
        .map(
            mapping -> {
              Class<?> query = bodies.get(mapping.path());
              if (query == null || mapping.changes()) {
                return mapping;
              }
              Set<String> parameters = new TreeSet<>(mapping.parameters());
              for (Method method : query.getMethods()) {
                CamundaQueryParam parameter = method.getAnnotation(CamundaQueryParam.class);
                if (parameter != null) {
                  parameters.add(parameter.value());
                }
              }
              return new Mapping(
                  mapping.api(), mapping.method(), mapping.path(), mapping.body(), parameters);
            })
        .toList();
  }

  private static String join(String root, String path) {
    String joined = (root + "/" + path).replaceAll("/{2,}", "/");
    return joined.length() > 1 && joined.endsWith("/")
        ? joined.substring(0, joined.length() - 1)
        : joined;
  }
}
