package scot.nrm.awareness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.casefile.ContentCipher;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;

/**
 * The bookings in their own table, with their people sealed.
 *
 * <p>Writing joins the transaction of the engine's command. A transaction that changes seats locks
 * them until it ends, so no two bookings count the same seat.
 */
@Component
class Bookings {

  private static final String SELECT =
      "select booking_number, area, preferred_event, held_event, state, preferred_only, gave_back,"
          + " group_size, spare_names, spare_places from awareness_booking ";

  private final JdbcClient jdbc;
  private final ContentCipher cipher;
  private final CaseClock clock;
  private final ObjectMapper json = new ObjectMapper();

  Bookings(JdbcClient jdbc, ContentCipher cipher, CaseClock clock) {
    this.jdbc = jdbc;
    this.cipher = cipher;
    this.clock = clock;
  }

  /** Locks the bookings until the end of the transaction; waits for another transaction's lock. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void lock() {
    jdbc.sql("select last_number from awareness_booking_book where id = 1 for update")
        .query(Integer.class)
        .single();
  }

  /** The next number in the order of arrival; the bookings must be locked. */
  @Transactional(propagation = Propagation.MANDATORY)
  public int nextNumber() {
    jdbc.sql("update awareness_booking_book set last_number = last_number + 1 where id = 1")
        .update();
    return jdbc.sql("select last_number from awareness_booking_book where id = 1")
        .query(Integer.class)
        .single();
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void add(Booking booking, BookedPeople people, String officer) {
    jdbc.sql(
            """
            insert into awareness_booking (booking_number, area, preferred_event, held_event, state, preferred_only,
              gave_back, group_size, spare_names, spare_places, people, booked_by, booked_at, changed_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
        .params(
            booking.number(),
            booking.area(),
            booking.preferred(),
            booking.event(),
            booking.state().id(),
            booking.preferredOnly(),
            booking.gaveBack(),
            booking.group(),
            booking.spareNames(),
            booking.sparePlaces(),
            seal(people, booking.number()),
            officer,
            clock.timestamp(),
            clock.timestamp())
        .update();
  }

  /** Records the process that manages the booking. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void setProcessInstance(int number, String processInstance) {
    jdbc.sql("update awareness_booking set process_instance = ? where booking_number = ?")
        .params(processInstance, number)
        .update();
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void change(Booking booking) {
    jdbc.sql(
            """
            update awareness_booking set held_event = ?, state = ?, preferred_only = ?, gave_back = ?,
              spare_places = ?, changed_at = ? where booking_number = ?\
            """)
        .params(
            booking.event(),
            booking.state().id(),
            booking.preferredOnly(),
            booking.gaveBack(),
            booking.sparePlaces(),
            clock.timestamp(),
            booking.number())
        .update();
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void replacePeople(int number, BookedPeople people) {
    jdbc.sql("update awareness_booking set people = ? where booking_number = ?")
        .params(seal(people, number), number)
        .update();
  }

  /** Erases the people of a booking; its area and numbers are kept. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void erasePeople(int number) {
    jdbc.sql("update awareness_booking set people = null where booking_number = ?")
        .param(number)
        .update();
  }

  /** Records that the booker has been informed of this state, by e-mail or by a person. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void informed(Booking booking, String by) {
    jdbc.sql(
            "update awareness_booking set informed_of = ?, informed_by = ? where booking_number = ?")
        .params(booking.status(), by, booking.number())
        .update();
  }

  public boolean isInformed(Booking booking) {
    return jdbc.sql(
                "select count(*) from awareness_booking where booking_number = ? and informed_of = ?")
            .params(booking.number(), booking.status())
            .query(Integer.class)
            .single()
        == 1;
  }

  /** Who last informed the booker; empty if nobody has. */
  public Optional<String> informedBy(int number) {
    return jdbc.sql(
            "select informed_by from awareness_booking where booking_number = ? and informed_by is not null")
        .param(number)
        .query(String.class)
        .optional();
  }

  public List<Booking> all() {
    return jdbc.sql(SELECT + "order by booking_number").query(Bookings::booking).list();
  }

  public Booking get(int number) {
    return jdbc.sql(SELECT + "where booking_number = ?")
        .param(number)
        .query(Bookings::booking)
        .single();
  }

  public Optional<String> processInstance(int number) {
    return jdbc.sql(
            "select process_instance from awareness_booking "
                + "where booking_number = ? and process_instance is not null")
        .param(number)
        .query(String.class)
        .optional();
  }

  /** The people of the booking; empty once they have been erased. */
  public Optional<BookedPeople> people(int number) {
    return jdbc.sql(
            "select people from awareness_booking where booking_number = ? and people is not null")
        .param(number)
        .query((row, n) -> row.getBytes("people"))
        .optional()
        .map(content -> open(content, number));
  }

  /** The people of all bookings that have any, by the booking's number. */
  public Map<Integer, BookedPeople> people() {
    Map<Integer, BookedPeople> people = new HashMap<>();
    jdbc.sql("select booking_number, people from awareness_booking where people is not null")
        .query(
            (ResultSet row) -> {
              people.put(row.getInt(1), open(row.getBytes(2), row.getInt(1)));
            });
    return people;
  }

  /** Of which state of their booking bookers have been informed, by the booking's number. */
  public Map<Integer, String> informed() {
    Map<Integer, String> informed = new HashMap<>();
    jdbc.sql(
            "select booking_number, informed_of from awareness_booking where informed_of is not null")
        .query(
            (ResultSet row) -> {
              informed.put(row.getInt(1), row.getString(2));
            });
    return informed;
  }

  private static Booking booking(ResultSet row, int n) throws SQLException {
    return new Booking(
        row.getInt("booking_number"),
        row.getString("area"),
        row.getString("preferred_event"),
        row.getString("held_event"),
        StoredCode.of(BookingState.class, row.getString("state")),
        row.getBoolean("preferred_only"),
        row.getBoolean("gave_back"),
        row.getInt("group_size"),
        row.getInt("spare_names"),
        row.getInt("spare_places"));
  }

  private byte[] seal(BookedPeople people, int number) {
    try {
      return cipher.seal(json.writeValueAsBytes(people), context(number));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "The people of booking " + number + " cannot be written as JSON");
    }
  }

  private BookedPeople open(byte[] sealed, int number) {
    try {
      return json.readValue(cipher.open(sealed, context(number)), BookedPeople.class);
    } catch (IOException e) {
      // Without the cause: Jackson's messages quote the unreadable text.
      throw new IllegalStateException(
          "The people of booking " + number + " are not written as JSON");
    }
  }

  private static String context(int number) {
    return "awareness-booking/" + number;
  }
}
