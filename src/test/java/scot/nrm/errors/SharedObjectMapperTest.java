package scot.nrm.errors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Providers;
import org.camunda.bpm.engine.rest.dto.task.TaskQueryDto;
import org.camunda.bpm.engine.rest.hal.Hal;
import org.camunda.bpm.engine.rest.impl.CamundaRestResources;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.GenericApplicationContext;

@Tag("quick")
class SharedObjectMapperTest {

  @ParameterizedTest
  @ValueSource(strings = {MediaType.APPLICATION_JSON, Hal.APPLICATION_HAL_JSON})
  void camundasApiGetsTheSameMapperEachTime(String type) {
    ResourceConfig api = new ResourceConfig(CamundaRestResources.getConfigurationClasses());
    api.register(ApiRules.class);
    GenericApplicationContext nothing = new GenericApplicationContext();
    nothing.refresh();
    api.property("contextConfig", nothing); // or Jersey reads one from a file

    ContextResolver<ObjectMapper> mappers =
        new ApplicationHandler(api)
            .getInjectionManager()
            .getInstance(Providers.class)
            .getContextResolver(ObjectMapper.class, MediaType.valueOf(type));

    assertThat(mappers.getContext(TaskQueryDto.class))
        .isSameAs(mappers.getContext(TaskQueryDto.class));
  }
}
