package scot.nrm.documents;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Checks documents for viruses with the ClamAV daemon, over TCP: the command {@code INSTREAM}, the
 * file in chunks that begin with their length, a chunk of length 0, and one line of answer.
 */
@Component
class VirusScanner {

  private static final Logger LOG = LoggerFactory.getLogger(VirusScanner.class);

  private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
  private static final int CHUNK = 64 * 1024;
  private static final int MAX_ANSWER = 1024;
  private static final String CLEAN = "stream: OK";
  private static final String FOUND = " FOUND";

  private final String host;
  private final int port;
  private final Duration timeout;

  @Autowired
  VirusScanner(DocumentSettings settings) {
    this(
        settings.scanner().host().strip(), settings.scanner().port(), settings.scanner().timeout());
  }

  VirusScanner(String host, int port, Duration timeout) {
    this.host = host;
    this.port = port;
    this.timeout = timeout;
  }

  /** The result of a check. */
  enum Verdict {
    CLEAN,
    INFECTED,
    /** The scanner does not answer. */
    NO_ANSWER,
    /** There is no scanner. */
    NOT_SCANNED
  }

  boolean isConfigured() {
    return !host.isEmpty();
  }

  /** May take seconds; never call it in a transaction. */
  Verdict check(byte[] content) {
    if (!isConfigured()) {
      return Verdict.NOT_SCANNED; // outside production, or if an operator accepts that
    }
    String answer;
    try (Socket socket = new Socket()) {
      CompletableFuture<Void> deadline = closeAfterTimeout(socket);
      try {
        socket.connect(new InetSocketAddress(host, port));
        send(content, new DataOutputStream(socket.getOutputStream()));
        answer = answer(socket.getInputStream());
      } finally {
        deadline.cancel(false);
      }
    } catch (IOException e) {
      LOG.warn(
          "The virus scanner at {}:{} does not answer, so documents are refused for now: {}",
          host,
          port,
          e.toString());
      return Verdict.NO_ANSWER;
    }
    if (answer.equals(CLEAN)) {
      return Verdict.CLEAN;
    }
    // The scanner's answer names a virus or its own fault, never the file.
    String words = answer.replaceAll("[^\\x20-\\x7E]", "?");
    if (answer.endsWith(FOUND)) {
      LOG.warn(
          "The virus scanner at {}:{} found something in a document, which is refused: {}",
          host,
          port,
          words);
      return Verdict.INFECTED;
    }
    LOG.warn(
        "The virus scanner at {}:{} could not check a document, which is refused: {} (its StreamMaxLength must be more than nrm.documents.max-size)",
        host,
        port,
        words);
    return Verdict.NO_ANSWER;
  }

  /**
   * Closes the socket after the time limit: its own limit is for reading only, and a scanner that
   * hangs takes no more of a file.
   */
  private CompletableFuture<Void> closeAfterTimeout(Socket socket) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            socket.close();
          } catch (IOException e) {
            LOG.debug("The connection to the virus scanner was not closed", e);
          }
        },
        CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static void send(byte[] content, DataOutputStream out) throws IOException {
    out.write(COMMAND);
    for (int from = 0; from < content.length; from += CHUNK) {
      int length = Math.min(CHUNK, content.length - from);
      out.writeInt(length);
      out.write(content, from, length);
    }
    out.writeInt(0);
    out.flush();
  }

  private static String answer(InputStream in) throws IOException {
    byte[] answer = in.readNBytes(MAX_ANSWER);
    int end = 0;
    while (end < answer.length && answer[end] != 0) {
      end++;
    }
    return new String(answer, 0, end, StandardCharsets.UTF_8).strip();
  }
}
