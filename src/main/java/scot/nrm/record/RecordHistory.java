package scot.nrm.record;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.record.Section.Cell;
import scot.nrm.record.Section.Lines;
import scot.nrm.record.Section.Row;
import scot.nrm.register.EntryKind.Part;
import scot.nrm.register.Register.OfficerAct;
import scot.nrm.register.RegisterEvent;

/** The sections of a record about events, by kind, and at the end the whole history in order. */
@Component
class RecordHistory {

  private final Officers officers;
  private final RegisterEntryText words;

  RecordHistory(Officers officers, RegisterEntryText words) {
    this.officers = officers;
    this.words = words;
  }

  /** The events that readers look for first, with a heading for each kind. */
  List<Section> byKind(RecordedCase recorded) {
    return Arrays.stream(Part.values())
        .filter(part -> part != Part.HISTORY)
        .map(part -> of(recorded, part))
        .toList();
  }

  private Section of(RecordedCase recorded, Part part) {
    Lines lines = new Lines(part.heading(), "Recorded", "What happened");
    recorded.history().stream()
        .filter(event -> event.kind().part(event) == part)
        .forEach(
            event ->
                lines.row(
                    Cell.of(BritishDate.orEmpty(LocalDay.of(event.at()))), cell(event, recorded)));
    return lines.section();
  }

  /**
   * All entries, oldest first, with the name and roles that each officer had then. Only the
   * authorities see proposals and returns.
   */
  Section history(RecordedCase recorded) {
    record Entry(Instant at, Row row) {}
    Officers.Acting acting = officers.acting(recorded.officers());
    Stream<Entry> events =
        recorded.history().stream()
            .map(
                event ->
                    new Entry(
                        event.at(),
                        new Row(
                            List.of(
                                when(event.at()),
                                cell(event, recorded),
                                Cell.of(acting.nameAndRoles(event.officer(), event.at()))))));
    Stream<Entry> acts =
        recorded.acts().stream()
            .map(
                act ->
                    new Entry(
                        act.at(),
                        new Row(
                            List.of(
                                when(act.at()),
                                cell(act, recorded),
                                Cell.of(acting.nameAndRoles(act.officer(), act.at()))))));
    // Entries with the same time keep their order: an officer's act is before the entries it
    // caused.
    List<Row> rows =
        Stream.concat(acts, events)
            .sorted(Comparator.comparing(Entry::at))
            .map(Entry::row)
            .toList();
    return new Section(Part.HISTORY.heading(), List.of("Recorded", "What happened", "By"), rows);
  }

  private Cell cell(RegisterEvent event, RecordedCase recorded) {
    return new Cell(words.sentence(event), words.detail(event, recorded.readsAll()), "");
  }

  private static Cell cell(OfficerAct act, RecordedCase recorded) {
    // The minute of a decision is shown with it; every other reason only here, such as the one for
    // a proposal that was sent back.
    boolean isMinute =
        recorded.decisions().stream()
            .anyMatch(
                decision ->
                    decision.stage() == act.stage()
                        && Objects.equals(decision.reasons(), act.reason()));
    return new Cell(
        RegisterEntryText.sentence(act),
        isMinute || act.reason() == null ? "" : act.reason().strip(),
        "");
  }

  private static Cell when(Instant at) {
    return Cell.of(BritishDate.withTime(at));
  }
}
