package scot.nrm.mail;

import java.util.Optional;

/** Where people who reported a child can be e-mailed. It is read when a message is sent. */
public interface ReporterAddresses {

  /** The address that they gave with the report; empty if they gave none. */
  Optional<String> of(String caseNumber);
}
