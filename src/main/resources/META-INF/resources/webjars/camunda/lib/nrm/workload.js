/* Workload: the tasks of each team and officer; managers reassign tasks within the team. */
import { h, Component } from './vendor/preact/preact.module.js';
import { get, me, pages, post } from './api.js';
import { CaseLink } from './case.js';
import { remaining } from './due.js';
import { counted, date, duration, number, shortDate, time } from './format.js';
import { Empty, Load, Page } from './page.js';
import { placed } from './place.js';
import { Answers, Choose, ChooseAll, notDone, withOrWithout } from './several.js';
import { Pager, sorted, Table } from './table.js';

const WHICH = {
  open: 'Open tasks', unclaimed: 'Unassigned tasks', claimed: 'Assigned tasks', overdue: 'Overdue tasks',
  late7: 'Tasks late within 7 days', late14: 'Tasks late within 14 days', late28: 'Tasks late within 28 days',
  completed: 'Completed tasks',
};

/* "Fife Council: lead professional", without the "Local authority" that such roles begin with. */
const teamName = team =>
  team.councilName ? `${team.councilName}: ${team.name.replace(/^Local authority /, '')}` : team.name;

const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86400000);

/* "Due today", "2 days late": in words, so that no one depends on colour. */
const dueWords = (due, today) => due ? remaining(daysBetween(today, due)) : 'No due date';

/* In a new tab, so that what is chosen and typed here stays. */
const InNewTab = ({ number: caseNumber }) => h(CaseLink, { number: caseNumber, target: '_blank', rel: 'noopener' },
  h('span', { class: 'nrm-hidden' }, ' (opens in a new tab)'));

/* A number that opens the tasks behind it. */
const Count = ({ value, label, onOpen }) => value === 0 ? '0'
  : h('button', { type: 'button', class: 'nrm-link', 'aria-label': `${number(value)}: ${label}`, onClick: onOpen },
    number(value));

const Teams = ({ overview, by = '', onBy, onTeam }) => {
  const sort = { by: by.replace('-', ''), descending: by.startsWith('-') };
  const count = (which, label) => ({
    id: which, label, number: true, sorts: true, by: team => team[which],
    show: team => h(Count, {
      value: team[which], label: `${WHICH[which].toLowerCase()} of ${teamName(team)}`, onOpen: () => onTeam(team, which),
    }),
  });
  const columns = [
    { id: 'team', label: 'Team', sorts: true, by: teamName, show: team => h('button', {
      type: 'button', class: 'nrm-link', onClick: () => onTeam(team),
    }, teamName(team)) },
    count('unclaimed', 'Unassigned'), count('claimed', 'Assigned'), count('overdue', 'Overdue'),
    ...[7, 14, 28].map(days => count(`late${days}`, `Late within ${days} days`)),
    { id: 'oldest', label: 'Oldest unassigned since', sorts: true, by: team => team.oldest || null,
      show: team => team.oldest ? time(team.oldest) : 'none' },
    count('completed', `Completed in ${overview.days} days`),
  ];
  return h(Table, {
    caption: 'Tasks by team',
    rowKey: team => `${team.id} ${team.council}`,
    rows: sorted(overview.teams, columns, sort),
    columns,
    sort,
    onSort: (column, descending) => onBy(`${descending ? '-' : ''}${column}`),
  });
};

/* "Away until 5 Dec 2026; deputy: Leon Sandison (ukhtc.second2)" */
const awayWords = away => away && (away.now ? `Away until ${shortDate(away.until)}`
  : `Will be away from ${shortDate(away.from)} to ${shortDate(away.until)}`)
  + (away.deputy ? `; deputy: ${away.deputy}` : '; no deputy');

const Officers = ({ team, people, onTasks }) => {
  const open = (officer, which, value) => h(Count, {
    value, label: `${WHICH[which].toLowerCase()} of ${officer.name}`, onOpen: () => onTasks(team, which, officer),
  });
  return people.officers.length === 0 ? h(Empty, null, 'This team has no members.') : h(Table, {
    caption: `People in the team ${teamName(team)}`,
    rowKey: officer => officer.id,
    rows: people.officers,
    columns: [
      { id: 'officer', label: 'Name',
        show: officer => h('span', null, officer.member ? officer.name : `${officer.name}, no longer in the team`,
          people.away[officer.id] && h('em', null, h('br'), awayWords(people.away[officer.id]))) },
      { id: 'open', label: 'Assigned now', number: true, show: officer => open(officer, 'open', officer.open) },
      { id: 'overdue', label: 'Overdue', number: true, show: officer => open(officer, 'overdue', officer.overdue) },
      { id: 'completed', label: `Completed in ${people.days} days`, number: true,
        show: officer => open(officer, 'completed', officer.completed) },
      { id: 'median', label: 'Median time from claim to completion', number: true,
        show: officer => duration(officer.median) },
    ],
  });
};

/* Who may be given all the chosen tasks, and why the manager gives them. */
class Reassign extends Component {
  state = { to: '', reason: '', barred: [] };

  componentDidUpdate(before) {
    if (before.chosen.join() !== this.props.chosen.join()) {
      this.look();
    }
  }

  async look() {
    const { team, chosen } = this.props;
    const barred = chosen.length === 0 ? []
      : await get('workload/barred', { team: team.id, council: team.council, tasks: chosen.join() }).catch(() => []);
    if (chosen.join() === this.props.chosen.join()) { // if not, others have been chosen since
      this.setState({ barred });
    }
  }

  render({ chosen, members, busy, onReassign }, { to, reason, barred }) {
    const offered = members.filter(person => !barred.includes(person.id));
    const choice = members.find(person => person.id === to);
    const given = offered.includes(choice) ? to : '';
    const ready = !busy && chosen.length > 0 && reason.trim() !== '';
    return [h('div', { key: 'controls', class: 'nrm-controls', role: 'group', 'aria-label': 'Reassign selected tasks' },
      h('div', { class: 'nrm-field' },
        h('label', { for: 'nrm-reassign-to' }, 'Reassign to'),
        h('select', { id: 'nrm-reassign-to', value: given, onChange: event => this.setState({ to: event.target.value }) },
          h('option', { value: '' }, offered.length === 0 ? 'No team member may have these tasks'
            : choice && !given ? `${choice.name} can't have all these tasks` : 'Choose a team member'),
          offered.map(person => h('option', { key: person.id, value: person.id }, person.name)))),
      h('div', { class: 'nrm-field' },
        h('label', { for: 'nrm-reassign-why' }, 'Reason, kept in the history of the case'),
        h('input', {
          id: 'nrm-reassign-why', type: 'text', value: reason, autocomplete: 'off', 'aria-describedby': 'nrm-reassign-hint',
          onInput: event => this.setState({ reason: event.target.value }),
        })),
      h('button', {
        type: 'button', class: 'nrm-button', disabled: !ready || !given, onClick: () => onReassign(given, reason),
      }, `Reassign ${counted(chosen.length, 'task')}`),
      h('button', {
        type: 'button', class: 'nrm-button', disabled: !ready, onClick: () => onReassign(null, reason),
      }, 'Return to the team')),
    h('p', { key: 'hint', id: 'nrm-reassign-hint', class: 'nrm-quiet' },
      "A reason is required, and others can read it. Write about the work, not about the child or a colleague's health.")];
  }
}

class Tasks extends Component {
  state = { chosen: new Set(), answers: [], busy: false };

  componentDidUpdate(before) {
    if (before.page !== this.props.page) {
      this.setState({ chosen: new Set() });
    }
  }

  async reassign(ids, to, reason, reload) {
    this.setState({ busy: true, answers: [] });
    try {
      const { answers } = await post('workload/assign', { tasks: ids, to, reason });
      const done = answers.filter(answer => answer.done).map(answer => answer.task);
      this.setState(({ chosen }) => ({
        chosen: new Set([...chosen].filter(id => !done.includes(id))), // with what was selected meanwhile
        answers: answers.map(answer => ({
          id: answer.task, done: answer.done,
          words: `${answer.caseNumber ? `${answer.caseNumber}, ${answer.name}` : 'A task'}: ${answer.sentence}`,
        })),
      }));
      reload();
      this.props.onReassigned();
    } catch (refused) {
      this.setState({ answers: notDone(refused) });
      if (!refused.status) {
        reload();
      }
    } finally {
      this.setState({ busy: false });
    }
  }

  render({ team, which, officer, days, sort, order, page, reassigns, members, today, onShow }, { chosen, answers, busy }) {
    const choosable = reassigns && which !== 'completed';
    const descending = order === 'desc';
    const asked = { team: team.id, council: team.council, officer: officer && officer.id, which, days, page, sort, descending };
    // A refused task stays selected while it is in the list; another may have completed it.
    const listed = data => data.tasks.map(task => task.id).filter(id => chosen.has(id));
    const title = `${WHICH[which]} of ${officer ? officer.name : teamName(team)}`;
    return h(Load, { from: () => get('workload/tasks', asked), deps: [asked] }, (data, reload) => h('div', null,
      data.all === 0 ? h(Empty, null, 'There are no tasks to show.') : h(Table, {
        caption: title,
        sort: { by: sort || 'due', descending },
        onSort: (by, down) => onShow({ sort: by, order: down ? 'desc' : '' }),
        rowKey: task => task.id,
        rows: data.tasks,
        columns: [
          { id: 'case', label: 'Case', show: task => {
            // A team may have completed a task in a case that is another authority's now.
            const name = !task.caseNumber ? 'no case' : which === 'completed'
              ? h(CaseLink, { number: task.caseNumber, href: null }) : h(InNewTab, { number: task.caseNumber });
            return choosable ? h(Choose, {
              id: task.id, chosen, onChoose: (id, is) => this.setState({ chosen: withOrWithout(chosen, id, is) }),
            }, name) : name;
          } },
          { id: 'name', label: 'Task', sorts: true, show: task => task.name },
          { id: 'due', label: 'Due', sorts: true, show: task => [
            h('span', { class: task.overdue ? 'nrm-late' : undefined }, which !== 'completed' || !task.due
              ? dueWords(task.due, today) : task.overdue ? 'Completed late' : 'On time'),
            task.due && h('span', { class: 'nrm-under nrm-whole' }, shortDate(task.due)),
          ] },
          { id: 'holder', label: which === 'completed' ? 'Completed by' : 'Assigned to',
            show: task => [task.holder ? task.holderName : which === 'completed' ? 'nobody' : 'unassigned',
              task.away && h('span', { class: 'nrm-under' }, `for ${task.away}, who is away`)] },
          { id: 'since', label: 'Since', sorts: true, show: task => time(task.since) },
          ...(which === 'completed'
            ? [{ id: 'completed', label: 'Completed', sorts: true, show: task => time(task.completed) }] : []),
        ],
      }),
      data.all > 0 && h(Pager, {
        page: data.page, size: data.size, all: data.all, one: 'task', many: 'tasks',
        onPage: next => onShow({ sort, order, page: next }),
      }),
      choosable && data.all > 0 && h('div', null,
        h(ChooseAll, {
          ids: data.tasks.map(task => task.id), chosen, onChoose: next => this.setState({ chosen: next }),
        }),
        h(Reassign, {
          team, chosen: listed(data), members, busy, onReassign: (...given) => this.reassign(listed(data), ...given, reload),
        })),
      h(Answers, { lines: answers })));
  }
}

/* One team: its officers, and the tasks that are opened. The heading takes the focus. */
class OneTeam extends Component {
  componentDidMount() {
    this.go();
  }

  componentDidUpdate(before) {
    if (['team', 'which', 'officer'].some(name => before[name] !== this.props[name])) {
      this.go();
    }
  }

  go() {
    this.heading.focus({ preventScroll: true });
    // Not scrollIntoView, which would also move what is around the page.
    const page = this.heading.closest('.nrm-page');
    page.scrollTop += this.heading.getBoundingClientRect().top - page.getBoundingClientRect().top - 8;
  }

  render({ team, which, officer, days, changed, onTasks, ...tasks }) {
    return h('section', { class: 'nrm-section' },
      h('h2', { tabIndex: -1, ref: node => { this.heading = node; } }, teamName(team)),
      h(Load, {
        from: () => get('workload/people', { team: team.id, council: team.council, days }),
        deps: [team.id, team.council, days, changed],
      }, people => h('div', null,
        h(Officers, { team, people, onTasks }),
        h('p', null, h('a', { href: `${pages}/nrm/absences`, target: '_blank', rel: 'noopener' },
          'Absences and deputies', h('span', { class: 'nrm-hidden' }, ' (opens in a new tab)'))),
        which && h(Tasks, {
          ...tasks, team, which, days, key: `${team.id} ${team.council} ${which} ${officer}`,
          officer: officer && (people.officers.find(one => one.id === officer) || { id: officer, name: 'a person of another team' }),
          members: people.members.filter(person => !(people.away[person.id] || {}).now),
        }))));
  }
}

class Overview extends Component {
  state = { changed: 0 };

  render({ asked: { by, days = '30', team: id, council, which, officer, ...list }, onShow }, { changed }) {
    const opened = { by, days: days === '30' ? '' : days, team: id, council, which, officer };
    const onTeam = (team, tasks, one) => onShow({
      by, days: opened.days, team: team.id, council: team.council, which: tasks, officer: one && one.id,
    });
    return h(Load, { from: me, deps: [] }, known => h(Page, {
      title: 'Workload',
      scope: `Teams that you oversee, on ${date(known.today)}`,
      actions: h('div', { class: 'nrm-field' },
        h('label', { for: 'nrm-days' }, 'Completed in the last'),
        h('select', {
          id: 'nrm-days', value: days, onChange: event => onShow({ ...opened, ...list, page: '', days: event.target.value }),
        }, ['7', '30'].map(one => h('option', { key: one, value: one }, `${one} days`)))),
    }, h(Load, { from: () => get('workload', { days }), deps: [days, changed] }, overview => {
      const team = overview.teams.find(one => one.id === id && (one.council || undefined) === council);
      return h('div', null,
        overview.teams.length === 0 ? h(Empty, null, 'No team has any open or completed tasks.')
          : h(Teams, { overview, by, onBy: to => onShow({ ...opened, ...list, by: to }), onTeam }),
        h('p', { class: 'nrm-quiet' }, 'Overdue tasks, and those late within 7, 14 or 28 days, are among the unassigned and assigned ones. '
          + 'Late within: not overdue yet, but due today or in that time. A task waiting for two teams is counted for both.'),
        id && (team ? h(OneTeam, {
          ...list, team, which, officer, days, reassigns: overview.gives, today: known.today, changed, onTasks: onTeam,
          onShow: changes => onShow({ ...opened, ...changes }),
          onReassigned: () => this.setState({ changed: changed + 1 }),
        }) : h(Empty, null, 'The team of this address has no open or completed tasks, or you do not oversee it.')));
    })));
  }
}

export const Workload = placed('workload', ['by', 'days', 'team', 'council', 'which', 'officer', 'sort', 'order', 'page'], Overview);
