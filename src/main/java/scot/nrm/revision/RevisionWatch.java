package scot.nrm.revision;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.engine.sets.ProblemsBySet;
import scot.nrm.engine.sets.ProblemsBySet.Problem;
import scot.nrm.pages.SmallNumbers;
import scot.nrm.revision.Revision.State;

/**
 * Describes problems since a revision came into force, for its author and for release officers:
 * cases that are stuck, failed jobs and refused forms, by set and step.
 */
@Component
class RevisionWatch {

  /** The number of days for which refused forms are shown and e-mails are sent. */
  static final int DAYS = 30;

  private final List<ProblemsBySet> sources;
  private final DefinitionSets sets;
  private final RepositoryService repository;
  private final CaseClock clock;

  RevisionWatch(
      List<ProblemsBySet> sources,
      DefinitionSets sets,
      @Lazy RepositoryService repository,
      CaseClock clock) {
    this.clock = clock;
    this.sources = sources;
    this.sets = sets;
    this.repository = repository;
  }

  /** Adds the problems under the set that the revision became, and under later sets. */
  void add(Map<String, Object> model, Revision revision, Viewer viewer) {
    boolean mayWatch =
        revision.state() == State.IN_FORCE
            && (revision.author().equals(viewer.userId()) || viewer.has(Role.RELEASE_OFFICER));
    model.put("watches", mayWatch);
    model.put(
        "trouble", mayWatch ? since(revision.made(), clock.today().minusDays(DAYS)) : List.of());
  }

  /**
   * The problems in sentences by set, the most frequent first.
   *
   * @param first the first set whose problems count
   * @param day the first day whose refused forms count
   */
  List<String> since(int first, LocalDate day) {
    record TroubleInSet(int set, Problem trouble) {}
    return sources.stream()
        .flatMap(source -> source.problems(day).stream())
        .map(trouble -> new TroubleInSet(sets.setOf(trouble.definition()), trouble))
        .filter(one -> one.set() >= first)
        .sorted(
            Comparator.comparing(TroubleInSet::set)
                .thenComparing(one -> one.trouble().of())
                .thenComparing(one -> -one.trouble().number())
                .thenComparing(one -> one.trouble().definition()))
        .map(one -> sentence(one.set(), one.trouble()))
        .toList();
  }

  private String sentence(int set, Problem trouble) {
    return "Set %d, %s: %s (%s %s)."
        .formatted(
            set,
            place(trouble),
            trouble.what(),
            SmallNumbers.words(trouble.number()),
            trouble.of().name().toLowerCase(Locale.ROOT));
  }

  private String place(Problem trouble) {
    return sets.withoutAuthorization(
        () -> {
          ProcessDefinition diagram = repository.getProcessDefinition(trouble.definition());
          String step =
              Optional.ofNullable(trouble.element())
                  .map(id -> stepName(diagram.getId(), id))
                  .orElse("");
          return Optional.ofNullable(diagram.getName()).orElse(diagram.getKey())
              + (step.isEmpty() ? "" : ", " + step);
        });
  }

  private String stepName(String definition, String element) {
    ModelElementInstance found =
        repository.getBpmnModelInstance(definition).getModelElementById(element);
    return found == null ? null : found.getAttributeValue("name");
  }
}
