package scot.nrm.awareness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.forms.check.FormFile;

@Tag("quick")
class AwarenessEventsTest {

  private final AwarenessEvents configured = Terms.asConfigured();

  @Test
  void twoEventsInMay2009HaveAHundredPlacesEach() {
    assertThat(configured.title()).isEqualTo("A Hidden Trade");
    assertThat(configured.bookingCloses()).isEqualTo("2009-04-17");
    assertThat(configured.safePlaces()).isEqualTo(4);
    assertThat(configured.events())
        .extracting(AwarenessEvents.Event::town)
        .containsExactly("Glasgow", "Dundee");
    assertThat(configured.events())
        .extracting(AwarenessEvents.Event::date)
        .containsExactly(LocalDate.of(2009, 5, 18), LocalDate.of(2009, 5, 19));
    assertThat(configured.events())
        .allSatisfy(
            event -> {
              assertThat(event.from()).isEqualTo("10:00");
              assertThat(event.to()).isEqualTo("16:00");
              assertThat(event.capacity()).isEqualTo(100);
            });
  }

  @Test
  void theFormOffersTheConfiguredAreasAndEvents() {
    JsonNode form = FormFile.of("book-awareness-event").schema();

    assertThat(choices(form, "eventArea"))
        .containsExactlyElementsOf(
            configured.areas().stream().map(AwarenessEvents.Area::id).toList())
        .hasSize(32);
    assertThat(choices(form, "preferredEvent"))
        .containsExactlyElementsOf(
            configured.events().stream().map(AwarenessEvents.Event::id).toList());
  }

  private static List<String> choices(JsonNode form, String key) {
    return form.findParents("key").stream()
        .filter(field -> field.path("key").asText().equals(key))
        .flatMap(field -> StreamSupport.stream(field.path("values").spliterator(), false))
        .map(choice -> choice.path("value").asText())
        .toList();
  }

  @Test
  void placesAreSafeUntilTheClosingDateEndsInLondon() {
    assertThat(configured.at(Instant.parse("2009-04-17T22:59:58Z")).placesReserved()).isTrue();
    assertThat(configured.at(Instant.parse("2009-04-17T22:59:59Z")).placesReserved()).isFalse();
  }

  @Test
  void anEventIsOpenUntilItBegins() {
    assertThat(configured.at(Instant.parse("2009-05-18T08:59:59Z")).begun()).isEmpty();
    assertThat(configured.at(Instant.parse("2009-05-18T09:00:00Z")).begun())
        .containsExactly("glasgow");
    assertThat(configured.at(Instant.parse("2009-05-19T09:00:00Z")).begun())
        .containsExactlyInAnyOrder("glasgow", "dundee");
  }

  @Test
  void aCapacityTooSmallForThePromiseStopsTheStart() {
    String[] areas =
        IntStream.range(0, 5).mapToObj(number -> "area" + number).toArray(String[]::new);

    assertThat(Terms.small(12, 8, areas).areas()).hasSize(5);
    // As many seats in total, but a group of four is never split.
    assertThatThrownBy(() -> Terms.small(10, 10, areas))
        .hasMessage(
            "config/events.yaml must give the events the capacity for 4 safe places of each of 5 areas");
  }

  @Test
  void aDuplicateAreaStopsTheStart() {
    assertThatThrownBy(() -> Terms.small(10, 10, "fife", "fife"))
        .hasMessageContaining("name each area once");
  }

  @Test
  void anIdTooLongForTheTableOfBookingsStopsTheStart() {
    assertThat(Terms.small(10, 10, "a".repeat(64)).areas()).hasSize(1);
    assertThatThrownBy(() -> Terms.small(10, 10, "a".repeat(65)))
        .hasMessageContaining("areas ids of up to 64");
  }
}
