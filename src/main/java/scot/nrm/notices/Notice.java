package scot.nrm.notices;

/**
 * An e-mail to a team about waiting work, or to a person about a task. Contains nothing about a
 * child, and no address, which is looked up when it is sent.
 *
 * @param occurrence its subject: a task, or a morning; unique for each team
 * @param group the role of the team; empty for a person
 * @param council the council whose team it is; empty for a team that works for every council
 * @param person the user id; empty for a team
 * @param toOutOfHours whether it goes to the team's out-of-hours address
 * @param caseNumber {@code null} if it isn't about a single case
 * @param sentence what has happened
 */
record Notice(
    String id,
    String occurrence,
    String group,
    String council,
    String person,
    boolean toOutOfHours,
    String caseNumber,
    String sentence) {}
