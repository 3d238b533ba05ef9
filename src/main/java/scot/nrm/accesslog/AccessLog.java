package scot.nrm.accesslog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.availability.DatabaseAway;
import scot.nrm.casefile.ContentCipher;

/**
 * The access log: who read what of which case, who signed in, and who was refused. Entries are only
 * ever added. Each is written in the current transaction where there is one, and in a single insert
 * where there is none. A refusal is written even if that transaction is rolled back.
 *
 * <p>A second copy of each entry, one line of JSON, goes to the logger {@value #COPY} before the
 * database: {@link SecondCopy} leads it to a file or to syslog.
 */
@Component
public class AccessLog {

  static final String COPY = "nrm.access";

  private static final Logger COPY_LOG = LoggerFactory.getLogger(COPY);
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Above this number of councils, the person works for a central authority. */
  private static final int MAX_LISTED_COUNCILS = 3;

  /** Written instead of the ids for someone with more councils. */
  static final String ALL_COUNCILS = "all";

  private static final int MAX_GROUPS_LENGTH = 400;

  private static final String INSERT =
      """
      insert into access_log (recorded_at, user_id, roles, councils, what, case_number, detail,
        row_count, has_task, about, reason, address, allowed)
      values (:at, :user, :roles, :councils, :what, :case, :detail,
        :rows, :task, :about, :reason, :address, :allowed)\
      """;

  private final NamedParameterJdbcOperations batches;
  private final ContentCipher cipher;
  private final TransactionTemplate ownTransaction;
  private final boolean copied;

  AccessLog(
      NamedParameterJdbcOperations batches,
      ContentCipher cipher,
      PlatformTransactionManager transactions,
      ObjectProvider<SecondCopy> copy) {
    this.batches = batches;
    this.cipher = cipher;
    // The lines have one logger for the whole virtual machine, where a rehearsal has its own log.
    // The copy is led on from here, because a start makes entries before it has made all parts.
    this.copied = copy.stream().anyMatch(SecondCopy::isConfigured);
    this.ownTransaction = new TransactionTemplate(transactions);
    ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /**
   * Adds an entry, with the current time and the address of the current request.
   *
   * @throws NotLogged if it can't be stored; what was to be read must then not be shown
   */
  public void record(Access access) {
    record(List.of(access));
  }

  /** Adds these entries together: a first start has hundreds. */
  void record(List<Access> accesses) {
    if (accesses.isEmpty()) {
      return;
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    String address = RequestOrigin.address();
    if (copied) {
      accesses.forEach(access -> copy(access, now, address));
    }
    try {
      List<Access> refused = accesses.stream().filter(access -> !access.allowed()).toList();
      if (!refused.isEmpty() && TransactionSynchronizationManager.isSynchronizationActive()) {
        insertAfterRollback(refused, now, address);
      }
      insert(accesses, now, address);
    } catch (DataAccessException | TransactionException e) {
      if (!DatabaseAway.logIfCauseOf(e)) {
        LOG.error("The access log can't be written ({})", e.getClass().getSimpleName());
      }
      throw new NotLogged(e);
    }
  }

  private void insertAfterRollback(List<Access> refused, Instant now, String address) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            if (status != STATUS_COMMITTED) {
              ownTransaction.executeWithoutResult(own -> insert(refused, now, address));
            }
          }
        });
  }

  private void insert(List<Access> accesses, Instant at, String address) {
    batches.batchUpdate(
        INSERT,
        accesses.stream()
            .map(access -> row(access, at, address))
            .toArray(SqlParameterSource[]::new));
  }

  private SqlParameterSource row(Access access, Instant at, String address) {
    return new MapSqlParameterSource("at", at.atOffset(ZoneOffset.UTC))
        .addValue("user", access.person().userId())
        .addValue("roles", roles(access.person().groups()))
        .addValue("councils", councils(access.person().tenants()))
        .addValue("what", access.what().id())
        .addValue("case", access.caseNumber())
        .addValue("detail", access.detail())
        .addValue("rows", access.rows(), Types.INTEGER)
        .addValue("task", access.hasTask(), Types.BOOLEAN)
        .addValue("about", access.about())
        .addValue("reason", sealed(access), Types.VARBINARY)
        .addValue("address", address)
        .addValue("allowed", access.allowed());
  }

  private byte[] sealed(Access access) {
    return access.reason() == null
        ? null
        : cipher.seal(
            access.reason().getBytes(StandardCharsets.UTF_8),
            sealingContext(access.caseNumber(), access.person().userId()));
  }

  /** Opens a reason that was stored for this case and person. */
  String reason(byte[] sealed, String caseNumber, String userId) {
    return new String(
        cipher.open(sealed, sealingContext(caseNumber, userId)), StandardCharsets.UTF_8);
  }

  private static String sealingContext(String caseNumber, String userId) {
    return "access-log/" + caseNumber + "/" + userId;
  }

  private static String roles(Set<String> groups) {
    String all = groups.stream().sorted().collect(Collectors.joining(" "));
    return all.length() > MAX_GROUPS_LENGTH ? all.substring(0, MAX_GROUPS_LENGTH) : all;
  }

  private static String councils(Set<String> councils) {
    return councils.size() > MAX_LISTED_COUNCILS
        ? ALL_COUNCILS
        : councils.stream().sorted().collect(Collectors.joining(" "));
  }

  /** JSON escapes line breaks, so that one entry is always one line. The reason is left out. */
  private static void copy(Access access, Instant at, String address) {
    if (!COPY_LOG.isInfoEnabled()) {
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", at.toString());
    line.put("user", access.person().userId());
    line.put("roles", roles(access.person().groups()));
    line.put("localAuthorities", councils(access.person().tenants()));
    line.put("what", access.what().id());
    line.put("case", access.caseNumber());
    line.put("detail", access.detail());
    line.put("rows", access.rows());
    line.put("hasTask", access.hasTask());
    line.put("about", access.about());
    line.put("reasonGiven", access.reason() == null ? null : true);
    line.put("from", address);
    line.put("allowed", access.allowed());
    line.values().removeIf(value -> value == null || "".equals(value));
    try {
      COPY_LOG.info(JSON.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An entry of texts and numbers is always JSON", e);
    }
  }
}
