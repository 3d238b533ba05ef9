/* The case beside a task in Tasklist. */
import { h, Component, Fragment } from './vendor/preact/preact.module.js';
import { get, root } from './api.js';
import { counted, date, shortDate } from './format.js';
import { Empty, Load } from './page.js';
import { Due, Facts, Pace, Timeline } from './case.js';

const AT_FIRST = 12;

const outside = (path, label) => h('a', { href: root + path, target: '_blank', rel: 'noopener' }, label,
  h('span', { class: 'nrm-hidden' }, ' (opens in a new tab)'));

const ShortClocks = ({ clocks }) => clocks.length === 0
  ? h(Empty, null, 'No clock has been set yet.')
  : h('ul', { class: 'nrm-short-clocks' }, clocks.map(clock => h('li', { key: clock.name },
    h('strong', null, clock.name), ' ', date(clock.decided || clock.inForce), ' ', h(Pace, { clock }),
    clock.first && clock.inForce && clock.first !== clock.inForce
      && h('span', { class: 'nrm-recorded' }, `first set to ${date(clock.first)}`))));

const OtherTasks = ({ tasks }) => tasks.length === 0
  ? h(Empty, null, 'No other task of this case is yours or your team’s.')
  : h('ul', { class: 'nrm-short-tasks' }, tasks.map(task => h('li', { key: task.id },
    h('a', { href: `#/?task=${encodeURIComponent(task.id)}` }, task.name), ` (${task.team || 'no team'}; `,
    task.holder ? `${task.holder} holds it` : 'nobody holds it', '; due ', h(Due, { task }), ')')));

const Letters = ({ letters }) => letters.length === 0
  ? h(Empty, null, 'There is no letter that you may open.')
  : h('ul', { class: 'nrm-short-letters' }, letters.map((one, index) => h('li', { key: index },
    outside(one.letter.address, one.letter.title), ` to ${one.letter.to}, ${shortDate(one.day)}`)));

/* The latest items, with their headings; all of them once somebody asks. */
class Latest extends Component {
  state = { whole: false };

  render({ items }, { whole }) {
    const counts = items.filter(item => item.kind !== 'STAGE').length;
    let left = AT_FIRST;
    const shown = whole ? items : items.filter(item => left > 0 && (item.kind === 'STAGE' || left-- > 0));
    return h(Fragment, null,
      counts === 0 ? h(Empty, null, 'Nothing has been recorded yet.') : h(Timeline, { items: shown, level: 'h4' }),
      !whole && counts > AT_FIRST && h('button', {
        type: 'button', class: 'nrm-button', onClick: () => this.setState({ whole: true }),
      }, `Show ${counted(counts - AT_FIRST, 'earlier entry', 'earlier entries')}`));
  }
}

const Reading = ({ answer }) => h(Fragment, null,
  h('p', { class: 'nrm-standing' },
    h('strong', null, answer.glance.state), answer.stages.length > 0 && `. It stands at: ${answer.stages.join(', ')}`, '. ',
    outside(`/nrm/cases/${answer.caseNumber}/record`, 'Record'), ' ',
    outside(`/nrm/cases/${answer.caseNumber}/documents`, 'Documents')),
  answer.notes.map(note => h('p', { key: note, class: 'nrm-note' }, note)),
  h('div', { class: 'nrm-beside' },
    h('section', null, h('h3', null, 'Clocks'), h(ShortClocks, { clocks: answer.glance.clocks })),
    h('section', null, h('h3', null, 'Letters'), h(Letters, { letters: answer.letters })),
    h('section', null, h('h3', null, 'Other open tasks'), h(OtherTasks, { tasks: answer.otherTasks })),
    h('section', null, h('h3', null, 'How it stands'), h(Facts, { facts: answer.glance.facts }))),
  h('h3', null, 'What happened'),
  h(Latest, { items: answer.items }));

export const TaskCase = ({ taskId }) => h(Load, {
  from: () => get(`task/${encodeURIComponent(taskId)}/case`), deps: [taskId],
}, answer => h('div', { class: 'nrm-task-case' },
  answer.caseNumber && h('h2', { class: 'nrm-case-number' }, `Case ${answer.caseNumber}`),
  answer.reads
    ? h(Reading, { answer })
    : h(Fragment, null,
      answer.facts.length > 0 && h(Facts, { facts: answer.facts }),
      answer.notes.map(note => h('p', { key: note, class: 'nrm-note' }, note)))));
