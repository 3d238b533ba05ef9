package scot.nrm.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.rest.hal.HalRelation;
import org.camunda.bpm.engine.rest.hal.task.HalTask;
import org.glassfish.jersey.uri.internal.JerseyUriBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskLinksTest {

  private static final List<String> IDS =
      List.of(
          "0c1b2a3d-77aa-11f0-9a4e-0242ac120002", "nrm-referral:3:0c1b2a3d",
          "glasgow.lead", "Đào Thị",
          "Иван", "a/b?c=d#e",
          "50%41", "{id}",
          ".", "");

  static Stream<Field> links() {
    return Arrays.stream(HalTask.class.getFields())
        .filter(field -> field.getType() == HalRelation.class);
  }

  @ParameterizedTest
  @MethodSource("links")
  void linksMatchThoseOfJersey(Field field) throws IllegalAccessException {
    TaskLinks.install();
    HalRelation link = (HalRelation) field.get(null);
    JerseyUriBuilder jersey = new JerseyUriBuilder();
    jersey.path(link.getUriTemplate().toTemplate());

    assertThat(link.getUriTemplate()).isInstanceOf(TaskLinks.class);
    assertThat(IDS.stream().<URI>map(link.getUriTemplate()::build))
        .containsExactlyElementsOf(IDS.stream().<URI>map(jersey::build).toList());
  }
}
