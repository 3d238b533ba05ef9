package scot.nrm.awareness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import scot.nrm.awareness.BookedPeople.Person;

@Tag("quick")
class BookerMailTest {

  private static final Booking BOOKED = Booking.received(12, "fife", "glasgow", 3, 2);

  private final JavaMailSender server = mock(JavaMailSender.class);
  private final Bookings bookings = mock(Bookings.class);

  @BeforeEach
  void bookedBy() {
    when(bookings.people(anyInt())).thenReturn(Optional.of(people("booker@example.org")));
  }

  @Test
  void aConfirmationHasPlaceAndTimeAndNoNames() {
    assertThat(mail(server).send(BOOKED.confirmedAt("glasgow").withAnotherSparePlace())).isTrue();

    SimpleMailMessage sent = sent();
    assertThat(sent.getTo()).containsExactly("booker@example.org");
    assertThat(sent.getSubject()).isEqualTo("A Hidden Trade, booking 12");
    assertThat(sent.getText())
        .isEqualTo(
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
    mail(server).send(BOOKED.offeredAt("dundee"));

    assertThat(sent().getText())
        .contains("Your preferred event is full.")
        .contains("we are holding 3 places at the other event")
        .contains("19 May 2009")
        .contains("Hilton Dundee")
        .doesNotContain("Ada");
  }

  @Test
  void theBookerOfAWaitingBookingIsInformed() {
    mail(server).send(BOOKED);

    assertThat(sent().getText()).contains("Your booking 12 for Fife is on the waiting list.");
  }

  @Test
  void withoutAMailServerOrAnAddressNoOneIsInformed() {
    assertThat(mail(null).send(BOOKED)).isFalse();

    when(bookings.people(anyInt())).thenReturn(Optional.of(people("")));

    assertThat(mail(server).send(BOOKED)).isFalse();
    verifyNoInteractions(server);
  }

  @Test
  void ifTheMailServerRefusesNoOneIsInformed() {
    doThrow(new MailSendException("no such user booker@example.org"))
        .when(server)
        .send(any(SimpleMailMessage.class));

    assertThat(mail(server).send(BOOKED)).isFalse();
  }

  private SimpleMailMessage sent() {
    ArgumentCaptor<SimpleMailMessage> message = ArgumentCaptor.forClass(SimpleMailMessage.class);
    verify(server).send(message.capture());
    return message.getValue();
  }

  @SuppressWarnings("unchecked")
  private BookerMail mail(JavaMailSender configured) {
    ObjectProvider<JavaMailSender> provider = mock(ObjectProvider.class);
    when(provider.getIfAvailable()).thenReturn(configured);
    return new BookerMail(Terms.asConfigured(), bookings, provider);
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
