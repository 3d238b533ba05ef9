package scot.nrm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.boot.type.classreading.ConcurrentReferenceCachingMetadataReaderFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Finds and reads the class files among which Spring looks for components, and those that configure
 * the application, once for all applications of the virtual machine. Tests start more than a
 * hundred, and each would read two thousand files and more.
 */
public class ClassesReadOnce
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  /** The name by which Spring Boot shares one within an application, unless there is one. */
  private static final String OF_CONFIGURATION =
      "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

  private static final MetadataReaderFactory CONFIGURATION =
      new ConcurrentReferenceCachingMetadataReaderFactory();

  private static final Map<Resource, MetadataReader> READ = new ConcurrentHashMap<>();

  /** Spring looks for annotations: a class without any is never one that it looks for. */
  private static final PathMatchingResourcePatternResolver ANNOTATED =
      new PathMatchingResourcePatternResolver() {
        private final Map<String, Resource[]> found = new ConcurrentHashMap<>();

        @Override
        public Resource[] getResources(String pattern) throws IOException {
          return pattern.startsWith("classpath*:scot/nrm/") && pattern.endsWith(".class")
              ? found.computeIfAbsent(pattern, this::annotated).clone()
              : super.getResources(pattern);
        }

        private Resource[] annotated(String pattern) {
          try {
            return Arrays.stream(super.getResources(pattern))
                .filter(file -> !read(file).getAnnotationMetadata().getAnnotationTypes().isEmpty())
                .toArray(Resource[]::new);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  @Override
  public void initialize(ConfigurableApplicationContext application) {
    if (application instanceof GenericApplicationContext generic) {
      generic.registerBeanDefinition(
          OF_CONFIGURATION,
          BeanDefinitionBuilder.rootBeanDefinition(MetadataReaderFactory.class, () -> CONFIGURATION)
              .getBeanDefinition());
      generic.setResourceLoader(ANNOTATED);
      Map<Resource, MetadataReader> ofThisOne = generic.getResourceCache(MetadataReader.class);
      ofThisOne.putAll(READ);
      generic.addBeanFactoryPostProcessor(beans -> READ.putAll(ofThisOne));
    }
  }

  private static MetadataReader read(Resource file) {
    try {
      return CONFIGURATION.getMetadataReader(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
