package scot.nrm.signin.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The trusted proxies, whose headers give the sender's address. Without a list, the server would
 * trust every private address, and so a client in a private network that invents a new address for
 * each password it guesses.
 */
public final class Proxies {

  /** The setting; in production the environment variable {@code NRM_PROXIES}. */
  public static final String SETTING = "nrm.proxies";

  /** Nothing is in front: what a request says about its sender is ignored. */
  public static final String NONE = "none";

  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern LITERAL =
      Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private Proxies() {}

  /**
   * Spring Boot's settings for these proxies; empty if the setting is none or not addresses.
   *
   * @param setting {@value #NONE}, or exact addresses (IPv4 or IPv6) with commas between them
   */
  public static Optional<Map<String, Object>> settings(String setting) {
    if (setting.strip().equalsIgnoreCase(NONE)) {
      return Optional.of(Map.of("server.forward-headers-strategy", "none"));
    }
    List<Optional<String>> addresses =
        Arrays.stream(setting.split(",", -1)).map(String::strip).map(Proxies::address).toList();
    return addresses.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : Optional.of(
            Map.of(
                "server.forward-headers-strategy",
                "native",
                "server.tomcat.remoteip.internal-proxies",
                addresses.stream()
                    .flatMap(Optional::stream)
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|"))));
  }

  /** As the server writes it, which is how it is compared. No name is looked up. */
  private static Optional<String> address(String written) {
    return Stream.of(written)
        .filter(LITERAL.asMatchPredicate())
        .flatMap(
            literal -> {
              try {
                return Stream.of(InetAddress.getByName(literal).getHostAddress());
              } catch (UnknownHostException e) {
                return Stream.empty();
              }
            })
        .findFirst();
  }
}
