/* What is in the panel beside a task; see tasklist.js. */
import { h, Component, Fragment } from './vendor/preact/preact.module.js';
import { get, pages } from './api.js';
import { counted, date } from './format.js';
import { Empty, Load } from './page.js';
import { Due, Facts, Pace, Timeline } from './case.js';

const AT_FIRST = 12;

const outside = (path, label) => h('a', { href: pages + path, target: '_blank', rel: 'noopener' }, label,
  h('span', { class: 'nrm-hidden' }, ' (opens in a new tab)'));

const ShortClocks = ({ clocks }) => clocks.length === 0
  ? h(Empty, null, 'No deadline has been set yet.')
  : h('ul', { class: 'nrm-short-clocks' }, clocks.map(clock => h('li', { key: clock.name },
    h('strong', null, clock.name), ' ', date(clock.inForce), ' ', h(Pace, { clock }),
    clock.decided && h('span', { class: 'nrm-recorded' }, `decided ${date(clock.decided)} `),
    clock.first && clock.inForce && clock.first !== clock.inForce
      && h('span', { class: 'nrm-recorded' }, `originally ${date(clock.first)}`))));

const OtherTasks = ({ tasks }) => tasks.length === 0
  ? h(Empty, null, 'You and your team have no other open tasks in this case.')
  : h('ul', { class: 'nrm-short-tasks' }, tasks.map(task => h('li', { key: task.id },
    h('a', { href: `#/?task=${encodeURIComponent(task.id)}` }, task.name), ` (${task.team || 'no team'}; `,
    task.holder ? `assigned to ${task.holder}` : 'unassigned', task.due ? '; due ' : '; ', h(Due, { task }), ')')));

const Letters = ({ letters }) => letters.length === 0
  ? h(Empty, null, 'There are no letters that you can open.')
  : h('ul', { class: 'nrm-short-letters' }, letters.map((one, index) => h('li', { key: index },
    outside(one.letter.address, one.letter.title), ` to ${one.letter.to}, ${date(one.day)}`)));

/* The latest items, with their headings; all of them on request. */
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
    h('strong', null, answer.glance.state), answer.stages.length > 0 && `. Current stage: ${answer.stages.join(', ')}`, '.'),
  h('p', { class: 'nrm-links' },
    outside(`/nrm/cases/${answer.caseNumber}/record`, 'Record'), outside(`/nrm/cases/${answer.caseNumber}/documents`, 'Documents')),
  answer.notes.map(note => h('p', { key: note, class: 'nrm-note' }, note)),
  h('h3', null, 'Deadlines'), h(ShortClocks, { clocks: answer.glance.clocks }),
  h('h3', null, 'Letters'), h(Letters, { letters: answer.letters }),
  h('h3', null, 'Other open tasks'), h(OtherTasks, { tasks: answer.otherTasks }),
  h('h3', null, 'What happened'), h(Latest, { items: answer.items }),
  h('h3', null, 'The case'), h(Facts, { facts: answer.glance.facts }));

export const TaskCase = ({ taskId }) => h(Load, {
  key: taskId, from: () => get(`task/${encodeURIComponent(taskId)}/case`),
}, answer => h('div', { class: 'nrm-task-case' },
  h('h2', null, answer.caseNumber ? `Case ${answer.caseNumber}` : 'No case'),
  answer.reads
    ? h(Reading, { answer })
    : h(Fragment, null,
      answer.facts.length > 0 && h(Facts, { facts: answer.facts }),
      answer.notes.map(note => h('p', { key: note, class: 'nrm-note' }, note)))));
