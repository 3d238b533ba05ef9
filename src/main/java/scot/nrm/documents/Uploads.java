package scot.nrm.documents;

import jakarta.servlet.MultipartConfigElement;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How files come in, and who looks at them. */
@Configuration(proxyBeanMethods = false)
class Uploads {

  /** Room for the other fields of the page. */
  private static final long FIELDS = 64 * 1024;

  @Bean
  VirusScanner virusScanner(DocumentSettings settings) {
    DocumentSettings.Scanner scanner = settings.scanner();
    return scanner.host().isBlank()
        ? new NoScanner()
        : new Clamd(scanner.host().strip(), scanner.port(), scanner.timeout());
  }

  /**
   * The server's own limit, from ours. A file that is a little too large is read to its end, so
   * that what was typed beside it is not lost. Nothing is ever put on a disk on the way, where it
   * would lie in the clear.
   */
  @Bean
  MultipartConfigElement multipartConfig(DocumentSettings settings) {
    long cutOff = 2 * settings.maxSize().toBytes();
    return new MultipartConfigElement(
        "", cutOff, cutOff + FIELDS, Math.toIntExact(cutOff + FIELDS));
  }
}
