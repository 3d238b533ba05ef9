package scot.nrm.casefile;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;
import org.springframework.core.env.Environment;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.startup.StartRefused;

/**
 * Refuses to start with keys that are not this database's: nobody could read the existing cases,
 * and new cases would be sealed with a key that the other nodes don't have.
 *
 * <p>The first start with a key writes its keyed digest to the database. If the digests are missing
 * but there is sealed content, the keys must first open that content. {@link Detector} makes
 * everything that uses the database wait for this.
 */
@Component
class MasterKeyCheck implements InitializingBean {

  private static final Logger LOG = LoggerFactory.getLogger(MasterKeyCheck.class);

  private static final String SETTINGS =
      " (NRM_CASE_FILE_KEY is version 1, and NRM_KEYS_2_FILE, NRM_KEYS_2_COMMAND or NRM_KEYS_2_VALUE version 2)";

  private static final String SET_THE_KEY =
      "Set the key that this database was started with"
          + SETTINGS
          + ", the same on every node, or check that NRM_DATABASE_URL is the right database. If the key is lost, nobody can read the case files in this database: see docs/operate/keys.md.";

  private static final String SET_UNUSED_KEY =
      "Set it again on every node"
          + SETTINGS
          + ". Nothing is encrypted with it. If it is lost, run --nrm.reseal with the key that is set, and it is no longer needed: see docs/operate/keys.md.";

  /** Commands for existing content, such as a backup, that need only the keys that sealed it. */
  private static final Set<String> COMMANDS = Set.of(Resealing.OPTION, "nrm.erase", "nrm.verify");

  private final JdbcClient jdbc;
  private final MasterKeys keys;
  private final boolean isResealing;
  private final boolean isCommand;

  MasterKeyCheck(DataSource database, MasterKeys keys, Environment environment) {
    this.jdbc = JdbcClient.create(database);
    this.keys = keys;
    this.isResealing = environment.containsProperty(Resealing.OPTION);
    this.isCommand = COMMANDS.stream().anyMatch(environment::containsProperty);
  }

  /**
   * @throws StartRefused if the database was written with another key
   */
  @Override
  public void afterPropertiesSet() {
    if (known().isEmpty()) {
      refuseUnlessKeysOpenContent();
    }
    if (isResealing && !known().containsKey(keys.current())) {
      throw new StartRefused(
          "No node has started with key version "
              + keys.current()
              + " of the case files yet. Nodes without it could read no case once everything is sealed with it.",
          "Give it to every node beside the other keys, restart one after the other, and then run this command again: see docs/operate/keys.md.");
    }
    Map<Integer, Known> known = refuseWrongKeys();
    if (!isCommand) {
      // Not earlier: a refused start must not record a key.
      keys.versions().forEach(this::record);
      known = refuseWrongKeys(); // another node may have started at the same time
    }
    refuseMissingKeys(sealingVersions(), SET_THE_KEY);
    if (!isCommand) {
      refuseMissingKeys(inUse(known), SET_UNUSED_KEY);
    }
    LOG.info(
        "Case files are sealed with key version {} (set: {}). If a key is lost, nobody can read what it has sealed, so keep a copy of each apart from the database and its backups.",
        keys.current(),
        MasterKeys.list(keys.versions()));
  }

  private record Known(String digest, boolean retired) {}

  private Map<Integer, Known> known() {
    Map<Integer, Known> known = new HashMap<>();
    jdbc.sql("select version, digest, retired from master_key")
        .query(
            row -> {
              known.put(
                  row.getInt("version"),
                  new Known(row.getString("digest"), row.getObject("retired") != null));
            });
    return known;
  }

  /** Refuses keys that are not the database's; returns those that it knows, by version. */
  private Map<Integer, Known> refuseWrongKeys() {
    Map<Integer, Known> known = known();
    for (int version : keys.versions()) {
      if (known.containsKey(version)
          && !keys.get(version).digest().equals(known.get(version).digest())) {
        throw new StartRefused(
            "The key of the case files is not the key of this database (key version "
                + version
                + ").",
            SET_THE_KEY);
      }
    }
    return known;
  }

  private void refuseMissingKeys(Set<Integer> needed, String whatToDo) {
    needed.removeAll(keys.versions());
    if (!needed.isEmpty()) {
      throw new StartRefused(
          "This database needs a key of the case files that is not set: version "
              + MasterKeys.list(needed)
              + ".",
          whatToDo);
    }
  }

  /** The versions that a node may seal with at any time: those that aren't retired. */
  private static Set<Integer> inUse(Map<Integer, Known> known) {
    return known.entrySet().stream()
        .filter(version -> !version.getValue().retired())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The versions that have sealed existing content, including retired ones. */
  private Set<Integer> sealingVersions() {
    Set<Integer> sealing = new TreeSet<>();
    for (SealedColumn column : SealedColumn.sealedWithMasterKey()) {
      jdbc.sql(column.heads())
          .query((row, number) -> (int) row.getBytes("head")[0])
          .list()
          .forEach(sealing::add);
    }
    return sealing;
  }

  private void refuseUnlessKeysOpenContent() {
    for (SealedColumn column : SealedColumn.sealedWithMasterKey()) {
      Optional<Sealed> oldest =
          jdbc.sql(column.oldest())
              .query((row, number) -> new Sealed(row.getBytes("sealed"), row.getString("context")))
              .optional();
      if (oldest.isPresent()) {
        try {
          keys.open(oldest.get().content(), oldest.get().context());
          return;
        } catch (UnreadableContent e) {
          throw new StartRefused(
              "The key of the case files does not open what is in this database: " + e.getMessage(),
              SET_THE_KEY);
        }
      }
    }
  }

  private void record(int version) {
    if (known().containsKey(version)) {
      return;
    }
    try {
      jdbc.sql("insert into master_key (version, digest, since) values (?, ?, ?)")
          .params(version, keys.get(version).digest(), OffsetDateTime.now(ZoneOffset.UTC))
          .update();
    } catch (DuplicateKeyException e) {
      // Another node has started at the same time and recorded its key.
    }
  }

  private record Sealed(byte[] content, String context) {}

  /**
   * Makes the check of the keys part of preparing the database: it runs after the schema, and
   * before anything else that uses the database exists, so that no job runs with a wrong key.
   */
  static final class Detector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    /** After Flyway's, which is 1. */
    private static final int AFTER_THE_SCHEMA = 100;

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
      return Set.of(MasterKeyCheck.class);
    }

    @Override
    public int getOrder() {
      return AFTER_THE_SCHEMA;
    }
  }
}
