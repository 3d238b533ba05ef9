/* Incidents: work of the system that failed or is delayed; system administrators retry it. */
import { h, Component } from './vendor/preact/preact.module.js';
import { get, post } from './api.js';
import { CaseLink } from './case.js';
import { counted, number, time } from './format.js';
import { Empty, Load, Page } from './page.js';
import { placed } from './place.js';
import { Answers, Choose, ChooseAll, notDone, withOrWithout } from './several.js';
import { Pager, Table } from './table.js';

const KINDS = [
  ['failed', 'Failed after several attempts'], ['trying', 'Failed, will be retried automatically'],
  ['waiting', 'More than 15 minutes overdue'], ['stopped', 'Stopped by a person'],
];

const ASK_EVERY = 2000;
const MOST_QUESTIONS = 45;

const state = incident => {
  switch (incident.kind) {
    case 'failed': return `Failed after ${counted(incident.tries, 'attempt')}`;
    case 'trying': return `Failed after ${counted(incident.tries, 'attempt')}, next attempt on ${time(incident.next)}`;
    case 'waiting': return `Was due on ${time(incident.next)}`;
    default: return 'Stopped: will start when it is activated';
  }
};

const Help = ({ incident }) => h('div', null,
  incident.help || (incident.kind === 'waiting' ? 'Check that the application is running, then retry.'
    : 'Activate it in Cockpit.'),
  incident.fault && h('div', { class: 'nrm-fault' }, incident.fault));

/* Administrators see processes and no case, managers the case. */
const CaseOf = ({ of: { caseNumber, instance }, repairs }) => caseNumber
  ? h(CaseLink, { number: caseNumber, href: repairs ? (instance ? `#/process-instance/${instance}/runtime` : null) : undefined })
  : 'no case';

class AllIncidents extends Component {
  state = { chosen: new Set(), answers: [], busy: false };

  componentDidUpdate({ asked }) {
    if (JSON.stringify(asked) !== JSON.stringify(this.props.asked)) {
      this.setState({ chosen: new Set() });
    }
  }

  componentWillUnmount() {
    this.gone = true;
    clearTimeout(this.looking);
  }

  words(data, id) {
    const known = data.incidents.find(incident => incident.id === id);
    return known ? `${known.caseNumber || known.stage}, ${known.what}` : 'An incident';
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
      this.setState(({ chosen }) => ({ chosen: new Set([...chosen].filter(id => !ids.includes(id))) }));
      this.look(answers, names, reload, MOST_QUESTIONS);
    } catch (refused) {
      this.setState({ busy: false, answers: notDone(refused) });
      if (!refused.status) {
        reload();
      }
    }
  }

  /* Asks for the outcome until everything has finished or has failed again. */
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
      let more = left - 1;
      try {
        const asked = await post('incidents/outcome', { incidents: open });
        next = answers.map(answer => asked.answers.find(found => found.id === answer.id) || answer);
        this.answer(next, names);
      } catch {
        more = 0;
      }
      this.look(next, names, reload, more);
    }, ASK_EVERY);
  }

  async compare(reload) {
    this.setState({ busy: true, answers: [] });
    try {
      const { cases } = await post('incidents/check', {});
      this.setState({ answers: [{ id: 'check', done: cases.length === 0,
        words: cases.length === 0 ? 'Every open case has its stage, tasks and deadlines.'
          : `${counted(cases.length, 'case')} found. See the list below.` }] });
      reload();
    } catch (refused) {
      this.setState({ answers: [{ id: 'check', done: false, words: refused.message }] });
    }
    this.setState({ busy: false });
  }

  /* Cases whose register and process disagree. */
  broken(data, busy, reload) {
    const { at, cases } = data.checked;
    return h('section', { 'aria-labelledby': 'nrm-broken' },
      h('h2', { id: 'nrm-broken' }, 'Cases that need a check'),
      h('p', { class: 'nrm-note' }, 'Each night the register is compared with the running processes. ',
        at ? `Last compared on ${time(at)}.` : 'Not compared since the program started.'),
      data.repairs && h('div', { class: 'nrm-controls' }, h('button', {
        type: 'button', class: 'nrm-button', disabled: busy, onClick: () => this.compare(reload),
      }, 'Compare now')),
      cases.length > 0 && h(Table, {
        caption: 'Cases that need a check',
        rowKey: found => `${found.caseNumber} ${found.what}`,
        rows: cases,
        columns: [
          { id: 'case', label: 'Case', show: found => h(CaseOf, { of: found, repairs: data.repairs }) },
          { id: 'what', label: 'What is wrong', show: found => found.what },
          ...(data.repairs ? [{ id: 'help', label: 'What to do', show: found => found.help }] : []),
        ],
      }));
  }

  /* The nightly removal of history that belongs to no case. */
  cleanup({ last, overdue }) {
    return h('section', { 'aria-labelledby': 'nrm-cleanup' },
      h('h2', { id: 'nrm-cleanup' }, 'Old history'),
      h('p', { class: 'nrm-note' }, 'Each night the history of finished work that belongs to no case is removed. ',
        last ? `Last removed on ${time(last)}. ` : 'Not removed in the last 30 days. ',
        overdue > 0 ? `${counted(overdue, 'process', 'processes')} should have been removed in an earlier night.`
          : 'Nothing is overdue.'));
  }

  kinds(data) {
    return h('div', { class: 'nrm-controls', role: 'group', 'aria-label': 'Which incidents' },
      [['', 'All'], ...KINDS].map(([kind, words]) => h('button', {
        key: kind, type: 'button', class: 'nrm-button', 'aria-pressed': String((this.props.asked.kind || '') === kind),
        onClick: () => this.props.onShow({ kind }),
      }, kind ? `${words}: ${number(data[kind])}`
        : `All: ${number(data.failed + data.trying + data.waiting + data.stopped)}`)));
  }

  table(data, chosen) {
    const retries = incident => data.repairs && incident.kind !== 'stopped';
    const name = incident => h(CaseOf, { of: incident, repairs: data.repairs });
    return h(Table, {
      caption: 'Failed and delayed work',
      rowKey: incident => incident.id,
      rows: data.incidents,
      columns: [
        { id: 'case', label: 'Case', show: incident => retries(incident)
          ? h(Choose, {
            id: incident.id, chosen,
            onChoose: (id, is) => this.setState({ chosen: withOrWithout(chosen, id, is) }),
          }, name(incident)) : name(incident) },
        { id: 'what', label: 'What failed', show: incident => h('div', null,
          h('strong', null, incident.what), h('div', null, `${incident.stage}: ${incident.element}`)) },
        { id: 'since', label: 'Since', show: incident => time(incident.since) },
        { id: 'state', label: 'Status', show: state },
        ...(data.repairs ? [{ id: 'help', label: 'What to do', show: incident => h(Help, { incident }) }] : []),
      ],
    });
  }

  render({ asked: { kind, page }, onShow }, { chosen, answers, busy }) {
    return h(Load, { from: () => get('incidents', { kind, page }), deps: [kind, page] }, (data, reload) => h(Page, {
      title: 'Incidents',
      scope: data.scope,
      actions: h('button', { type: 'button', class: 'nrm-button', onClick: reload }, 'Refresh'),
    },
      h('p', { class: 'nrm-note' }, data.repairs
        ? 'Work that the system could not do. Nothing is lost: the case waits at that step. Correct the cause, then retry.'
        : 'Work that the system could not do. Nothing is lost: the case waits at that step. Give your system '
          + 'administrator the case number and the message below. Only they can retry it.'),
      this.kinds(data),
      data.all === 0
        ? h(Empty, null, kind ? 'There is none of this kind.' : 'Nothing has failed or been delayed.')
        : this.table(data, chosen),
      data.all > 0 && h(Pager, {
        page: data.page, size: data.size, all: data.all, one: 'incident', many: 'incidents',
        onPage: next => onShow({ kind, page: next }),
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
      h(Answers, { lines: answers }),
      this.broken(data, busy, reload),
      data.cleanup && this.cleanup(data.cleanup)));
  }
}

export const Incidents = placed('incidents', ['kind', 'page'], AllIncidents);
