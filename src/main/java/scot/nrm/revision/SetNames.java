package scot.nrm.revision;

import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.sets.DefinitionSets;

/** Names a set after the revision that became it. */
@Component
class SetNames implements DefinitionSets.Names {

  private final RevisionStore store;
  private final DefinitionSets sets;

  SetNames(RevisionStore store, DefinitionSets sets) {
    this.store = store;
    this.sets = sets;
  }

  @Override
  public String nameOf(int set) {
    return store
        .bySet(set)
        .map(
            revision ->
                "Revision %d, %s, in force from %s (set %d)"
                    .formatted(
                        revision.number(), revision.name(), BritishDate.of(revision.day()), set))
        .orElseGet(
            () ->
                "As installed, in force from %s (set %d)"
                    .formatted(BritishDate.of(LocalDay.of(sets.deployedAt(set))), set));
  }
}
