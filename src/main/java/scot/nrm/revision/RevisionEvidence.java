package scot.nrm.revision;

import java.util.List;

/** What was found out about a revision beside its files, for the people who sign it. */
public interface RevisionEvidence {

  /** As sentences for policy staff, without a number of cases below five. */
  List<String> about(int revision);
}
