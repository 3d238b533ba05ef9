package scot.nrm.notices;

/**
 * An e-mail to a team that work waits for it. Nothing about a child, and no address: that is looked
 * up when it is sent.
 *
 * @param occurrence what it is about: a task, or a morning; with the team it is there once only
 * @param group the role of the team
 * @param council the council whose team it is; empty for a team that works for every council
 * @param toOutOfHours goes to the team's out-of-hours address, instead of its own
 * @param caseNumber {@code null} where it is about no single case
 * @param sentence what has happened
 */
record Notice(
    String id,
    String occurrence,
    String group,
    String council,
    boolean toOutOfHours,
    String caseNumber,
    String sentence) {}
