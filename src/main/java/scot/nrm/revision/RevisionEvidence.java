package scot.nrm.revision;

import java.util.List;

/** Evidence about a revision, apart from its files, for the people who sign it. */
public interface RevisionEvidence {

  /** The evidence in sentences for policy staff, without any number of cases below five. */
  List<String> about(int revision);
}
