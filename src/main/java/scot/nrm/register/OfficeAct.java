package scot.nrm.register;

import java.util.Map;
import java.util.Optional;
import scot.nrm.engine.StoredCode;

/**
 * A decision that one officer makes alone, unlike those that need two (D18). A property of the user
 * task names it. The register stores its code instead of a stage.
 */
public enum OfficeAct implements StoredCode {
  /** A manager of the local authority confirms that the child is not referred (D4). */
  NOT_REFERRED,
  /** A case owner of the authority for immigration decides on leave to remain (D29). */
  LEAVE,
  /** The local authority closes its protection work (D1). */
  PROTECTION_CLOSED,
  /** A case owner accepts a request for reconsideration (D30). */
  RECONSIDERATION,
  /**
   * The local authority has assessed the child (D4); for a form that doesn't ask what it believes.
   */
  ASSESSED;

  /** The property of a user task ({@code camunda:properties}) that names one of them. */
  public static final String PROPERTY = "office-act";

  /** The act of a task with these properties; empty if it has none. */
  public static Optional<OfficeAct> of(Map<String, String> properties) {
    return StoredCode.find(OfficeAct.class, properties.get(PROPERTY));
  }
}
