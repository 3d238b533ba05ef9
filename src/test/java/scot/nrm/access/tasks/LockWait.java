package scot.nrm.access.tasks;

import static org.awaitility.Awaitility.await;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Waits for another transaction that waits for a lock, on H2. */
public final class LockWait {

  private LockWait() {}

  /** Until another session waits for a lock of the running transaction. */
  public static void awaitWaiter(JdbcClient jdbc) {
    await()
        .pollInSameThread()
        .until(
            () ->
                jdbc.sql(
                            "select count(*) from information_schema.sessions where blocker_id = session_id()")
                        .query(Long.class)
                        .single()
                    > 0);
  }
}
