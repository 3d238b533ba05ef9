package scot.nrm.trace;

import jakarta.validation.constraints.Email;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The places outside the database where the ends of all chains are kept.
 *
 * @param address the email address, which also gets the warnings; empty for none
 * @param file the file to which a line is added each night; empty for none
 */
@Validated
@ConfigurationProperties("nrm.trace")
record TraceSettings(@DefaultValue("") @Email String address, @DefaultValue("") String file) {}
