package scot.nrm.access;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Tenant;

/** The councils as the engine's tenants. */
final class CouncilTenants {

  private final IdentityService identity;

  CouncilTenants(IdentityService identity) {
    this.identity = identity;
  }

  void putInPlace(Councils councils) {
    for (Councils.Council council : councils.councils()) {
      Tenant tenant = identity.createTenantQuery().tenantId(council.id()).singleResult();
      if (tenant == null) {
        tenant = identity.newTenant(council.id());
      } else if (council.name().equals(tenant.getName())) {
        continue;
      }
      tenant.setName(council.name());
      identity.saveTenant(tenant);
    }
  }
}
