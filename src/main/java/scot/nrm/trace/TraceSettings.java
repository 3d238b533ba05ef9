package scot.nrm.trace;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the ends of all chains are kept outside the database.
 *
 * @param address who is e-mailed, also if something doesn't fit; empty for nobody
 * @param file a line is added to it each night; empty for none
 */
@ConfigurationProperties("nrm.trace")
record TraceSettings(@DefaultValue("") String address, @DefaultValue("") String file) {}
