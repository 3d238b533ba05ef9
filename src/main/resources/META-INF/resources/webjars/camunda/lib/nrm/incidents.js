/* Incidents: work of the system that failed or waits too long; whoever runs the platform lets it run again. */
import { h, Component } from './vendor/preact/preact.module.js';
import { get, post } from './api.js';
import { number, time } from './format.js';
import { Empty, Load, Page } from './page.js';
import { Answers, Choose, ChooseAll, withOrWithout } from './several.js';
import { Pager, Table } from './table.js';

const KINDS = [
  ['failed', 'Given up after several tries'], ['trying', 'Failed, will be tried again by itself'],
  ['waiting', 'Due for more than 15 minutes, and not begun'], ['stopped', 'Stopped by somebody'],
];
const SHORT = { failed: 'Given up', trying: 'Is tried again', waiting: 'Has not begun', stopped: 'Stopped' };

const LOOK_AGAIN = 2000;
const LOOKS = 45;

const state = incident => {
  switch (incident.kind) {
    case 'failed': return `${SHORT.failed} after ${incident.tries === 1 ? 'one try' : `${number(incident.tries)} tries`}`;
    case 'trying': return `Tried ${incident.tries === 1 ? 'once' : `${number(incident.tries)} times`}, next on ${
      time(incident.next)}`;
    case 'waiting': return `Was due on ${time(incident.next)}`;
    default: return 'Stopped: begins when it is activated';
  }
};

const Help = ({ incident }) => h('div', null,
  incident.help || (incident.kind === 'waiting' ? 'See that the program runs. Then retry.'
    : 'Activate it in Cockpit.'),
  incident.fault && h('div', { class: 'nrm-fault' }, incident.fault));

export class Incidents extends Component {
  state = { kind: '', page: 1, chosen: new Set(), answers: [], busy: false };

  componentWillUnmount() {
    this.gone = true;
    clearTimeout(this.looking);
  }

  words(data, id) {
    const known = data.incidents.find(incident => incident.id === id);
    return known ? `${known.caseNumber || known.stage}, ${known.what}` : 'A line';
  }

  answer(answers, names) {
    this.setState({
      answers: answers.map(answer => ({
        id: answer.id, done: answer.state === 'done', waits: answer.state === 'begun',
        words: `${names.get(answer.id)}: ${answer.sentence}`,
      })),
    });
  }

  async retry(ids, data, reload) {
    const names = new Map(ids.map(id => [id, this.words(data, id)]));
    this.setState({ busy: true, answers: [] });
    try {
      const { answers } = await post('incidents/retry', { incidents: ids });
      this.answer(answers, names);
      this.setState({ chosen: new Set() });
      this.look(answers, names, reload, LOOKS);
    } catch (refused) {
      this.setState({ busy: false, answers: [{ id: 'all', done: false, words: refused.message }] });
    }
  }

  /* Asks what became of it, until all is done or has failed again. */
  look(answers, names, reload, left) {
    const open = answers.filter(answer => answer.state === 'begun').map(answer => answer.id);
    if (this.gone) {
      return;
    }
    if (open.length === 0 || left === 0) {
      this.setState({ busy: false });
      reload();
      return;
    }
    this.looking = setTimeout(async () => {
      let next = answers;
      try {
        const asked = await post('incidents/outcome', { incidents: open });
        next = answers.map(answer => asked.answers.find(found => found.id === answer.id) || answer);
        this.answer(next, names);
      } catch (refused) {
        left = 1;
      }
      this.look(next, names, reload, left - 1);
    }, LOOK_AGAIN);
  }

  kinds(data) {
    return h('div', { class: 'nrm-controls', role: 'group', 'aria-label': 'Which lines' },
      [['', 'All'], ...KINDS].map(([kind, words]) => h('button', {
        key: kind, type: 'button', class: 'nrm-button', 'aria-pressed': String(this.state.kind === kind),
        onClick: () => this.setState({ kind, page: 1, chosen: new Set() }),
      }, kind ? `${words}: ${number(data[kind])}`
        : `All: ${number(data.failed + data.trying + data.waiting + data.stopped)}`)));
  }

  table(data, chosen) {
    const retries = incident => data.repairs && incident.kind !== 'stopped';
    const name = incident => data.repairs && incident.caseNumber
      ? h('a', { href: `#/process-instance/${incident.instance}/runtime` }, incident.caseNumber)
      : incident.caseNumber || 'no case';
    return h(Table, {
      caption: 'What failed or waits too long',
      rowKey: incident => incident.id,
      rows: data.incidents,
      columns: [
        { id: 'case', label: 'Case', show: incident => retries(incident)
          ? h(Choose, {
            id: incident.id, chosen,
            onChoose: (id, is) => this.setState({ chosen: withOrWithout(chosen, id, is) }),
          }, name(incident)) : name(incident) },
        { id: 'what', label: 'What did not work', show: incident => h('div', null,
          h('strong', null, incident.what), h('div', null, `${incident.stage}: ${incident.element}`)) },
        { id: 'since', label: 'Since', show: incident => time(incident.since) },
        { id: 'state', label: 'How it stands', show: state },
        ...(data.repairs ? [{ id: 'help', label: 'What to do', show: incident => h(Help, { incident }) }] : []),
      ],
    });
  }

  render(props, { kind, page, chosen, answers, busy }) {
    return h(Load, { from: () => get('incidents', { kind, page }), deps: [kind, page] }, (data, reload) => h(Page, {
      title: 'Incidents',
      scope: data.scope,
      actions: h('button', { type: 'button', class: 'nrm-button', onClick: reload }, 'Look again'),
    },
      h('p', { class: 'nrm-note' }, data.repairs
        ? 'What the system could not do. Nothing is lost: the case waits there. Put right what is wrong, then retry.'
        : 'What the system could not do. Nothing is lost: the case waits there. Tell whoever runs the system the case '
          + 'number and what stands here; only they let it run again.'),
      this.kinds(data),
      data.all === 0 ? h(Empty, null, 'Nothing failed, and nothing waits too long.') : this.table(data, chosen),
      data.all > 0 && h(Pager, {
        page, size: data.size, all: data.all, one: 'line', many: 'lines',
        onPage: next => this.setState({ page: next, chosen: new Set() }),
      }),
      data.repairs && data.all > 0 && h('div', { class: 'nrm-controls' },
        h(ChooseAll, {
          ids: data.incidents.filter(incident => incident.kind !== 'stopped').map(incident => incident.id),
          chosen, onChoose: next => this.setState({ chosen: next }),
        }),
        h('button', {
          type: 'button', class: 'nrm-button', disabled: busy || chosen.size === 0,
          onClick: () => this.retry([...chosen], data, reload),
        }, `Retry ${number(chosen.size)}`)),
      h(Answers, { lines: answers })));
  }
}
