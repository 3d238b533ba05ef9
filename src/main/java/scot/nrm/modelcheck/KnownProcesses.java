package scot.nrm.modelcheck;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The processes that can be deployed, from {@code config/roles.yaml}.
 *
 * @param caseProcesses the ids of the processes that a case can run through
 * @param otherProcesses the ids of the processes that belong to no case
 * @param messageStarts the messages that start a process, by its id
 */
@ConfigurationProperties("nrm")
record KnownProcesses(
    @DefaultValue List<String> caseProcesses,
    @DefaultValue List<String> otherProcesses,
    @DefaultValue Map<String, List<String>> messageStarts) {

  Set<String> ids() {
    return Stream.concat(caseProcesses.stream(), otherProcesses.stream())
        .collect(Collectors.toSet());
  }

  boolean startsWith(String process, String message) {
    return messageStarts.getOrDefault(process, List.of()).contains(message);
  }
}
