package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import scot.nrm.calendar.LocalDay;
import scot.nrm.demo.Caseworkers;

/**
 * Bookings of the awareness events, made by people and processed by the organiser, as in Tasklist.
 */
public final class EventBookings {

  public static final String ORGANISER = "events.organiser";
  private static final String PROCESS = "awareness-event-booking";

  private final ProcessEngine engine;
  private final Caseworkers people;

  public EventBookings(ProcessEngine engine) {
    this.engine = engine;
    this.people = new Caseworkers(engine);
  }

  /** Moves the clock to ten in the morning of a day and runs the jobs due by then. */
  public EventBookings on(String day) {
    people.letTimePass(
        Date.from(LocalDate.parse(day).atTime(10, 0).atZone(LocalDay.ZONE).toInstant()),
        ClockUtil::setCurrentTime);
    return this;
  }

  /** The user sends the booking form; then jobs without a date run. */
  public ProcessInstance books(String user, Map<String, Object> form) {
    ProcessInstance booking = submits(user, form);
    people.executeJobs();
    return booking;
  }

  /** The user sends the booking form, and no jobs run yet. */
  public ProcessInstance submits(String user, Map<String, Object> form) {
    return people.as(
        user,
        () -> {
          String definition = Journey.definition(engine, PROCESS);
          return engine.getFormService().submitStartForm(definition, form);
        });
  }

  /** The organiser finds the booking's task in their list and completes it. */
  public EventBookings records(ProcessInstance booking, String task, String field, String answer) {
    return records(booking, task, Map.of(field, answer));
  }

  /** The same with more answers. */
  public EventBookings records(ProcessInstance booking, String task, Map<String, Object> answers) {
    people.as(
        ORGANISER,
        () -> {
          Task open = mine(booking);
          assertThat(open.getTaskDefinitionKey()).isEqualTo(task);
          engine.getTaskService().claim(open.getId(), ORGANISER);
          engine.getFormService().submitTaskForm(open.getId(), answers);
          return null;
        });
    people.executeJobs();
    return this;
  }

  /** The only task of a booking, without a check of permissions. */
  public Task task(ProcessInstance booking) {
    Task task = mine(booking);
    assertThat(task).as("open task of the booking").isNotNull();
    return task;
  }

  /** The text of the booking's form for a user. */
  public String shown(ProcessInstance booking, String user) {
    String task = task(booking).getId();
    return as(
        user, () -> (String) engine.getFormService().getTaskFormVariables(task).get("showBooking"));
  }

  public boolean sees(String user, ProcessInstance booking) {
    return as(user, () -> mine(booking) != null);
  }

  public String state(ProcessInstance booking) {
    return (String) variable(booking, "bookingState");
  }

  public int number(ProcessInstance booking) {
    return (Integer) variable(booking, "bookingNumber");
  }

  private Object variable(ProcessInstance booking, String name) {
    HistoricVariableInstance variable =
        engine
            .getHistoryService()
            .createHistoricVariableInstanceQuery()
            .processInstanceId(booking.getId())
            .variableName(name)
            .singleResult();
    return variable == null ? null : variable.getValue();
  }

  private Task mine(ProcessInstance booking) {
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceId(booking.getId())
        .singleResult();
  }

  public <T> T as(String user, Supplier<T> work) {
    return people.as(user, work);
  }

  // ---- invented bookings; nobody in them exists

  /** A booking for a number of people, whose names are made from a word. */
  public static Map<String, Object> booking(
      String area, String preferred, int group, String called) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("eventArea", area);
    form.put("preferredEvent", preferred);
    form.put("bookerName", "Lorna Inventit");
    form.put("bookerEmail", "lorna.inventit@example.org");
    List<String> names = List.of("Ailsa", "Brodie", "Catriona", "Dougal");
    for (int i = 1; i <= group; i++) {
      form.put("person" + i + "Name", names.get(i - 1) + " " + called);
      form.put("person" + i + "Email", names.get(i - 1).toLowerCase() + "@example.org");
      form.put("person" + i + "Address", i + " Unreal Street");
      form.put("person" + i + "Phone", "01632 96010" + i);
    }
    return form;
  }

  public static Map<String, Object> withSpareNames(Map<String, Object> form, String... names) {
    Map<String, Object> more = new LinkedHashMap<>(form);
    more.put("spareNames", String.join("\n", names));
    return more;
  }
}
