package scot.nrm.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.db.CompositePermissionCheck;
import org.camunda.bpm.engine.impl.db.PermissionCheck;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;
import scot.nrm.engine.EngineLists;
import scot.nrm.engine.EngineLists.Manager;

/**
 * Keeps the engine's answers about what a signed-in person may do. The engine asks the database for
 * each of them, up to three times in a request, although they depend only on the person's groups
 * and on permissions. Each request reads the groups and the version of the permissions anyway.
 * These are part of the key, so a change applies from the next request, on every node.
 */
@Component
public class PermissionCache extends AbstractProcessEnginePlugin {

  private static final int MAX_PEOPLE = 1_000;

  /** Most are about one process or filter, but some about a task. */
  private static final int MAX_ANSWERS = 500;

  private static final ThreadLocal<RequestPermissions> CURRENT = new ThreadLocal<>();

  private final ConcurrentLruCache<String, Map<String, Boolean>> answers =
      new ConcurrentLruCache<>(MAX_PEOPLE, version -> new ConcurrentHashMap<>());

  private record RequestPermissions(
      String user, Collection<String> groups, Map<String, Boolean> answers) {}

  /**
   * From now on the same question of this person is asked once on this thread, until {@link
   * #forget}.
   *
   * @param version everything that an answer depends on: who it is, their groups and the version of
   *     the permissions
   */
  public void use(String user, Collection<String> groups, String version) {
    CURRENT.set(new RequestPermissions(user, groups, answers.get(version)));
  }

  /** Questions on this thread are the database's again. */
  public static void forget() {
    CURRENT.remove();
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    // With each permission, instead of first in a statement of its own.
    engine.setAuthorizationCheckRevokes(
        ProcessEngineConfiguration.AUTHORIZATION_CHECK_REVOKE_ALWAYS);
    engine.setCustomSessionFactories(
        EngineLists.with(
            engine.getCustomSessionFactories(),
            new Manager(AuthorizationManager.class, Authorizations::new)));
  }

  private static final class Authorizations extends AuthorizationManager {

    /**
     * Nobody has a permission for one task or one process: who may see it follows from the case,
     * the team and the local authority. So there is none to delete with it.
     */
    @Override
    public void deleteAuthorizationsByResourceId(Resource resource, String id) {
      if (resource != Resources.TASK && resource != Resources.PROCESS_INSTANCE) {
        super.deleteAuthorizationsByResourceId(resource, id);
      }
    }

    /** The engine first asks which groups have any permission; one without allows nothing. */
    @Override
    public List<String> filterAuthenticatedGroupIds(List<String> groups) {
      return groups == null ? List.of() : groups;
    }

    @Override
    public boolean isAuthorized(String user, List<String> groups, PermissionCheck check) {
      return cached(user, groups, keyOf(check), () -> super.isAuthorized(user, groups, check));
    }

    @Override
    public boolean isAuthorized(String user, List<String> groups, CompositePermissionCheck check) {
      return cached(user, groups, keyOf(check), () -> super.isAuthorized(user, groups, check));
    }

    private static boolean cached(
        String user, List<String> groups, String key, BooleanSupplier check) {
      Map<String, Boolean> answers = answers(user, groups);
      Boolean answer = answers == null ? null : answers.get(key);
      if (answer == null) {
        answer = check.getAsBoolean();
        if (answers != null) {
          answers.put(key, answer);
        }
      }
      return answer;
    }

    /**
     * The known answers; {@code null} if this is about someone else, or about a group that the
     * person isn't known to have.
     */
    private static Map<String, Boolean> answers(String user, List<String> groups) {
      RequestPermissions known = CURRENT.get();
      if (known == null
          || !known.user().equals(user)
          || groups != null && !known.groups().containsAll(groups)) {
        return null;
      }
      if (known.answers().size() > MAX_ANSWERS) {
        known.answers().clear();
      }
      return known.answers();
    }

    private static String keyOf(CompositePermissionCheck check) {
      return (check.isDisjunctive() ? "any" : "all")
          + check.getAtomicChecks().stream().map(Authorizations::keyOf).toList()
          + check.getCompositeChecks().stream().map(Authorizations::keyOf).toList();
    }

    private static String keyOf(PermissionCheck check) {
      return check.getResourceType()
          + " "
          + check.getPerms()
          + " "
          + check.getResourceId()
          + " "
          + check.getAuthorizationNotFoundReturnValue();
    }
  }
}
