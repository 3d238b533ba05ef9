package scot.nrm.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;
import scot.nrm.pages.Browser;

/** The author, the approver and the release officer, in their browsers. */
final class PeopleOfRevisions {

  private static final String LIST = "/nrm/revisions";
  private static final Pattern SHOWN = Pattern.compile("name=\"shown\" value=\"([^\"]*)\"");

  private final int port;
  private final String password;
  private final Map<String, Browser> browsers = new HashMap<>();
  private final Map<String, String> tokens = new HashMap<>();

  PeopleOfRevisions(int port, String password) {
    this.port = port;
    this.password = password;
  }

  Browser browser(String person) {
    return browsers.computeIfAbsent(
        person,
        name ->
            new Browser(port)
                .signIn(
                    name,
                    password,
                    name.startsWith("policy") || name.startsWith("release")
                        ? "cockpit"
                        : "tasklist"));
  }

  /** The form token of a person's session. */
  private String token(String person, String path) {
    return tokens.computeIfAbsent(
        person, name -> Browser.token(Browser.text(browser(name).open(path))).orElseThrow());
  }

  /**
   * @return its number
   */
  int start(String name, LocalDate day) {
    HttpResponse<String> started =
        starts(
            Map.of(
                "name",
                name,
                "reason",
                "As history brought it",
                "rules",
                "",
                "day",
                "%d/%d/%d".formatted(day.getDayOfMonth(), day.getMonthValue(), day.getYear())));
    assertThat(started.statusCode()).as(started.body()).isEqualTo(303);
    return number(started);
  }

  /**
   * @param typed what is typed, by the fields of the form
   */
  HttpResponse<String> starts(Map<String, String> typed) {
    return form("policy.staff", LIST, LIST, typed);
  }

  static int number(HttpResponse<String> started) {
    String path = started.headers().firstValue("Location").orElseThrow();
    return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
  }

  /** Sends it for approval, approves and releases it. */
  void sign(int number) {
    act("policy.staff", number, "submit", "", 303);
    act("policy.approver", number, "approve", "Read", 303);
    act("release.officer", number, "release", "Told", 303);
  }

  void act(String person, int number, String act, String note, int expected) {
    String page = LIST + "/" + number;
    HttpResponse<String> answer =
        form(
            person,
            page,
            page,
            Map.of(
                "act",
                act,
                "note",
                note,
                "file",
                "processes/intake.bpmn",
                "shown",
                act.equals("approve") || act.equals("release") ? shown(page(person, number)) : ""));
    assertThat(answer.statusCode()).as(act + answer.body()).isEqualTo(expected);
  }

  /**
   * @param read the page that the person has opened
   */
  HttpResponse<String> signs(String person, int number, String act, String read) {
    String page = LIST + "/" + number;
    return form(person, page, page, Map.of("act", act, "note", "Read", "shown", shown(read)));
  }

  /** Empty on the page of a person who can't sign. */
  private static String shown(String page) {
    Matcher shown = SHOWN.matcher(page);
    return shown.find() ? shown.group(1) : "";
  }

  HttpResponse<String> form(
      String person, String page, String address, Map<String, String> fields) {
    StringBuilder body = new StringBuilder("token=" + token(person, page));
    fields.forEach(
        (name, value) ->
            body.append('&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return browser(person).post(address, "application/x-www-form-urlencoded", body.toString());
  }

  String page(String person, int number) {
    HttpResponse<byte[]> page = browser(person).open(LIST + "/" + number);
    assertThat(page.statusCode()).isEqualTo(200);
    return HtmlUtils.htmlUnescape(Browser.text(page));
  }

  /** Files from the author's computer. */
  int add(int number, Map<String, byte[]> files) {
    String page = LIST + "/" + number;
    String boundary = "files";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    part(
        body,
        boundary,
        "name=\"token\"",
        token("policy.staff", page).getBytes(StandardCharsets.UTF_8));
    files.forEach(
        (name, content) ->
            part(body, boundary, "name=\"files\"; filename=\"" + name + "\"", content));
    body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return browser("policy.staff")
        .send(
            "POST",
            page + "/files",
            "multipart/form-data; boundary=" + boundary,
            body.toByteArray())
        .statusCode();
  }

  private static void part(
      ByteArrayOutputStream body, String boundary, String what, byte[] content) {
    body.writeBytes(
        ("--" + boundary + "\r\nContent-Disposition: form-data; " + what + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
  }
}
