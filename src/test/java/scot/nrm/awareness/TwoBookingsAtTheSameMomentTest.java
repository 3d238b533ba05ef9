package scot.nrm.awareness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases.Database;
import scot.nrm.OnEachDatabase;
import scot.nrm.awareness.BookedPeople.Person;
import scot.nrm.casefile.ContentCipher;
import scot.nrm.casefile.DataKeys;
import scot.nrm.casefile.MasterKeys;
import scot.nrm.engine.CaseClock;
import scot.nrm.schema.DatabaseOnly;

/**
 * Awareness events: two bookings for the last place at the same moment never both get it. On each
 * database.
 */
@OnEachDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoBookingsAtTheSameMomentTest implements OnEachDatabase.Uses {

  private static final int AT_ONCE = 2;

  private ConfigurableApplicationContext context;
  private TransactionTemplate transaction;
  private BookingDesk desk;
  private Bookings bookings;

  @Override
  public void open(Database database) {
    context =
        new SpringApplicationBuilder(Parts.class)
            .web(WebApplicationType.NONE)
            .run(database.arguments());
    transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    desk = context.getBean(BookingDesk.class);
    bookings = context.getBean(Bookings.class);
  }

  @BeforeEach
  void beforeTheClosingDate() {
    ClockUtil.setCurrentTime(Date.from(Terms.BEFORE_THE_CLOSING_DATE));
    context.getBean(JdbcClient.class).sql("delete from awareness_booking").update();
  }

  @AfterEach
  void resetTheClock() {
    ClockUtil.reset();
  }

  @Override
  public void close() {
    context.close();
  }

  @RepeatedTest(10)
  void onlyOneOfTwoSimultaneousBookingsGetsTheLastPlace() throws Exception {
    book("fife", "Ada Example", 4);
    book("moray", "Bel Example", 4);
    book("angus", "Cal Example", 4);

    // One place is left that is promised to nobody.
    List<Booking> both = atTheSameMoment("fife", "moray");

    assertThat(both)
        .extracting(Booking::state)
        .containsExactlyInAnyOrder(BookingState.CONFIRMED, BookingState.WAITING);
    assertThat(both)
        .filteredOn(booking -> booking.state() == BookingState.CONFIRMED)
        .as("first come, first served")
        .singleElement()
        .extracting(Booking::number)
        .isEqualTo(both.stream().mapToInt(Booking::number).min().orElseThrow());
    assertThat(desk.plan().freeAt("glasgow")).isZero();
    assertThat(desk.plan().freeAt("dundee")).isZero();
  }

  @RepeatedTest(5)
  void aBookingSentTwiceAtTheSameTimeIsEnteredOnce() throws Exception {
    CyclicBarrier together = new CyclicBarrier(AT_ONCE);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Optional<Integer>>> sent =
          IntStream.range(0, AT_ONCE)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            together.await();
                            return transaction.execute(
                                status ->
                                    desk.enter("fife", "glasgow", people("Ada Example", 2), null));
                          }))
              .toList();

      assertThat(List.of(sent.get(0).get().isPresent(), sent.get(1).get().isPresent()))
          .containsExactlyInAnyOrder(true, false);
    } finally {
      threads.shutdown();
    }
  }

  private List<Booking> atTheSameMoment(String... areas) throws Exception {
    CyclicBarrier together = new CyclicBarrier(areas.length);
    ExecutorService threads = Executors.newFixedThreadPool(areas.length);
    try {
      List<Future<Integer>> sent =
          List.of(areas).stream()
              .map(
                  area ->
                      threads.submit(
                          () -> {
                            together.await();
                            return book(area, "Last " + area, 1);
                          }))
              .toList();
      return List.of(bookings.get(sent.get(0).get()), bookings.get(sent.get(1).get()));
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void attendeesAreEncryptedAndErasedWhenTheGroupWithdraws() {
    int number = book("fife", "Ada Example", 1);

    assertThat(bookings.people(number).orElseThrow().group())
        .singleElement()
        .extracting(Person::name)
        .isEqualTo("Ada Example 1");
    assertThat(new String(sealed(number), StandardCharsets.ISO_8859_1))
        .isNotEmpty()
        .doesNotContain("Example");

    transaction.executeWithoutResult(status -> desk.withdraw(number));

    assertThat(bookings.people(number)).isEmpty();
    assertThat(bookings.get(number).places()).isZero();
    assertThat(book("fife", "Ada Example", 1)).as("may book again").isGreaterThan(number);
  }

  @Test
  void theSamePeopleInAnotherOrderAndSpellingAreRecognised() {
    BookedPeople people = people("Ada Example", 2);
    BookedPeople again =
        new BookedPeople(
            "Other Booker",
            "",
            "1",
            List.of(
                new Person(" ada  example 2", "PERSON2@example.org", "", ""),
                new Person("ADA EXAMPLE 1", "person1@example.org", "", "")),
            List.of());
    transaction.execute(status -> desk.enter("fife", "glasgow", people, null));

    assertThat(
            transaction.<Optional<Integer>>execute(
                status -> desk.enter("fife", "dundee", again, null)))
        .isEmpty();
    assertThat(
            transaction.<Optional<Integer>>execute(
                status -> desk.enter("moray", "glasgow", again, null)))
        .as("for another area")
        .isPresent();
  }

  @Test
  void lateBookingsWaitUntilTheListIsProcessed() {
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2009-04-18T09:00:00Z")));
    int late = book("fife", "Ada Example", 2);

    assertThat(bookings.get(late).state()).isEqualTo(BookingState.WAITING);

    transaction.executeWithoutResult(status -> desk.allocate());

    assertThat(bookings.get(late).state()).isEqualTo(BookingState.CONFIRMED);
  }

  private byte[] sealed(int number) {
    return context
        .getBean(JdbcClient.class)
        .sql("select people from awareness_booking where booking_number = ?")
        .param(number)
        .query((row, n) -> row.getBytes("people"))
        .single();
  }

  private int book(String area, String name, int people) {
    return transaction.execute(
        status -> {
          int number = desk.enter(area, "glasgow", people(name, people), null).orElseThrow();
          desk.allocateToNewBooking()
              .forEach(
                  changed -> {
                    if (changed.state() == BookingState.OFFERED) {
                      desk.acceptOffer(changed.number());
                    }
                  });
          return number;
        });
  }

  private static BookedPeople people(String name, int number) {
    return new BookedPeople(
        "A Booker",
        "booker@example.org",
        "",
        IntStream.rangeClosed(1, number)
            .mapToObj(i -> new Person(name + " " + i, "person" + i + "@example.org", "", ""))
            .toList(),
        List.of());
  }

  @DatabaseOnly
  @Import({
    CaseClock.class, ContentCipher.class, MasterKeys.class,
    DataKeys.class, Bookings.class, BookingDesk.class
  })
  static class Parts {

    /** Thirteen seats: four for each of three areas, and one to spare. */
    @Bean
    AwarenessEvents events() {
      return Terms.small(5, 8, "fife", "moray", "angus");
    }
  }
}
