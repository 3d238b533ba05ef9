package scot.nrm.register;

import java.util.Map;
import java.util.Optional;
import scot.nrm.engine.StoredCode;

/**
 * What one officer decides about a case, apart from the decisions that need two (D18). The user
 * task says so by a property. The register stores its code in place of a stage.
 */
public enum OfficeAct implements StoredCode {
  /** A manager of the local authority confirms that the child is not referred (D4). */
  NOT_REFERRED,
  /** A case owner of the authority for immigration decides on leave to remain (D29). */
  LEAVE,
  /** The local authority closes its protection work (D1). */
  PROTECTION_CLOSED;

  /** The property of a user task ({@code camunda:properties}) that names one of them. */
  public static final String PROPERTY = "office-act";

  /** The act of a task with these properties; empty if it is none. */
  public static Optional<OfficeAct> of(Map<String, String> properties) {
    return StoredCode.find(OfficeAct.class, properties.get(PROPERTY));
  }
}
