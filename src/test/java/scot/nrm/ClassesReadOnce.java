package scot.nrm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.type.classreading.MetadataReader;

/**
 * Reads the class files among which Spring looks for components once for all applications of the
 * virtual machine. Tests start more than a hundred, and each would read two thousand files.
 */
public class ClassesReadOnce
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Map<Resource, MetadataReader> READ = new ConcurrentHashMap<>();

  @Override
  public void initialize(ConfigurableApplicationContext application) {
    if (application instanceof DefaultResourceLoader loader) {
      Map<Resource, MetadataReader> ofThisOne = loader.getResourceCache(MetadataReader.class);
      ofThisOne.putAll(READ);
      application.addBeanFactoryPostProcessor(beans -> READ.putAll(ofThisOne));
    }
  }
}
