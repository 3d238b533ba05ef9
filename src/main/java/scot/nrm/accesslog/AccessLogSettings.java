package scot.nrm.accesslog;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the second copy of the access log goes.
 *
 * @param file one line of JSON for each entry, a new file each day; empty for none
 * @param syslog host and port of a syslog server (UDP), such as {@code log.example:514}; empty for
 *     none
 */
@ConfigurationProperties("nrm.access-log")
record AccessLogSettings(@DefaultValue("") String file, @DefaultValue("") String syslog) {

  boolean isCopied() {
    return !file.isBlank() || !syslog.isBlank();
  }
}
