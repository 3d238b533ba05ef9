/*
 * Where time goes: on the diagram of a process, how many cases are waiting at each element and have completed it, and how
 * long they took; the controls and the same numbers as a table in a tab below it. A page has the steps of all diagrams,
 * with the period before.
 */
import { h, render, Component } from './vendor/preact/preact.module.js';
import { get, me, names } from './api.js';
import { DayField } from './day-field.js';
import { date, duration, isoDay, number, percent } from './format.js';
import { Empty, Load, Page } from './page.js';
import { placed } from './place.js';
import { sorted, Table } from './table.js';

const LAYER = 'nrm-time';
const DAY = 86400;
/* The zoom level from which whole lines can be read. */
const NEAR = 0.7;

/* What the colours can show. Each step also has a number, so that no one depends on the colour. */
const MEASURES = {
  median: {
    label: 'Median time', short: at => duration(at.median), steps: [1, DAY, 5 * DAY, 14 * DAY, 45 * DAY], value: at => at.median,
    legend: ['up to 1 day', 'up to 5 days', 'up to 14 days', 'up to 45 days', 'more than 45 days'],
  },
  waiting: {
    label: 'Cases waiting now', short: at => count(at.waiting, at.fewWaiting), steps: [1, 5, 20, 50, 200], value: at => at.waiting,
    legend: ['1 to 4', '5 to 19', '20 to 49', '50 to 199', '200 or more'],
  },
  overdue: {
    label: 'Share overdue', short: at => percent(at.overdueShare), steps: [0.0001, 0.1, 0.25, 0.5, 0.75], value: at => at.overdueShare,
    legend: ['under 10%', '10 to 24%', '25 to 49%', '50 to 74%', '75% or more'],
  },
};

const heat = (measure, at) => {
  const value = MEASURES[measure].value(at);
  // A group of steps would be coloured as a whole, behind the steps that take the time.
  return value === null || !at.takesTime || at.kind === 'Several steps' ? 0 : MEASURES[measure].steps.filter(step => value >= step).length;
};

const few = 'fewer than 5';

/* What the numbers mean, on the page as on the diagram. */
const EXPLAINED = 'Repeated steps are counted each time; cancelled or restarted steps are not. Nine in ten took no longer than the '
  + '90th percentile. Overdue: of the tasks with a due date, those completed late in that period or open and late now.';

const count = (value, hidden) => hidden ? few : number(value);

/* The diagram that Cockpit shows, and the numbers to show on it. Either may arrive first. */
const board = { viewer: null, figures: null, measure: 'median', marked: [] };

const badge = (lines, style) => {
  const box = document.createElement('div');
  box.className = style;
  lines.filter(Boolean).forEach(line => {
    const text = document.createElement('div');
    text.textContent = line;
    box.append(text);
  });
  return box;
};

const summary = at => at.takesTime
  ? [`${count(at.waiting, at.fewWaiting)} waiting, ${count(at.passed, at.fewPassed)} completed`,
    at.median === null ? null : `median ${duration(at.median)}, 90th percentile ${duration(at.p90)}`,
    at.overdueShare === null ? null : `${percent(at.overdueShare)} overdue`]
  : [`${count(at.passed, at.fewPassed)} completed`];

const isShown = at => at.drawn && (at.takesTime || at.kind === 'Beginning' || at.kind === 'End')
  && (at.waiting !== 0 || at.passed !== 0);

const draw = () => {
  const { viewer, figures } = board;
  if (!viewer) {
    return;
  }
  const canvas = viewer.get('canvas');
  const overlays = viewer.get('overlays');
  const elements = viewer.get('elementRegistry');
  overlays.remove({ type: LAYER });
  board.marked.forEach(([id, marker]) => elements.get(id) && canvas.removeMarker(id, marker));
  board.marked = [];
  (figures || []).filter(at => isShown(at) && elements.get(at.id)).forEach(at => {
    const marker = `nrm-heat-${heat(board.measure, at)}`;
    canvas.addMarker(at.id, marker);
    board.marked.push([at.id, marker]);
    // Zoomed out, one number that can still be read; zoomed in, all of them.
    const short = at.takesTime && MEASURES[board.measure].short(at);
    if (short) {
      overlays.add(at.id, LAYER, {
        position: { top: 0, left: 0 }, show: { maxZoom: NEAR }, scale: false,
        html: badge([short], 'nrm-time-short'),
      });
    }
    overlays.add(at.id, LAYER, {
      position: { top: 0, left: 0 }, show: { minZoom: NEAR }, html: badge(summary(at), 'nrm-time-badge'),
    });
  });
};

const show = (figures, measure) => {
  board.figures = figures;
  board.measure = measure;
  draw();
};

const columns = [
  { id: 'name', label: 'Step', show: at => at.name },
  { id: 'kind', label: 'Type', show: at => at.kind },
  { id: 'waiting', label: 'Waiting now', number: true, show: at => count(at.waiting, at.fewWaiting) },
  { id: 'passed', label: 'Completed', number: true, show: at => count(at.passed, at.fewPassed) },
  { id: 'median', label: 'Median time', number: true, show: at => duration(at.median) },
  { id: 'p90', label: '90th percentile', number: true, show: at => duration(at.p90) },
  { id: 'overdue', label: 'Overdue', number: true, show: at => percent(at.overdueShare) },
];

const Legend = ({ measure }) => h('ul', { class: 'nrm-legend', 'aria-label': `Colours: ${MEASURES[measure].label}` },
  MEASURES[measure].legend.map((words, index) => h('li', { key: words },
    h('span', { class: `nrm-legend-colour nrm-legend-${index + 1}`, 'aria-hidden': 'true' }), words)));

/* The fields of a form that asks for a period and more: `asked` is what it has now, `ask` changes it. */
class Asking extends Component {
  field(label, name, input) {
    const id = `nrm-time-${name}`;
    return h('div', { class: 'nrm-field' }, h('label', { for: id }, label), input(id));
  }

  choice(label, name, options) {
    return this.field(label, name, id => h('select', {
      id, value: this.asked[name] || '', onChange: event => this.ask({ [name]: event.target.value }),
    }, options.map(([value, words]) => h('option', { key: value, value }, words))));
  }

  authority(known) {
    return this.choice('Authority', 'authority', [['', 'All'], ...known.authorities.map(code => [code, names[code]])]);
  }

  day(label, name, known) {
    return this.field(label, name, id => h(DayField, { id, name, value: this.asked[name] || known[name], required: true }));
  }

  /* A request waits for the button; dates that are typed one after the other would be two. */
  get period() {
    return {
      class: 'nrm-controls',
      onSubmit: event => {
        event.preventDefault();
        const typed = new FormData(event.target);
        this.ask({ from: isoDay(typed.get('from')), to: isoDay(typed.get('to')) });
      },
    };
  }
}

class Time extends Asking {
  state = { from: '', to: '', authority: '', versions: '', measure: 'median', drawn: true, known: null };

  componentWillUnmount() {
    show(null, this.state.measure);
  }

  get asked() {
    return this.state;
  }

  ask(change) {
    this.setState(change, () => this.paint());
  }

  paint() {
    show(this.state.drawn ? this.figures : null, this.state.measure);
  }

  take(data) {
    this.figures = data.elements;
    this.setState({ known: data }, () => this.paint());
  }

  /* They stay while an answer is pending, and if it was refused, so that they can be corrected. */
  controls(known, state) {
    return h('form', this.period,
      this.day('Completed between', 'from', known),
      this.day('and', 'to', known),
      h('button', { type: 'submit', class: 'nrm-button' }, 'Show this period'),
      this.authority(known),
      this.choice('Version', 'versions', [
        ['', `This version (${known.version})`], ['all', `All versions (${number(known.versions)})`]]),
      this.choice('Colours show', 'measure', Object.entries(MEASURES).map(([id, { label }]) => [id, label])),
      h('div', { class: 'nrm-field' }, h('label', null,
        h('input', {
          type: 'checkbox', checked: state.drawn, onChange: event => this.ask({ drawn: event.target.checked }),
        }), ' Show on the diagram')));
  }

  render({ api }, state) {
    const ask = { from: state.from, to: state.to, authority: state.authority, versions: state.versions };
    return h('div', { class: 'nrm-tab' },
      state.known && this.controls(state.known, state),
      h(Load, {
        from: () => me().then(() => get(`time/${encodeURIComponent(api.processDefinitionId)}`, ask)),
        deps: [api.processDefinitionId, ask],
        onData: data => this.take(data),
        onRefused: () => {
          this.figures = null;
          this.paint();
        },
      }, data => h('div', null,
        state.drawn && h(Legend, { measure: state.measure }),
        h('p', { class: 'nrm-note' },
          `${data.scope}. Completed: left the step between ${date(data.from)} and ${date(data.to)}. `
          + `The authority is the one responsible for the case at this stage. ${EXPLAINED}`,
          data.fewHidden && ' Numbers below 5, and times based on so few cases, are not shown.'),
        h(Table, {
          caption: `Where time goes: ${data.diagram}`,
          columns,
          rows: data.elements.filter(at => at.takesTime || at.waiting !== 0 || at.passed !== 0),
          rowKey: at => at.id,
        }))));
  }
}

/* 62 days, with the period before under it and the difference in words. */
const compared = (now, before, words, more, less) => [
  words(now),
  before !== null && h('span', { class: 'nrm-under nrm-whole' }, `before: ${words(before)}`,
    now !== null && before > 0 && Math.abs(now / before - 1) >= 0.005
      && `, ${percent(Math.abs(now / before - 1))} ${now > before ? more : less}`),
];

const stepColumns = [
  { id: 'name', label: 'Step', sorts: true, by: step => step.at.name, show: step => step.at.name },
  { id: 'diagram', label: 'Diagram', sorts: true, by: step => step.diagram, show: step =>
    h('a', { href: `#/process-definition/${encodeURIComponent(step.definitionId)}/runtime` }, step.diagram) },
  { id: 'waiting', label: 'Waiting now', number: true, sorts: true, by: step => step.at.waiting,
    show: step => count(step.at.waiting, step.at.fewWaiting) },
  { id: 'passed', label: 'Completed', number: true, sorts: true, by: step => step.at.passed,
    show: step => step.at.fewPassed ? few : compared(step.at.passed, step.passedBefore, number, 'more', 'fewer') },
  { id: 'median', label: 'Median time', number: true, sorts: true, by: step => step.at.median,
    show: step => compared(step.at.median, step.medianBefore, duration, 'longer', 'shorter') },
  { id: 'p90', label: '90th percentile', number: true, sorts: true, by: step => step.at.p90, show: step => duration(step.at.p90) },
  { id: 'overdue', label: 'Overdue', number: true, sorts: true, by: step => step.at.overdueShare,
    show: step => percent(step.at.overdueShare) },
];

const SLOWEST = { by: 'median', descending: true };

class AllTimes extends Asking {
  state = { known: null };

  get asked() {
    return this.props.asked;
  }

  ask(change) {
    this.props.onShow({ ...this.asked, ...change });
  }

  render({ asked: { from, to, authority, sort, order } }, { known }) {
    const ask = { from, to, authority };
    const by = stepColumns.some(column => column.id === sort) ? { by: sort, descending: order === 'desc' } : SLOWEST;
    return h(Page, { title: 'Where time goes', scope: known && known.scope },
      known && h('form', this.period,
        this.day('Completed between', 'from', known),
        this.day('and', 'to', known),
        h('button', { type: 'submit', class: 'nrm-button' }, 'Show this period'),
        this.authority(known)),
      h(Load, {
        from: () => me().then(person => get('time', ask).catch(refused => {
          this.setState({ known: known || { authorities: person.authorities } }); // fields, to correct what was asked for
          throw refused;
        })),
        deps: [ask],
        onData: data => this.setState({ known: data }),
      }, data => {
        const steps = data.steps.filter(({ at, passedBefore, fewPassedBefore }) => at.kind !== 'Several steps'
          && (at.waiting !== 0 || at.passed !== 0 || passedBefore !== 0 || fewPassedBefore));
        return h('div', null,
          h('p', { class: 'nrm-note' }, `Completed between ${date(data.from)} and ${date(data.to)}`
            + `${authority ? `, in cases of ${names[`the ${authority}`]}` : ''}. Before: in the period of the same length `
            + `that began on ${date(data.before)}. A step that is a diagram of its own has the time of the whole diagram. ${EXPLAINED}`,
            data.fewHidden && ' Numbers below 5, and times based on so few cases, are not shown.'),
          steps.length === 0 ? h(Empty, null, 'No case was at any step in this time.') : h(Table, {
            caption: 'Steps of all diagrams',
            columns: stepColumns,
            rows: sorted(steps, stepColumns, by),
            rowKey: step => `${step.definitionId} ${step.at.id}`,
            sort: by,
            onSort: (column, descending) => this.ask({ sort: column, order: descending ? 'desc' : '' }),
          }));
      }));
  }
}

export const Times = placed('time', ['from', 'to', 'authority', 'sort', 'order'], AllTimes);

const tab = () => {
  let shown;
  return {
    render: (node, api) => {
      shown = node;
      render(h(Time, { api, key: api.processDefinitionId }), node);
    },
    unmount: () => shown && render(null, shown),
  };
};

export const time = [
  {
    id: 'nrm-time',
    pluginPoint: 'cockpit.processDefinition.runtime.tab',
    priority: 8,
    properties: { label: 'Where time goes' },
    ...tab(),
  },
  {
    id: 'nrm-time-diagram',
    pluginPoint: 'cockpit.processDefinition.diagram.plugin',
    render: viewer => {
      board.viewer = viewer;
      board.marked = [];
      draw();
    },
    unmount: () => {
      board.viewer = null;
      board.marked = [];
    },
  },
];
