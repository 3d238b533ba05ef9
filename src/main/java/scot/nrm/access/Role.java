package scot.nrm.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The roles that the program itself names. Their permissions are in {@code config/roles.yaml},
 * which must contain them all and may contain others. The teams of the competent authorities are in
 * {@link scot.nrm.engine.authorities.Authorities}.
 */
public enum Role {
  FIRST_RESPONDER,
  UKBA_PORT_OFFICER,
  LA_DUTY_SOCIAL_WORK,
  LA_LEAD_PROFESSIONAL,
  LA_MANAGER,
  UKBA_ASYLUM_LIAISON,
  POLICE_LIAISON,
  CPC_MONITOR,
  EVENTS_ORGANISER,
  POLICY_ADVISER,
  POLICY_STAFF,
  POLICY_APPROVER,
  RELEASE_OFFICER,
  NRM_MANAGER,
  DATA_CONTROLLER;

  /** The teams that each council has. */
  public static final Set<Role> LOCAL_AUTHORITY =
      EnumSet.of(LA_DUTY_SOCIAL_WORK, LA_LEAD_PROFESSIONAL, LA_MANAGER);

  /** Roles of the councils that a person belongs to, whatever other roles the person has. */
  public static final Set<Role> OWN_COUNCIL_ROLES =
      EnumSet.of(LA_DUTY_SOCIAL_WORK, LA_LEAD_PROFESSIONAL, LA_MANAGER, CPC_MONITOR);

  /** The people who revise diagrams, tables and forms: authors, approvers and release officers. */
  public static final Set<Role> REVISING =
      EnumSet.of(POLICY_STAFF, POLICY_APPROVER, RELEASE_OFFICER);

  /** The id of the engine's group, as in the diagrams and {@code config/roles.yaml}. */
  public String group() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
