package scot.nrm.awareness;

import jakarta.mail.MessagingException;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.stereotype.Component;
import scot.nrm.awareness.AwarenessEvents.Event;
import scot.nrm.calendar.BritishDate;
import scot.nrm.mail.MailServer;

/** E-mails the state of a booking to the booker, without names. */
@Component
class BookerMail {

  static final String BY_EMAIL = "e-mail";

  private static final Logger LOG = LoggerFactory.getLogger(BookerMail.class);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h.mm a", Locale.UK);

  private final AwarenessEvents events;
  private final Bookings bookings;
  private final MailServer mail;

  BookerMail(AwarenessEvents events, Bookings bookings, MailServer mail) {
    this.events = events;
    this.bookings = bookings;
    this.mail = mail;
  }

  /** Returns {@code false} without a mail server or address, or if the server refuses. */
  boolean send(Booking booking) {
    Optional<String> address =
        bookings
            .people(booking.number())
            .map(BookedPeople::bookerEmail)
            .filter(email -> !email.isEmpty());
    if (!mail.isConfigured() || address.isEmpty() || booking.state() == BookingState.WITHDRAWN) {
      return false;
    }
    try {
      mail.send(
          address.get(),
          "%s, booking %d".formatted(events.title(), booking.number()),
          text(booking));
      return true;
    } catch (MessagingException | MailException e) {
      // Neither the message nor the cause: mail servers quote addresses in them.
      LOG.warn(
          "The booker of booking {} could not be notified by e-mail ({}); the organiser will do it",
          booking.number(),
          MailServer.kind(e));
      return false;
    }
  }

  String text(Booking booking) {
    String whose = "booking %d for %s".formatted(booking.number(), events.areaName(booking.area()));
    String status =
        switch (booking.state()) {
          case CONFIRMED ->
              "Your %s is confirmed: %s.\n\n%s"
                      .formatted(whose, people(booking.group()), eventDetails(booking.event()))
                  + sparePlaces(booking);
          case OFFERED ->
              ("Your preferred event is full. For your %s, we are holding %s at the other"
                      + " event:\n\n"
                      + "%s\n\n"
                      + "Please let us know whether you would like them.")
                  .formatted(whose, places(booking.group()), eventDetails(booking.event()));
          case WAITING ->
              "Your %s is on the waiting list. Places are allocated in order of booking; we will let you know when there are places for you."
                  .formatted(whose);
          case WITHDRAWN -> "";
        };
    return status + "\n\nQuestions and changes: " + events.contact() + "\n";
  }

  private static String sparePlaces(Booking booking) {
    if (booking.spareNames() == 0) {
      return "";
    }
    return "\n\nSpare places: %d of your %d further names, in the order in which you gave them."
        .formatted(booking.sparePlaces(), booking.spareNames());
  }

  private String eventDetails(String id) {
    Event event = events.event(id);
    return "%s\n%s, %s to %s\n%s"
        .formatted(
            events.title(),
            BritishDate.of(event.date()),
            TIME.format(event.from()),
            TIME.format(event.to()),
            event.venue());
  }

  static String people(int number) {
    return number == 1 ? "1 person" : number + " people";
  }

  static String places(int number) {
    return number == 1 ? "1 place" : number + " places";
  }
}
