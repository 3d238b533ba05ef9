package scot.nrm.signin.request;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How often one person may do something within an hour; 0 for no limit.
 *
 * @param reads opening a case, or a form that shows one
 * @param exports tables for spreadsheets
 * @param updates forms that are sent, and documents that are added
 * @param pdfs letters, records and forms as PDF
 */
@ConfigurationProperties("nrm.limits")
public record LimitSettings(int reads, int exports, int updates, int pdfs) {}
