package scot.nrm.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The requests that Camunda Modeler 5 sends to Camunda 7 when its buttons are clicked, like its
 * class {@code CamundaAPI}, with the headers of its Chromium.
 */
public final class Modeler {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOUNDARY = "----WebKitFormBoundaryAbCdEf0123456789";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String endpoint;
  private final String authorization;
  private final String origin;

  /**
   * @param authorization {@code null} if nothing was entered
   */
  public Modeler(String endpoint, String authorization) {
    this(endpoint, authorization, "file://");
  }

  private Modeler(String endpoint, String authorization, String origin) {
    this.endpoint = endpoint;
    this.authorization = authorization;
    this.origin = origin;
  }

  /** Modeler with a Chromium that allows the page to send requests to all sites. */
  Modeler withoutOrigin() {
    return new Modeler(endpoint, authorization, null);
  }

  public static Modeler of(int port, String user, String password) {
    return new Modeler("http://localhost:" + port + "/nrm/modeler", basic(user, password));
  }

  static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<String> version() {
    return send(request("/version").build());
  }

  /** The request that Modeler sends when an address is entered, and before each deployment. */
  HttpResponse<String> checksConnection() {
    return send(request("/deployment?maxResults=0").build());
  }

  /** Deploys files: the first one is the diagram, the others are attached. */
  public HttpResponse<String> deploys(String name, Map<String, byte[]> files) {
    return deploys(Map.of("deployment-name", name), files);
  }

  HttpResponse<String> deploys(Map<String, String> more, Map<String, byte[]> files) {
    Map<String, String> fields = new LinkedHashMap<>(more);
    fields.put("deployment-source", "Camunda Modeler");
    fields.put("enable-duplicate-filtering", "true");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    fields.forEach(
        (field, value) ->
            part(body, "name=\"" + field + "\"", "", value.getBytes(StandardCharsets.UTF_8)));
    String type = "text/xml";
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      part(
          body,
          "name=\"%1$s\"; filename=\"%1$s\"".formatted(file.getKey()),
          "Content-Type: " + type + "\r\n",
          file.getValue());
      type = "application/octet-stream";
    }
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return send(
        post("/deployment/create", BodyPublishers.ofByteArray(body.toByteArray()))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .build());
  }

  private static void part(ByteArrayOutputStream body, String what, String type, byte[] content) {
    body.writeBytes(
        ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + what + "\r\n" + type + "\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<String> starts(String definition) {
    return send(
        post(
                "/process-definition/" + definition + "/start",
                BodyPublishers.ofString("{\"businessKey\":\"default\",\"variables\":null}"))
            .header("Content-Type", "application/json")
            .build());
  }

  private HttpRequest.Builder post(String path, BodyPublisher body) {
    HttpRequest.Builder request = request(path).POST(body);
    return origin == null ? request : request.header("Origin", origin);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .header("Accept", "application/json")
            .header("Sec-Fetch-Site", "cross-site")
            .header("Sec-Fetch-Mode", "cors")
            .header("Sec-Fetch-Dest", "empty");
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text that Modeler writes into its log when a deployment or a start has failed. */
  public static String shown(HttpResponse<String> answer) {
    return json(answer).path("message").asText();
  }

  /** The id that Modeler shows and starts after a deployment. */
  public static String definition(HttpResponse<String> answer) {
    return json(answer).path("deployedProcessDefinitions").elements().next().path("id").asText();
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
