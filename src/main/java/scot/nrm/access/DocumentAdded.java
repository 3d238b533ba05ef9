package scot.nrm.access;

/**
 * Is published in the transaction that adds a document to a case, so that the teams that work on it
 * can be notified.
 *
 * @param officer the person who added it
 */
public record DocumentAdded(String caseNumber, String id, String officer) {}
