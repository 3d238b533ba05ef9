package scot.nrm.mail;

import com.icegreen.greenmail.util.ServerSetup;

/** The address of a test's mail server. */
public final class Smtp {

  /** GreenMail's own two seconds are too short on a busy machine. */
  private static final long MILLISECONDS_TO_START = 60_000;

  private Smtp() {}

  /**
   * @param port 0 for any that is free
   */
  public static ServerSetup at(int port) {
    ServerSetup setup = new ServerSetup(port, "localhost", ServerSetup.PROTOCOL_SMTP);
    setup.setServerStartupTimeout(MILLISECONDS_TO_START);
    return setup;
  }
}
