package scot.nrm.revision;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.access.MorningMail;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseClock;
import scot.nrm.revision.Revision.State;

/**
 * E-mails the author of a revision, and the release officer who released it, about problems since
 * it came into force: each morning for 30 days. There is no e-mail without problems, or once the
 * revision is taken back.
 */
@Component
class RevisionMail implements MorningMail {

  private final RevisionStore store;
  private final RevisionWatch watch;
  private final NamesAndRoles people;
  private final CaseClock clock;

  RevisionMail(RevisionStore store, RevisionWatch watch, NamesAndRoles people, CaseClock clock) {
    this.store = store;
    this.watch = watch;
    this.people = people;
    this.clock = clock;
  }

  @Override
  public List<String> recipients() {
    return watched(clock.today())
        .flatMap(revision -> Stream.of(revision.author(), revision.signatures().releaseOfficer()))
        .distinct()
        .toList();
  }

  @Override
  public String page() {
    return "/nrm/revisions";
  }

  @Override
  public Optional<Mail> of(String person, LocalDate morning) {
    String text =
        watched(morning)
            .filter(
                revision ->
                    Set.of(revision.author(), revision.signatures().releaseOfficer())
                        .contains(person))
            .map(revision -> entry(revision, watch.since(revision.made(), morning.minusDays(1))))
            .filter(entry -> !entry.isEmpty())
            .collect(Collectors.joining("\n"));
    return text.isEmpty()
        ? Optional.empty()
        : people
            .email(person)
            .map(
                address -> new Mail(address, "Problems since your revision came into force", text));
  }

  private Stream<Revision> watched(LocalDate day) {
    return store.inStates(Set.of(State.IN_FORCE)).stream()
        .filter(revision -> revision.day().isAfter(day.minusDays(RevisionWatch.DAYS)))
        .filter(
            revision ->
                store.takingBack(revision.number()).stream()
                    .noneMatch(back -> back.state() == State.IN_FORCE));
  }

  private static String entry(Revision revision, List<String> trouble) {
    return trouble.isEmpty()
        ? ""
        : "Revision %d, %s, in force since %s:\n%s\n"
            .formatted(
                revision.number(),
                revision.name(),
                BritishDate.of(revision.day()),
                trouble.stream().map(one -> "  " + one).collect(Collectors.joining("\n")));
  }
}
