package scot.nrm.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** A mail server that fails at one point of each conversation. */
public final class ScriptedSmtp implements AutoCloseable {

  /** Closes the connection instead of answering. */
  public static final String DROP = "drop";

  /** Never answers. */
  public static final String HANG = "hang";

  /** When the connection begins. */
  public static final String GREETING = "greeting";

  /** When the message has been sent. */
  public static final String END = "end";

  private static final Map<String, String> GOOD =
      Map.of(
          GREETING,
          "220 test",
          "EHLO",
          "250-test\r\n250 AUTH PLAIN",
          "AUTH",
          "235 ok",
          "DATA",
          "354 go ahead",
          "QUIT",
          "221 bye");

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger messages = new AtomicInteger();
  private volatile String at;
  private volatile String answer;

  /**
   * @param at {@link #GREETING}, a command such as {@code RCPT}, or {@link #END}
   * @param answer such as {@code 550 nobody@fife.example}, {@link #DROP} or {@link #HANG}
   */
  public ScriptedSmtp(String at, String answer) throws IOException {
    fail(at, answer);
    Thread thread = new Thread(this::acceptAll, "scripted-smtp");
    thread.setDaemon(true);
    thread.start();
  }

  /** Fails there from now on. */
  public void fail(String where, String how) {
    at = where;
    answer = how;
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** How many connections there have been. */
  public int connections() {
    return connections.get();
  }

  /** How many messages it has received up to their last line, whatever it answered. */
  public int messages() {
    return messages.get();
  }

  /** The program's side of it. It waits for an answer for half a second if there will be none. */
  public MailServer client() {
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setHost("localhost");
    sender.setPort(port());
    sender.setUsername("nrm");
    sender.setPassword("invented");
    sender
        .getJavaMailProperties()
        .setProperty("mail.smtp.timeout", answer.equals(HANG) ? "500" : "20000");
    return new MailServer(
        new ObjectProvider<JavaMailSender>() {
          @Override
          public JavaMailSender getObject() {
            return sender;
          }
        },
        new MailSettings("no-reply@nrm.example", "https://nrm.example"));
  }

  private void acceptAll() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        connections.incrementAndGet();
        Thread one = new Thread(() -> converse(client), "scripted-smtp-one");
        one.setDaemon(true);
        one.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void converse(Socket client) {
    try (client;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      if (!answer(client, GREETING)) {
        return;
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String command = line.split("[ :]")[0];
        if (!answer(client, command) || command.equals("QUIT")) {
          return;
        }
        if (command.equals("DATA") && !isAt("DATA")) {
          while (!".".equals(line)) {
            line = in.readLine();
          }
          messages.incrementAndGet();
          if (!answer(client, END)) {
            return;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isAt(String where) {
    return where.equals(at);
  }

  /** Returns whether the conversation continues. */
  private boolean answer(Socket client, String where) throws IOException {
    String text = isAt(where) ? answer : GOOD.getOrDefault(where, "250 ok");
    if (text.equals(HANG)) {
      client.getInputStream().readAllBytes(); // until the client gives up
    }
    if (text.equals(HANG) || text.equals(DROP)) {
      return false;
    }
    client.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return !text.startsWith("421");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
