package scot.nrm.schema;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets that check, while they wait for an answer, whether the other machine is still there (TCP
 * keepalive). They first check after {@link #IDLE} seconds, and are closed about a minute later if
 * there is no answer. A statement may take any time.
 *
 * <p>Without this, a connection to a database server that has lost power would wait for hours or
 * for ever, because nothing is sent that could fail.
 */
public final class KeepAliveSockets extends SocketFactory {

  static final int IDLE = 60;
  private static final int INTERVAL = 10;
  private static final int PROBES = 6;

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = new Socket();
    set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, IDLE);
    set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL);
    set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
    socket.setKeepAlive(true);
    return socket;
  }

  private static void set(Socket socket, SocketOption<Integer> option, int value)
      throws IOException {
    if (socket.supportedOptions().contains(option)) {
      socket.setOption(option, value);
    }
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(
      InetAddress address, int port, InetAddress localAddress, int localPort) {
    throw new UnsupportedOperationException();
  }
}
