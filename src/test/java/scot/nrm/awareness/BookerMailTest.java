package scot.nrm.awareness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.mail.MessagingException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.mail.MailSendException;
import scot.nrm.awareness.BookedPeople.Person;
import scot.nrm.mail.MailServer;

@Tag("quick")
class BookerMailTest {

  private static final Booking BOOKED = Booking.received(12, "fife", "glasgow", 3, 2);

  private final MailServer server = mock(MailServer.class);
  private final Bookings bookings = mock(Bookings.class);
  private final BookerMail mail = new BookerMail(Terms.asConfigured(), bookings, server);

  @BeforeEach
  void bookedBy() {
    when(bookings.people(anyInt())).thenReturn(Optional.of(people("booker@example.org")));
    when(server.isConfigured()).thenReturn(true);
  }

  @Test
  void aConfirmationHasPlaceAndTimeAndNoNames() throws MessagingException {
    assertThat(mail.send(BOOKED.confirmedAt("glasgow").withAnotherSparePlace())).isTrue();

    verify(server)
        .send(
            "booker@example.org",
            "A Hidden Trade, booking 12",
            """
            Your booking 12 for Fife is confirmed: 3 people.

            A Hidden Trade
            18 May 2009, 10.00 am to 4.00 pm
            Thistle Glasgow, Cambridge Street, Glasgow G2 3HN

            Spare places: 1 of your 2 further names, in the order in which you gave them.

            Questions and changes: CPRP@scotland.gsi.gov.uk
            """);
  }

  @Test
  void anOfferSaysThatPlacesAreHeldAtTheOtherEvent() {
    assertThat(mail.text(BOOKED.offeredAt("dundee")))
        .contains("Your preferred event is full.")
        .contains("we are holding 3 places at the other event")
        .contains("19 May 2009")
        .contains("Hilton Dundee")
        .doesNotContain("Ada");
  }

  @Test
  void theBookerOfAWaitingBookingIsInformed() {
    assertThat(mail.text(BOOKED)).contains("Your booking 12 for Fife is on the waiting list.");
  }

  @Test
  void withoutAMailServerOrAnAddressNoOneIsInformed() throws MessagingException {
    when(server.isConfigured()).thenReturn(false);
    assertThat(mail.send(BOOKED)).isFalse();

    when(server.isConfigured()).thenReturn(true);
    when(bookings.people(anyInt())).thenReturn(Optional.of(people("")));

    assertThat(mail.send(BOOKED)).isFalse();
    verify(server, never()).send(anyString(), anyString(), anyString());
  }

  @Test
  void ifTheMailServerRefusesNoOneIsInformed() throws MessagingException {
    doThrow(new MailSendException("no such user booker@example.org"))
        .when(server)
        .send(anyString(), anyString(), anyString());

    assertThat(mail.send(BOOKED)).isFalse();
  }

  private static BookedPeople people(String email) {
    return new BookedPeople(
        "A Booker",
        email,
        "",
        List.of(new Person("Ada Example", "ada@example.org", "", "")),
        List.of());
  }
}
