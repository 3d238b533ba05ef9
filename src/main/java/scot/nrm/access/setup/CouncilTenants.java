package scot.nrm.access.setup;

import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Tenant;
import scot.nrm.access.Councils;

/** The councils as the engine's tenants. */
final class CouncilTenants {

  private final IdentityService identity;

  CouncilTenants(IdentityService identity) {
    this.identity = identity;
  }

  void compare(Councils councils, AccessDrift drift) {
    Map<String, Tenant> present =
        identity.createTenantQuery().list().stream()
            .collect(Collectors.toMap(Tenant::getId, tenant -> tenant));
    for (Councils.Council council : councils.councils()) {
      Tenant tenant = present.get(council.id());
      if (tenant == null) {
        drift.found(
            "The local authority " + council.id() + " was missing",
            () -> save(identity.newTenant(council.id()), council));
      } else if (!council.name().equals(tenant.getName())) {
        drift.found(
            "The local authority " + council.id() + " was called " + tenant.getName(),
            () -> save(tenant, council));
      }
    }
  }

  private void save(Tenant tenant, Councils.Council council) {
    tenant.setName(council.name());
    identity.saveTenant(tenant);
  }
}
