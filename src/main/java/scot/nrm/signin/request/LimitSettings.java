package scot.nrm.signin.request;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How often one person may do something within an hour; 0 for no limit.
 *
 * @param reads opening a case, or a form that shows one
 * @param exports tables for spreadsheets
 * @param updates forms that are sent, and documents that are added
 * @param pdfs letters, records and forms as PDF
 */
@Validated
@ConfigurationProperties("nrm.limits")
public record LimitSettings(
    @Min(0) int reads, @Min(0) int exports, @Min(0) int updates, @Min(0) int pdfs) {}
