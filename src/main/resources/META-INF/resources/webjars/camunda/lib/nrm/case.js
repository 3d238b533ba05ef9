/* One case: its status, and what happened when. The parts are used by Cockpit's page and by Tasklist's panel. */
import { h, Component, Fragment } from './vendor/preact/preact.module.js';
import { get, pages } from './api.js';
import { counted, date, dayOf, duration, shortDate, time } from './format.js';
import { Empty, Load, Page } from './page.js';
import { placed, placeOf } from './place.js';
import { Pager } from './table.js';
import { Legend, Path } from './case-path.js';

export const caseAddress = (number, view) => placeOf('case', { number, view });

/* A number that breaks at its hyphens can't be read or copied. */
export const CaseLink = ({ number, href = caseAddress(number), children, ...more }) =>
  h(href ? 'a' : 'span', { ...more, class: 'nrm-whole', href }, number, children);

/* A text with links to the cases that it names, such as "Merged with case NRM-2009-7Q4X-8KD9". */
export const withLinks = text => text.split(/(NRM-\d{4}-[\dA-Z-]{6,9})/)
  .map((part, index) => index % 2 === 1 ? h(CaseLink, { number: part }) : part);

/* No number has a vowel, so a name typed here by mistake gets into no address. */
const NUMBER = /^[\s\dB-DF-HJ-NP-TV-XZ\u2010-\u2015-]*$/i;

export const NumberField = ({ value = '', ...props }) => h('input', {
  name: 'number', type: 'text', size: 22, autocomplete: 'off', key: value, defaultValue: value, ...props,
  onInput: event => event.target.setCustomValidity(NUMBER.test(event.target.value) ? ''
    : 'Search by case number or part of it, such as NRM-2009-7Q4X-8KD9 or 8KD9. Names are not searched.'),
});

/* A sign beside the words, so that colour is never alone. */
const SIGNS = { DONE: '✓', LATE: '!', TODAY: '●', RUNNING: '▸', SUSPENDED: '‖', STOPPED: '–' };

export const Pace = ({ clock }) =>
  h('span', { class: `nrm-pace nrm-pace-${clock.pace.toLowerCase()}` },
    h('span', { 'aria-hidden': 'true', class: 'nrm-pace-sign' }, SIGNS[clock.pace]), clock.words);

const moved = clock => clock.first && clock.inForce && clock.first !== clock.inForce;

export const Clocks = ({ clocks }) => clocks.length === 0
  ? h(Empty, null, 'No deadline has been set yet.')
  : h('table', { class: 'nrm-table nrm-clocks' },
    h('caption', null, 'Deadlines'),
    h('thead', null, h('tr', null,
      ['Deadline', 'Original date', 'Current date', 'Decided', 'Status'].map(head => h('th', { scope: 'col', key: head }, head)))),
    h('tbody', null, clocks.map(clock => h('tr', { key: clock.name },
      h('th', { scope: 'row' }, clock.name),
      h('td', null, date(clock.first)),
      h('td', null, date(clock.inForce), moved(clock) && h('span', { class: 'nrm-moved' }, ' moved')),
      h('td', null, date(clock.decided)),
      h('td', null, h(Pace, { clock }))))));

export const Facts = ({ facts }) => h('dl', { class: 'nrm-facts' },
  facts.map(fact => h('div', { key: fact.label }, h('dt', null, fact.label), h('dd', null, fact.value))));

const holder = task => task.holder || 'unassigned';

/* How long until a task is due, with a sign beside the words. */
export const Due = ({ task }) => {
  if (task.due === null) {
    return 'no due date';
  }
  const left = task.daysLeft;
  const clock = left < 0
    ? { pace: 'LATE', words: `${counted(-left, 'day')} late` }
    : left === 0 ? { pace: 'TODAY', words: 'due today' } : { pace: 'RUNNING', words: `${counted(left, 'day')} left` };
  return h(Fragment, null, `${shortDate(task.due)} `, h(Pace, { clock }));
};

export const OpenTasks = ({ tasks, caption }) => h('table', { class: 'nrm-table' },
  h('caption', null, caption),
  h('thead', null, h('tr', null,
    ['Task', 'Team', 'Assigned to', 'Open since', 'Due'].map(head => h('th', { scope: 'col', key: head }, head)))),
  h('tbody', null, tasks.map(task => h('tr', { key: task.id },
    h('th', { scope: 'row' }, task.name, h('span', { class: 'nrm-where' }, task.where)),
    h('td', null, task.team),
    h('td', null, holder(task)),
    h('td', null, dayOf(task.since)),
    h('td', null, h(Due, { task }))))));

/* --- the timeline */

const KINDS = { DECISION: 'Decision or deadline', UPDATE: 'Update', LETTER: 'Letter', NOTE: 'Note', TASK: 'Task', FAILURE: 'Incident' };

const Who = ({ by }) => by
  .map(one => [one.role, one.name].filter(Boolean).join(': '))
  .filter(Boolean)
  .map((said, index) => h('span', { key: index, class: 'nrm-by' }, said));

const spent = item => {
  if (item.kind !== 'TASK' || item.waited === null) {
    return null;
  }
  const waited = `waited ${duration(item.waited)}`;
  if (item.took === null) {
    return item.open ? `waiting to be claimed: ${duration(item.waited)} so far` : `${waited}, never claimed`;
  }
  return item.open ? `${waited}, then assigned for ${duration(item.took)} so far` : `${waited}, then took ${duration(item.took)}`;
};

const LetterName = ({ letter }) => letter.address
  ? h('a', { href: pages + letter.address, target: '_blank', rel: 'noopener' }, letter.title,
    h('span', { class: 'nrm-hidden' }, ' (PDF, opens in a new tab)'))
  : letter.title;

const Item = ({ item }) => h('li', { class: `nrm-item nrm-item-${item.kind.toLowerCase()}${item.open ? ' nrm-item-open' : ''}` },
  h('div', { class: 'nrm-item-when' },
    h('time', { dateTime: item.day || item.at }, item.day ? date(item.day) : time(item.at)),
    item.day && h('span', { class: 'nrm-recorded' }, `recorded ${time(item.at)}`)),
  h('div', { class: 'nrm-item-what' },
    h('p', { class: 'nrm-item-text' },
      item.letter ? [h(LetterName, { letter: item.letter }), ` to ${item.letter.to}`] : item.text),
    item.note && h('p', { class: 'nrm-item-note' }, item.note),
    h('p', { class: 'nrm-item-more' },
      h('span', { class: 'nrm-kind' }, KINDS[item.kind]),
      h(Who, { by: item.by }),
      item.due && h('span', null, `due ${date(item.due)}`),
      spent(item) && h('span', null, spent(item)),
      item.where && h('span', { class: 'nrm-where' }, item.where))));

const stageSays = stage => [
  stage.until ? `${dayOf(stage.at)} to ${dayOf(stage.until)}` : `since ${dayOf(stage.at)}`,
  stage.version && `diagram version ${stage.version}`,
].filter(Boolean).join(', ');

/* The items under each heading; stages that began together share one. */
const groups = items => items.reduce((all, item, place) => {
  const before = items[place - 1];
  if (!before || item.kind === 'STAGE' && before.kind !== 'STAGE') {
    all.push({ stages: [], items: [] });
  }
  const last = all[all.length - 1];
  (item.kind === 'STAGE' ? last.stages : last.items).push(item);
  return all;
}, []);

export const Timeline = ({ items, level = 'h3' }) => groups(items).map((group, index) =>
  h('section', { key: index, class: 'nrm-stage' },
    group.stages.length > 0 && h(level, { class: 'nrm-stage-name' }, group.stages.map(stage =>
      h('span', { key: stage.text, class: 'nrm-stage-line' }, stage.text,
        h('span', { class: 'nrm-stage-says' }, ` ${stageSays(stage)}`)))),
    h('ol', { class: 'nrm-timeline' }, group.items.map((item, place) => h(Item, { key: place, item })))));

/* --- Cockpit's page and tab */

const SHOW = [
  ['everything', 'Everything'], ['decisions', 'Decisions and deadlines'], ['updates', 'Updates'], ['letters', 'Letters'], ['notes', 'Notes'],
  ['tasks', 'Tasks'],
];

const ORDERS = [['newest', 'Newest first'], ['oldest', 'Oldest first']];

const Choice = ({ label, value, options, onChange }) => h('label', { class: 'nrm-choice' }, label,
  h('select', { value, onChange: event => onChange(event.target.value) },
    options.map(([id, words]) => h('option', { key: id, value: id }, words))));

const Story = ({ ask, of, level, head, shown: { show, order, page }, onShow }) =>
  h(Load, { key: of, from: () => ask({ show, order, page }), deps: [show, order, page] }, answer => h(Fragment, null,
    answer.notes.map(note => h('p', { key: note, class: 'nrm-note' }, note)),
    answer.caseNumber && h(Fragment, null,
      head(answer),
      h('div', { class: 'nrm-choices' },
        h(level, null, 'What happened'),
        h(Choice, { label: 'Show', value: show || SHOW[0][0], options: SHOW, onChange: value => onShow({ show: value, order }) }),
        h(Choice, {
          label: 'Order', value: order || ORDERS[0][0], options: ORDERS, onChange: value => onShow({ show, order: value }),
        })),
      answer.items.length === 0
        ? h(Empty, null, 'Nothing of this kind has been recorded.')
        : h('div', null, h(Timeline, { items: answer.items, level: level === 'h2' ? 'h3' : 'h4' })),
      h(Pager, {
        page: answer.page, size: answer.size, all: answer.all, one: 'entry', many: 'entries',
        onPage: to => onShow({ show, order, page: to }),
      }))));

const Standing = ({ answer }) => answer.glance && h(Fragment, null,
  h('p', { class: 'nrm-standing' },
    h('strong', null, withLinks(answer.glance.state)),
    answer.stages.length > 0 && `. Current stage: ${answer.stages.join(', ')}`, '.'),
  h('div', { class: 'nrm-head' },
    h(Facts, { facts: answer.glance.facts }),
    h(Clocks, { clocks: answer.glance.clocks })),
  answer.openTasks.length > 0
    ? h(OpenTasks, { tasks: answer.openTasks, caption: `Open tasks: ${answer.openTasks.length}` })
    : h(Empty, null, 'This case has no open tasks.'));

/* The tab on an instance: its case. */
export class CaseTab extends Component {
  state = { shown: {} };

  render({ api }, { shown }) {
    const id = api.processInstanceId;
    return h('div', { class: 'nrm-tab' }, h(Story, {
      shown, onShow: next => this.setState({ shown: next }), level: 'h3', of: id, ask: wanted => get(`case/instance/${encodeURIComponent(id)}`, wanted),
      head: answer => h(Fragment, null,
        h('p', { class: 'nrm-tab-head' },
          h('strong', null, `Case ${answer.caseNumber}`),
          h('a', { href: caseAddress(answer.caseNumber) }, 'Open as a page'),
          answer.hasPath && h('a', { href: caseAddress(answer.caseNumber, 'path') }, 'Path taken on the diagrams'),
          h('a', { href: `${pages}/nrm/cases/${answer.caseNumber}/record`, target: '_blank', rel: 'noopener' }, 'Record')),
        answer.hasPath && h(Legend),
        h(Standing, { answer })),
    }));
  }
}

const Views = ({ number, view }) => h('nav', { class: 'nrm-views', 'aria-label': 'Views of the case' },
  [['timeline', 'Timeline'], ['path', 'Path taken']].map(([id, label]) => h('a', {
    key: id, href: caseAddress(number, id === 'path' ? 'path' : null), 'aria-current': view === id ? 'page' : undefined,
  }, label)));

/* The page: also for cases that have ended, and for managers who may not open instances. */
const OneCase = ({ asked: { number, view, ...shown }, onShow }) => {
  const open = event => {
    event.preventDefault();
    const typed = new FormData(event.target).get('number').trim();
    if (typed) {
      onShow({ number: typed });
    }
  };
  const find = h('form', { class: 'nrm-find', onSubmit: open },
    h('label', null, 'Case number ', h(NumberField)),
    h('button', { type: 'submit', class: 'nrm-button' }, 'Open'));
  return h(Page, { title: number ? `Case ${number}` : 'Case', actions: find },
    !number
      ? h(Empty, null, 'Enter a case number, such as NRM-2009-7Q4X-8KD9.')
      : h(Fragment, null,
        h(Views, { number, view: view === 'path' ? view : 'timeline' }),
        view === 'path'
          ? h(Path, { number })
          : h(Story, {
            level: 'h2', of: number, shown, onShow: next => onShow({ number, ...next }),
            ask: wanted => get('case', { number, ...wanted }),
            head: answer => h(Fragment, null,
              h(Standing, { answer }),
              h('p', { class: 'nrm-links' },
                h('a', { href: `${pages}/nrm/cases/${answer.caseNumber}/record`, target: '_blank', rel: 'noopener' },
                  'Record of this case'),
                answer.glance
                  && h('a', { href: `${pages}/nrm/cases/${answer.caseNumber}/access`, target: '_blank', rel: 'noopener' },
                    'Who has looked at this case'),
                answer.instance
                  && h('a', { href: `#/process-instance/${answer.instance}/runtime?tab=nrm-case` },
                    "Open in Camunda's view of the process"))),
          })));
};

export const CasePage = placed('case', ['number', 'view', 'show', 'order', 'page'], OneCase);
