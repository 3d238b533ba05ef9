package scot.nrm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.type.classreading.ConcurrentReferenceCachingMetadataReaderFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Reads the class files among which Spring looks for components, and those that configure the
 * application, once for all applications of the virtual machine. Tests start more than a hundred,
 * and each would read two thousand files and more.
 */
public class ClassesReadOnce
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  /** The name by which Spring Boot shares one within an application, unless there is one. */
  private static final String OF_CONFIGURATION =
      "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

  private static final MetadataReaderFactory CONFIGURATION =
      new ConcurrentReferenceCachingMetadataReaderFactory();

  private static final Map<Resource, MetadataReader> READ = new ConcurrentHashMap<>();

  @Override
  public void initialize(ConfigurableApplicationContext application) {
    if (application instanceof BeanDefinitionRegistry beans) {
      beans.registerBeanDefinition(
          OF_CONFIGURATION,
          BeanDefinitionBuilder.rootBeanDefinition(MetadataReaderFactory.class, () -> CONFIGURATION)
              .getBeanDefinition());
    }
    if (application instanceof DefaultResourceLoader loader) {
      Map<Resource, MetadataReader> ofThisOne = loader.getResourceCache(MetadataReader.class);
      ofThisOne.putAll(READ);
      application.addBeanFactoryPostProcessor(beans -> READ.putAll(ofThisOne));
    }
  }
}
