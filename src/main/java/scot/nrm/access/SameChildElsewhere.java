package scot.nrm.access;

/**
 * Is published in the transaction that merges a case with one of another local authority (D12), so
 * that the teams that protect the child can be notified.
 *
 * @param caseNumber the local authority's own case
 */
public record SameChildElsewhere(String caseNumber, String localAuthority) {}
