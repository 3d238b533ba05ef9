package scot.nrm.casefile;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.startup.StartRefused;

/**
 * Refuses to start with a key that is not this database's: nobody could read the cases that are
 * there, and new cases would be sealed with a key that the other nodes don't have.
 *
 * <p>The first start writes a keyed digest of its key into the database. A database that is older
 * than this table gets it once the key has opened something that is sealed there. {@link
 * KeysAreCheckedFirst} makes everything that uses the database wait for this.
 */
@Component
class KnownKeys implements InitializingBean {

  private static final Logger LOG = LoggerFactory.getLogger(KnownKeys.class);

  private static final String LOST =
      " If the key is lost, the case files in this database cannot be read by anyone.";

  private final JdbcClient jdbc;
  private final ContentCipher cipher;

  KnownKeys(DataSource database, ContentCipher cipher) {
    this.jdbc = JdbcClient.create(database);
    this.cipher = cipher;
  }

  /**
   * @throws StartRefused if the database was written with another key
   */
  @Override
  public void afterPropertiesSet() {
    if (known().isEmpty()) {
      refuseUnlessItOpensWhatIsThere();
      remember();
    }
    if (!known().equals(Optional.of(cipher.keyDigest()))) {
      throw new StartRefused(
          "The key of the case files is not the key of this database (key version "
              + ContentCipher.KEY_VERSION
              + ").",
          "Set NRM_CASE_FILE_KEY to the key that this database was first started with, the same on"
              + " every node, or check that NRM_DATABASE_URL is the right database."
              + LOST);
    }
    LOG.info(
        "The key of the case files is the key of this database. Without it nobody can read a case"
            + " file, so keep a copy apart from the database and its backups.");
  }

  private Optional<String> known() {
    return jdbc.sql("select digest from master_key where version = ?")
        .param(ContentCipher.KEY_VERSION)
        .query(String.class)
        .optional();
  }

  private void refuseUnlessItOpensWhatIsThere() {
    for (SealedColumn column : SealedColumn.values()) {
      Optional<Sealed> oldest =
          jdbc.sql(column.oldest())
              .query((row, number) -> new Sealed(row.getBytes("sealed"), row.getString("context")))
              .optional();
      if (oldest.isPresent()) {
        try {
          cipher.open(oldest.get().content(), oldest.get().context());
          return;
        } catch (UnreadableContent e) {
          throw new StartRefused(
              "The key of the case files does not open what is in this database: " + e.getMessage(),
              "Set NRM_CASE_FILE_KEY to the key that this database was first started with, the same"
                  + " on every node, or check that NRM_DATABASE_URL is the right database."
                  + LOST);
        }
      }
    }
  }

  private void remember() {
    try {
      jdbc.sql("insert into master_key (version, digest, since) values (?, ?, ?)")
          .param(ContentCipher.KEY_VERSION)
          .param(cipher.keyDigest())
          .param(OffsetDateTime.now(ZoneOffset.UTC))
          .update();
    } catch (DuplicateKeyException e) {
      // Another node has started at the same moment. Its key is the database's now.
    }
  }

  private record Sealed(byte[] content, String context) {}
}
