package scot.nrm.awareness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import scot.nrm.access.SignedIn;
import scot.nrm.access.Viewer;
import scot.nrm.awareness.BookedPeople.Person;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.pages.PageWatch;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.Templates;

@Tag("quick")
class EventsPageTest {

  private final AwarenessEvents events = Terms.small(8, 8, "fife", "moray");
  private final SignedIn signedIn = mock(SignedIn.class);
  private final BookingDesk desk = mock(BookingDesk.class);
  private final Bookings bookings = mock(Bookings.class);
  private final EventsPage page =
      new EventsPage(
          new SignedInPages(
              signedIn,
              new Templates(Path.of("config", "letters"), KnownAuthorities.OF_THE_FILE),
              new StaticListableBeanFactory().getBeanProvider(PageWatch.class),
              ""),
          events,
          desk,
          bookings);

  @Test
  void theOrganiserSeesAttendeesAndTheWaitingList() {
    booked(
        Booking.received(1, "fife", "glasgow", 2, 2).confirmedAt("glasgow").withAnotherSparePlace(),
        Booking.received(2, "moray", "glasgow", 1, 0));

    ResponseEntity<byte[]> answer = open("events-organiser");

    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
    assertThat(answer.getHeaders().getCacheControl()).contains("no-store");
    assertThat(new String(answer.getBody(), StandardCharsets.UTF_8))
        .contains("Glasgow, 18 May 2009: 5 of 8 places free")
        .contains("Dundee, 19 May 2009: 8 of 8 places free")
        .contains("Ada &lt;Example&gt;, ada@example.org, 1 Unreal Street")
        .contains("Bel Spare (has a spare place)")
        .contains("Cal Spare (waiting)")
        .contains("<h2>Waiting</h2>", "<td>Confirmed</td>", ">Not yet</td>", ">Yes</td>");
    verify(bookings).people();
    verify(bookings, never().description("a query for each booking")).people(anyInt());
    verify(bookings, never()).isInformed(any());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nrm-manager", "cpc-monitor", "la-manager", "policy-staff"})
  void onlyTheOrganiserFindsThePage(String group) {
    assertThat(open(group).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
  }

  private ResponseEntity<byte[]> open(String group) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    when(signedIn.viewer(request))
        .thenReturn(Optional.of(new Viewer("someone", Set.of(group), Set.of())));
    return page.show(request);
  }

  private void booked(Booking... booked) {
    when(bookings.all()).thenReturn(List.of(booked));
    when(desk.plan())
        .thenReturn(
            new WaitingList(events, List.of(booked), events.at(Terms.BEFORE_THE_CLOSING_DATE))
                .plan());
    BookedPeople people =
        new BookedPeople(
            "A Booker",
            "booker@example.org",
            "",
            List.of(new Person("Ada <Example>", "ada@example.org", "1 Unreal Street", "")),
            List.of("Bel Spare", "Cal Spare"));
    when(bookings.people())
        .thenReturn(
            Stream.of(booked).collect(Collectors.toMap(Booking::number, booking -> people)));
    when(bookings.informed()).thenReturn(Map.of(booked[0].number(), booked[0].status()));
  }
}
