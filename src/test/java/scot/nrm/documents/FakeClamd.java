package scot.nrm.documents;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Understands {@code INSTREAM} as clamd does, and knows one virus: the test file of the antivirus
 * makers.
 */
public final class FakeClamd implements AutoCloseable {

  /**
   * Harmless; every scanner says that it is a virus. In two pieces, so that no scanner finds it in
   * this source.
   */
  public static final String EICAR =
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD" + "-ANTIVIRUS-TEST-FILE!$H+H*";

  private final ServerSocket server;
  private final Thread thread;
  private final List<byte[]> seen = new CopyOnWriteArrayList<>();
  private final String otherAnswer;

  public FakeClamd() {
    this(null);
  }

  /**
   * @param otherAnswer what it says of everything; {@code null} for a real look, empty for closing
   *     without a word
   */
  FakeClamd(String otherAnswer) {
    this.otherAnswer = otherAnswer;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(this::serve, "fake clamd");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The files that it was given, whole. */
  List<byte[]> seen() {
    return seen;
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        answer(client);
      } catch (IOException e) {
        // The next client, or closed.
      }
    }
  }

  private void answer(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    if (!new String(in.readNBytes(10), StandardCharsets.US_ASCII).equals("zINSTREAM\0")) {
      client.getOutputStream().write("UNKNOWN COMMAND\0".getBytes(StandardCharsets.US_ASCII));
      return;
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int length = in.readInt(); length > 0; length = in.readInt()) {
      file.write(in.readNBytes(length));
    }
    seen.add(file.toByteArray());
    boolean virus = file.toString(StandardCharsets.ISO_8859_1).contains(EICAR);
    String answer =
        otherAnswer != null
            ? otherAnswer
            : virus ? "stream: Eicar-Test-Signature FOUND" : "stream: OK";
    if (!answer.isEmpty()) {
      client.getOutputStream().write((answer + "\0").getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Waits until the server has ended: until then, the system may still let a client in. */
  @Override
  public void close() {
    try {
      server.close();
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
