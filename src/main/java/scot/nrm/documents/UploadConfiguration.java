package scot.nrm.documents;

import jakarta.servlet.MultipartConfigElement;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures uploads. */
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {

  /** Room for the other fields of the page. */
  private static final long FIELDS = 64 * 1024;

  /**
   * The server's limit. A file that is slightly too large is read completely, so that the other
   * fields are not lost. Uploads are never written to disk, where they would be unencrypted.
   */
  @Bean
  MultipartConfigElement multipartConfig(DocumentSettings settings) {
    long cutOff = 2 * settings.maxSize().toBytes();
    return new MultipartConfigElement(
        "", cutOff, cutOff + FIELDS, Math.toIntExact(cutOff + FIELDS));
  }
}
