package scot.nrm.drafts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import scot.nrm.casefile.BoundToTransaction;
import scot.nrm.casefile.ContentCipher;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.TaskCreatedListener;
import scot.nrm.engine.TaskLeftListener;
import scot.nrm.forms.DeployedForms;
import scot.nrm.forms.FormRefused;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormListener;
import scot.nrm.forms.check.FormSchema;
import scot.nrm.forms.check.FormSubmission;

/**
 * What people have typed into forms and not sent yet, so that nothing of it has to stay in a
 * browser. A draft belongs to one person and one form, is sealed like the child's file, and is
 * offered to that person only, for as long as they may fill in the form.
 *
 * <p>A draft is never treated as submitted: a form is checked in full when it is sent. It is
 * deleted in the transaction that sends the form, hands the task back, reassigns it or ends it, and
 * within an hour of becoming older than {@code nrm.drafts.keep}. A task that begins again at once,
 * because its deadline has moved (D16), stays with the person who had begun it, with their draft.
 *
 * <p>For as long, a start form that has been sent is recognised by the token of its browser. If the
 * answer is lost on the way and the form is sent again, no second case is opened.
 */
@Component
public class Drafts implements TaskCreatedListener, TaskLeftListener, FormListener {

  private static final Logger LOG = LoggerFactory.getLogger(Drafts.class);

  /** A draft is kept for this long after it was last saved. */
  @Validated
  @ConfigurationProperties("nrm.drafts")
  record Settings(@NotNull @DurationMin(minutes = 1) @DurationMax(days = 366) Duration keep) {}

  /** The largest draft in bytes. All texts of the longest form together have 66,440 characters. */
  static final int MAX_BYTES = 256 * 1024;

  /** The header of a request that sends a form, the same each time that this form is sent. */
  static final String TOKEN = "Nrm-Form";

  private static final Pattern TOKENS = Pattern.compile("[0-9a-f]{32}");
  private static final String CASE_NUMBER = "caseNumber";

  private static final TypeReference<Map<String, JsonNode>> VALUES = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ContentCipher cipher;
  private final CaseClock clock;
  private final DeployedForms forms;
  private final Duration keep;
  private final ObjectMapper json = new ObjectMapper();
  private final BoundToTransaction.Memory<String, Interrupted> interrupted =
      new BoundToTransaction.Memory<>();

  Drafts(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      ContentCipher cipher,
      CaseClock clock,
      DeployedForms forms,
      Settings settings) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.cipher = cipher;
    this.clock = clock;
    this.forms = forms;
    this.keep = settings.keep();
  }

  public static final class TooLarge extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  public enum Kind {
    /** Completes a task; its id is the task's. */
    TASK,
    /** Starts a process; its id is the process definition's. */
    START
  }

  /**
   * The signed-in person's draft of a form.
   *
   * @return empty if the person may not send this form now: the task doesn't exist or isn't
   *     assigned to them, or they may not start the process
   */
  public Optional<Draft> find(Kind kind, String id, String person) {
    return form(kind, id, person).map(this::read);
  }

  /**
   * Replaces the signed-in person's draft of a form. Nothing typed means no draft.
   *
   * @param typed the fields that the person has changed, by key; anything that isn't a field of the
   *     form is dropped
   * @return the draft as it is now; empty if the person may not send this form now
   * @throws TooLarge if the draft is larger than {@link #MAX_BYTES}
   */
  public Optional<Draft> save(Kind kind, String id, String person, Map<String, JsonNode> typed) {
    TransactionCallback<Optional<Draft>> save =
        status -> form(kind, id, person).flatMap(form -> write(form, typed));
    try {
      return transaction.execute(save);
    } catch (DuplicateKeyException e) {
      // The same person has just saved the first draft of this form in another window.
      return transaction.execute(save);
    }
  }

  /**
   * Whether a task ended because its form was sent, and not because it was no longer needed.
   *
   * @return empty if the task hasn't ended, or was not this person's when it did
   */
  public Optional<Boolean> isSent(String taskId, String person) {
    return jdbc.sql(
            "select case when DELETE_REASON_ = 'completed' then 1 else 0 end from ACT_HI_TASKINST"
                + " where ID_ = ? and ASSIGNEE_ = ? and END_TIME_ is not null")
        .params(taskId, person)
        .query(Integer.class)
        .optional()
        .map(sent -> sent == 1);
  }

  private Optional<FormInProgress> form(Kind kind, String id, String person) {
    return switch (kind) {
      case TASK ->
          forms.taskFormFor(person, id).map(schema -> FormInProgress.ofTask(id, person, schema));
      case START ->
          forms.startFormFor(person, id).map(schema -> FormInProgress.ofStart(person, schema));
    };
  }

  private Draft read(FormInProgress form) {
    return jdbc.sql(
            "select content, saved_at from form_draft where person = ? and form = ? and saved_at >= ?")
        .params(form.person(), form.id(), oldest())
        .query(
            (row, number) ->
                new Draft(
                    form.person(),
                    row.getObject("saved_at", OffsetDateTime.class).toInstant(),
                    fieldsOf(form, decrypt(row.getBytes("content"), form))))
        .optional()
        .orElseGet(() -> emptyDraft(form));
  }

  private static Draft emptyDraft(FormInProgress form) {
    return new Draft(form.person(), null, Map.of());
  }

  private Optional<Draft> write(FormInProgress form, Map<String, JsonNode> typed) {
    if (form.taskId() != null && !lockTask(form.person(), form.taskId())) {
      return Optional.empty();
    }
    Map<String, JsonNode> values = fieldsOf(form, typed);
    if (values.isEmpty()) {
      jdbc.sql("delete from form_draft where person = ? and form = ?")
          .params(form.person(), form.id())
          .update();
      return Optional.of(emptyDraft(form));
    }
    byte[] sealed = encrypt(values, form);
    Instant now = clock.now();
    int updated =
        jdbc.sql("update form_draft set content = ?, saved_at = ? where person = ? and form = ?")
            .params(sealed, now.atOffset(ZoneOffset.UTC), form.person(), form.id())
            .update();
    if (updated == 0) {
      insert(form, sealed, now);
    }
    return Optional.of(new Draft(form.person(), now, values));
  }

  private void insert(FormInProgress form, byte[] sealed, Instant now) {
    jdbc.sql("insert into form_draft (id, person, form, content, saved_at) values (?, ?, ?, ?, ?)")
        .param(UUID.randomUUID().toString())
        .param(form.person())
        .param(form.id())
        .param(sealed)
        .param(now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Locks the task, so that a transaction that ends or reassigns it deletes this draft too. */
  private boolean lockTask(String person, String taskId) {
    return jdbc.sql("select ID_ from ACT_RU_TASK where ID_ = ? and ASSIGNEE_ = ? for update")
        .params(taskId, person)
        .query(String.class)
        .optional()
        .isPresent();
  }

  /** The values of fields that a person can fill in; everything else is dropped. */
  private static Map<String, JsonNode> fieldsOf(FormInProgress form, Map<String, JsonNode> typed) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    typed.forEach(
        (key, value) -> {
          FormField field = form.schema().fields().get(key);
          if (field != null && !field.disabled() && !field.readOnly() && isValue(value)) {
            values.put(key, value);
          }
        });
    return values;
  }

  /** A value as a field has it: a text, number, tick or nothing, or a list of chosen options. */
  private static boolean isValue(JsonNode value) {
    if (value.isArray()) {
      for (JsonNode one : value) {
        if (!one.isTextual()) {
          return false;
        }
      }
      return true;
    }
    return value.isValueNode();
  }

  @Override
  public Optional<String> startRefusal(FormSchema form, String officer) {
    return sentForm(form, officer)
        .flatMap(
            sent ->
                jdbc.sql("select content from form_draft where person = ? and form = ?")
                    .params(sent.person(), sent.id())
                    .query(byte[].class)
                    .optional()
                    .map(content -> alreadySent(decrypt(content, sent).get(CASE_NUMBER))));
  }

  private static String alreadySent(JsonNode caseNumber) {
    return "The form has already been sent%s. Nothing was sent again"
        .formatted(caseNumber.isNull() ? "" : ", as case " + caseNumber.asText());
  }

  /** The number can't be read in this transaction, which the database has ended. */
  private void noteSent(FormInProgress form, String caseNumber) {
    try {
      insert(form, encrypt(Map.of(CASE_NUMBER, json.valueToTree(caseNumber)), form), clock.now());
    } catch (DuplicateKeyException sentAtTheSameMoment) {
      throw FormRefused.of(alreadySent(NullNode.instance));
    }
  }

  private static Optional<FormInProgress> sentForm(FormSchema form, String officer) {
    return officer != null
            && RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes now
        ? Optional.ofNullable(now.getRequest().getHeader(TOKEN))
            .filter(TOKENS.asMatchPredicate())
            .map(token -> FormInProgress.ofSent(token, officer, form))
        : Optional.empty();
  }

  private byte[] encrypt(Map<String, JsonNode> values, FormInProgress form) {
    try {
      byte[] plain = json.writeValueAsBytes(values);
      if (plain.length > MAX_BYTES) {
        throw new TooLarge();
      }
      return cipher.seal(plain, context(form));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A draft cannot be written as JSON");
    }
  }

  private Map<String, JsonNode> decrypt(byte[] sealed, FormInProgress form) {
    try {
      return json.readValue(cipher.open(sealed, context(form)), VALUES);
    } catch (IOException e) {
      throw new IllegalStateException("A draft is not JSON"); // without what it says
    }
  }

  /** Binds a draft to its form and its person, as in {@code SealedColumn}. */
  private static String context(FormInProgress form) {
    return "draft " + form.id() + " " + form.person();
  }

  /** The draft of a person who is away stays until their task ends: they may get it back. */
  @Override
  public void left(DelegateTask task, String assignee, boolean ended) {
    String away = task.getOwner();
    delete(
        "form = ? and person not in (?, ?)",
        FormInProgress.idOfTask(task.getId()),
        Objects.toString(assignee, ""),
        ended ? "" : Objects.toString(away, ""));
    if (TaskListener.EVENTNAME_DELETE.equals(task.getEventName())
        && (task.getAssignee() != null || away != null)) {
      interrupted.values().put(place(task), new Interrupted(task));
    }
  }

  /** Only for the same team: after a transfer, the other authority writes its own (D14). */
  @Override
  public void created(DelegateTask task) {
    Interrupted before = interrupted.values().remove(place(task));
    if (before == null || !before.team().equals(team(task))) {
      return;
    }
    task.setOwner(before.owner());
    task.setAssignee(before.assignee());
    atTheEnd().moves().add(() -> move(before.taskId(), task.getId()));
  }

  private void move(String before, String after) {
    jdbc.sql("select person, content, saved_at from form_draft where form = ?")
        .param(FormInProgress.idOfTask(before))
        .query(
            row -> {
              String person = row.getString("person");
              FormInProgress from = FormInProgress.ofTask(before, person, null);
              FormInProgress to = FormInProgress.ofTask(after, person, null);
              insert(
                  to,
                  encrypt(decrypt(row.getBytes("content"), from), to),
                  row.getObject("saved_at", OffsetDateTime.class).toInstant());
            });
  }

  private static String place(DelegateTask task) {
    return task.getProcessInstanceId() + task.getTaskDefinitionKey();
  }

  private static Set<String> team(DelegateTask task) {
    return task.getCandidates().stream()
        .map(link -> link.getGroupId() + " " + task.getTenantId())
        .collect(Collectors.toSet());
  }

  /** A task that its process has ended in the current transaction. */
  private record Interrupted(String taskId, String owner, String assignee, Set<String> team) {

    Interrupted(DelegateTask task) {
      this(task.getId(), task.getOwner(), task.getAssignee(), Drafts.team(task));
    }
  }

  /**
   * Deletes the draft of a form that has started a process, and notes that it was sent. A task's
   * draft goes with the task.
   */
  @Override
  public void accepted(FormSubmission submission) {
    if (!submission.starts() || submission.officer() == null) {
      return;
    }
    delete(
        "form = ? and person = ?",
        FormInProgress.idOfStart(submission.form().id()),
        submission.officer());
    sentForm(submission.form(), submission.officer())
        .ifPresent(form -> noteSent(form, submission.caseNumber()));
  }

  /**
   * Deletes at the end of the transaction, all in one statement. By then the engine has written the
   * task, and a draft that is being saved waits for that or has been saved before it.
   */
  private void delete(String condition, String... values) {
    AtTheEnd end = atTheEnd();
    end.conditions().add(condition);
    end.values().addAll(List.of(values));
  }

  private AtTheEnd atTheEnd() {
    return BoundToTransaction.of(
        AtTheEnd.class,
        this,
        () -> new AtTheEnd(this, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
  }

  private record AtTheEnd(
      Drafts owner, List<Runnable> moves, List<String> conditions, List<String> values)
      implements BoundToTransaction {

    @Override
    public void beforeCommit(boolean readOnly) {
      moves.forEach(Runnable::run);
      owner
          .jdbc
          .sql("delete from form_draft where " + String.join(" or ", conditions))
          .params(values)
          .update();
    }
  }

  /**
   * Deletes drafts that are too old, and those whose task or person is no longer there, so that a
   * later person with the same id isn't offered them.
   */
  void deleteOld() {
    jdbc.sql(
            """
            delete from form_draft where saved_at < ?
              or form like 'task/%' and not exists (select 1 from ACT_RU_TASK where ID_ = substring(form from 6))
              or not exists (select 1 from ACT_ID_USER where ID_ = person)\
            """)
        .param(oldest())
        .update();
  }

  @Scheduled(initialDelay = 1, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  void deleteOldOrLog() {
    try {
      deleteOld();
    } catch (RuntimeException e) {
      LOG.warn(
          "Old drafts could not be deleted ({}); it is tried again", e.getClass().getSimpleName());
    }
  }

  private OffsetDateTime oldest() {
    return clock.timestamp().minus(keep);
  }
}
