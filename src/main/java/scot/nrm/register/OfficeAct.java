package scot.nrm.register;

import scot.nrm.engine.StoredCode;

/**
 * What one officer decides about a case, apart from the decisions that need two (D18). The register
 * keeps the code where other acts have their stage.
 */
public enum OfficeAct implements StoredCode {
  /** A manager of the local authority confirms that the child is not referred (D4). */
  NOT_REFERRED,
  /** UKBA's case owner decides on leave to remain (D29). */
  LEAVE,
  /** The local authority closes its protection work (D1). */
  PROTECTION_CLOSED
}
