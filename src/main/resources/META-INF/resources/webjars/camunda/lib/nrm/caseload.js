/* Caseload: the cases that a manager watches, those that need attention, and the list of them. */
import { h, Component, createRef } from './vendor/preact/preact.module.js';
import { address, get, may, me, names, pages, put } from './api.js';
import { CaseLink, NumberField, withLinks } from './case.js';
import { DayField } from './day-field.js';
import { counted, date, isoDay, number, shortDate } from './format.js';
import { Empty, Load, Page } from './page.js';
import { placed, placeOf } from './place.js';
import { Pager, Table } from './table.js';

/* What the page's address may contain, named as the server's parameters. */
const FIELDS = ['number', 'state', 'stage', 'authority', 'council', 'attention', 'from', 'to'];
const DAYS = ['from', 'to'];
const ASKED = [...FIELDS, 'sort', 'order', 'page'];

const place = params => placeOf('caseload', params);

/* What filters the list, without how it is sorted and paged. */
const narrowed = params => Object.fromEntries(FIELDS.filter(name => params[name]).map(name => [name, params[name]]));

class Overview extends Component {
  list = createRef();

  /* After a click on a number, people want to read the list. */
  toList = () => this.list.current && this.list.current.focus();

  render({ asked, onShow }) {
    return h(Load, { from: me }, known => h(Page, {
      title: 'Caseload', scope: `${known.scope}${known.watchesCases ? `, on ${date(known.today)}` : ''}`,
    },
      known.watchesCases && h(Load, { from: () => get('caseload/summary') }, summary => [
        h(Tiles, { key: 'tiles', summary, asked, onChoose: this.toList }),
        h(Counts, { key: 'counts', summary, asked, onChoose: this.toList }),
        h(Digest, { key: 'digest' }),
        h('section', { key: 'list', 'aria-labelledby': 'nrm-cases-head' },
          h('div', { class: 'nrm-list-head' },
            h('h2', { id: 'nrm-cases-head', ref: this.list, tabIndex: -1 }, 'Cases'),
            h('a', { href: address('caseload/cases.csv', { ...asked, page: '' }), download: '' },
              'Save this list as CSV')),
          h(Load, { from: () => get('caseload/views') }, ({ views }) => h(SavedViews, { first: views, asked })),
          h(Filter, { asked, summary, onShow }),
          h(Load, { from: () => get('caseload/cases', asked), deps: [asked] },
            cases => h(Cases, { cases, asked, summary, onShow }))),
      ])));
  }
}

export const Caseload = placed('caseload', ASKED, Overview);

/* One number with its name, which is a link to the cases behind it. */
const Tile = ({ id, label, count, under, href, current, onChoose, described }) =>
  h('a', {
    class: `nrm-tile${count > 0 ? '' : ' nrm-tile-none'}`,
    href, 'aria-current': current ? 'page' : undefined, 'aria-describedby': described, 'data-tile': id, onClick: onChoose,
  }, h('span', { class: 'nrm-tile-count' }, number(count)), ' ', h('span', { class: 'nrm-tile-label' }, label),
  under && h('span', { class: 'nrm-tile-under' }, under));

const tile = (one, asked, onChoose) => h(Tile, {
  key: one.id,
  id: one.id,
  label: one.label,
  count: one.tasks === null ? one.cases : one.tasks,
  under: one.tasks ? `in ${counted(one.cases, 'case')}` : null,
  href: place({ attention: one.id, state: one.state === 'open' ? '' : one.state }),
  current: asked.attention === one.id,
  onChoose,
});

const Tiles = ({ summary, asked, onChoose }) => h('section', { 'aria-labelledby': 'nrm-tiles-head' },
  h('h2', { id: 'nrm-tiles-head' }, 'Needs your attention'),
  h('div', { class: 'nrm-tiles' }, summary.attention.map(one => tile(one, asked, onChoose))),
  h('details', { class: 'nrm-help' },
    h('summary', null, 'What these numbers mean'),
    h('dl', null, meanings(summary.attention).map(([label, meaning]) => [h('dt', null, label), h('dd', null, meaning)]))));

/* Tiles that differ only in age are explained once. */
const meanings = tiles => {
  const found = new Map();
  tiles.forEach(one => found.set(one.meaning, found.has(one.meaning) ? 'Unassigned tasks' : one.label));
  return [...found].map(([meaning, label]) => [label, meaning]);
};

const Counts = ({ summary, asked, onChoose }) => {
  const part = field => ({ id, name, cases }) => h('li', { key: id },
    h('a', {
      href: place({ [field]: id }), 'aria-current': asked[field] === id ? 'page' : undefined, onClick: onChoose,
    }, name), ' ', h('span', { class: 'nrm-count' }, number(cases)));
  return h('section', { 'aria-labelledby': 'nrm-counts-head' },
    h('h2', { id: 'nrm-counts-head' }, `Open cases: ${number(summary.open)}`),
    summary.open === 0
      ? h(Empty, null, 'There are no open cases. Use the list below to find finished cases.')
      : h('div', { class: 'nrm-counts' },
        h('div', null, h('h3', null, 'By stage'), h('ul', null, summary.stages.map(part('stage')))),
        h('div', null, h('h3', null, 'By authority'), h('ul', null, summary.authorities.map(part('authority')))),
        h('div', { class: 'nrm-counts-wide' }, h('h3', null, 'By local authority'),
          h('ul', null, summary.councils.filter(one => one.cases > 0).map(part('council'))))),
    h('details', { class: 'nrm-help' },
      h('summary', null, 'How cases are counted'),
      h('p', null, 'A case is open until it has an outcome, and again while a decision is being reconsidered. It is '
        + 'counted at each of its current stages. The reflection period runs alongside conclusive grounds, so the stages '
        + 'may add up to more than the number of open cases. A case whose period is over counts there until its review '
        + 'is done. The authority is the one that is making the decision at that stage, or made the last one. A case '
        + 'that has not been routed has no authority.')));
};

/* E-mails that the person switches on for themselves. */
const Digest = () => h('details', { class: 'nrm-help' },
  h('summary', null, 'E-mails to you'),
  h(Load, { from: () => get('caseload/digest') }, wanted => h(DigestSwitch, { first: wanted })));

class DigestSwitch extends Component {
  state = { wanted: this.props.first, refused: '' };

  render(props, { wanted, refused }) {
    const change = event => put('caseload/digest', { on: event.target.checked }).then(
      now => this.setState({ wanted: now, refused: '' }), failed => this.setState({ refused: failed.message, wanted: { ...wanted } }));
    return h('div', null,
      h('p', null, 'On Monday mornings you get the numbers of this page. If there were incidents the day before, or '
        + 'deadlines were missed, you get those the next morning. The e-mails have counts and case numbers, and nothing about a child.'),
      h('p', null, h('label', { class: 'nrm-choose' },
        h('input', { type: 'checkbox', checked: wanted.on, onChange: change }),
        wanted.address ? ` Send them to ${wanted.address}` : ' Send them to me')),
      !wanted.possible && h('p', { class: 'nrm-quiet' }, 'No e-mails are sent here at present. Ask your system administrator.'),
      refused && h('p', { class: 'nrm-refused', role: 'alert' }, refused));
  }
}

const Field = ({ label, id, children }) =>
  h('p', { class: 'nrm-field' }, h('label', { for: `nrm-filter-${id}` }, label), children);

/* Sorting the list or turning its page leaves what has been chosen here and not yet shown; another filter replaces it. */
class Filter extends Component {
  shouldComponentUpdate({ asked }) {
    return place(narrowed(asked)) !== place(narrowed(this.props.asked));
  }

  submit = event => {
    event.preventDefault();
    const typed = Object.fromEntries([...new FormData(event.target)]
      .map(([name, value]) => [name, DAYS.includes(name) ? isoDay(value) : value.trim()]));
    const { asked, onShow } = this.props;
    onShow({ ...typed, state: typed.state === 'open' ? '' : typed.state, sort: asked.sort, order: asked.order });
  };

  render({ asked, summary }) {
    const choice = (name, label, all, options) => h(Field, { label, id: name },
      h('select', { id: `nrm-filter-${name}`, name, value: asked[name] || (all ? '' : options[0][0]) },
        all && h('option', { value: '' }, all),
        // The value in the address stays selected even if there is no such thing any longer.
        (options.some(([id]) => id === asked[name]) || !asked[name] ? options : [...options, [asked[name], 'Not known']])
          .map(([id, words]) => h('option', { key: id, value: id }, words))));
    const key = place(narrowed(asked));
    const day = (name, label) => h(Field, { label, id: name, key: key + name },
      h(DayField, { id: `nrm-filter-${name}`, name, value: asked[name] }));
    const parts = all => all.map(({ id, name }) => [id, name]);
    return h('form', { class: 'nrm-filter', role: 'search', 'aria-label': 'Cases', onSubmit: this.submit },
      h(Field, { label: 'Case number, or part of it', id: 'number', key }, h(NumberField, {
        id: 'nrm-filter-number', type: 'search', value: asked.number, placeholder: 'NRM-2009-7Q4X-8KD9',
      })),
      choice('state', 'Cases', null, [['open', 'Open'], ['finished', 'Finished'], ['all', 'Open and finished']]),
      choice('attention', 'Needs your attention', 'Any', summary.attention.map(({ id, label }) => [id, label])),
      choice('stage', 'Stage', 'Any', parts(summary.stages)),
      choice('authority', 'Authority', 'Any', parts(summary.authorities)),
      choice('council', 'Local authority', 'Any', parts(summary.councils)),
      h('div', { class: 'nrm-filter-end' },
        day('from', 'Received from'),
        day('to', 'Received until'),
        h('p', { class: 'nrm-field nrm-filter-go' },
          h('button', { type: 'submit', class: 'nrm-button' }, 'Show'),
          Object.keys(narrowed(asked)).length > 0 && h('a', { href: place() }, 'Clear'))));
  }
}

/* The filter and order of the list that a view keeps: neither a case number nor a page. */
const kept = params => Object.fromEntries(ASKED.filter(name => params[name] && !['number', 'page'].includes(name))
  .map(name => [name, params[name]]));

/* The person's own named filters, as links; what the list shows now can be saved or removed. */
class SavedViews extends Component {
  state = { views: this.props.first, name: '', refused: '' };

  save(name, filter) {
    put('caseload/views', { name, filter }).then(
      ({ views }) => this.setState({ views, name: '', refused: '' }),
      refused => this.setState({ refused: refused.message }));
  }

  render({ asked }, { views, name, refused }) {
    const now = kept(asked);
    const params = view => kept(Object.fromEntries(new URLSearchParams(view.filter)));
    const shown = views.find(view => place(params(view)) === place(now));
    return h('div', { class: 'nrm-saved' },
      views.length > 0 && h('nav', { 'aria-label': 'Saved views' }, 'Saved views: ', h('ul', null, views.map(view =>
        h('li', { key: view.name }, h('a', { href: place(params(view)), 'aria-current': view === shown ? 'page' : undefined }, view.name))))),
      shown
        ? h('button', { type: 'button', class: 'nrm-link', onClick: () => this.save(shown.name, {}) }, `Remove the view “${shown.name}”`)
        : Object.keys(now).length > 0 && h('form', {
          onSubmit: event => {
            event.preventDefault();
            this.save(name, now);
          },
        },
          h('label', { for: 'nrm-view-name' }, 'Save this view as'),
          h('input', {
            id: 'nrm-view-name', value: name, required: true, autocomplete: 'off', 'aria-describedby': 'nrm-view-hint',
            onInput: event => this.setState({ name: event.target.value }),
          }),
          h('button', { type: 'submit', class: 'nrm-button' }, 'Save'),
          h('span', { id: 'nrm-view-hint', class: 'nrm-quiet' }, 'Only you see it. Don\'t use a child\'s name.')),
      refused && h('p', { class: 'nrm-refused', role: 'alert' }, refused));
  }
}

const received = row => {
  if (row.receivedOn) {
    return shortDate(row.receivedOn);
  }
  return row.copyOn ? `${names.immigration} copy ${shortDate(row.copyOn)}` : `No NRM form; reported ${shortDate(row.openedOn)}`;
};

const Due = ({ due, row }) => {
  if (!due) {
    return row.suspendedStage ? h('span', { class: 'nrm-quiet' }, 'Suspended: no deadline') : '';
  }
  const tone = due.late ? 'nrm-late' : due.soon ? 'nrm-due' : '';
  return [
    h('span', { class: tone }, due.late && h('span', { 'aria-hidden': 'true' }, '⚠ '), due.words),
    h('span', { class: 'nrm-under nrm-whole' }, `${due.decision}, ${shortDate(due.on)}`),
  ];
};

/* Of a case with many tasks; its page has them all. */
const SHOWN = 2;

const COLUMNS = [
  { id: 'number', label: 'Case', sorts: true, show: row => h(CaseLink, { number: row.number, href: row.watched ? undefined : null }) },
  { id: 'council', label: 'Local authority', sorts: true, show: row => row.council },
  { id: 'stage', label: 'Stage', sorts: true, show: row => row.watched ? withLinks(row.stage) : `${names.immigration} copy only` },
  { id: 'authority', label: 'Authority', sorts: true, show: row => row.authority || '' },
  { id: 'received', label: 'Received', sorts: true, show: received },
  { id: 'due', label: 'Next deadline', sorts: true, show: row => h(Due, { due: row.due, row }) },
  { id: 'holders', label: 'Assigned to', show: row => row.holders.length > 0 && h('ul', { class: 'nrm-flags' },
    row.holders.slice(0, SHOWN).map(one => h('li', { key: one.team + one.person },
      one.person || h('span', { class: 'nrm-quiet' }, `${one.team}: unassigned`))),
    row.holders.length > SHOWN && h('li', { class: 'nrm-quiet' }, `and ${row.holders.length - SHOWN} more`)) },
  { id: 'flags', label: 'Notes', show: row => row.flags.length > 0
    && h('ul', { class: 'nrm-flags' }, row.flags.map(flag => h('li', { key: flag }, flag))) },
];

/* The filters in words, for those who don't see the fields: on paper and by ear. */
const narrowing = (asked, summary) => {
  const named = (field, parts) => asked[field] && ((parts.find(one => one.id === asked[field]) || {}).name || 'Not known');
  return [
    asked.number && `number ${asked.number}`,
    { finished: 'finished', all: 'open and finished' }[asked.state],
    asked.attention && (summary.attention.find(one => one.id === asked.attention) || {}).label,
    named('stage', summary.stages), named('authority', summary.authorities), named('council', summary.councils),
    asked.from && `received from ${date(isoDay(asked.from))}`, asked.to && `received until ${date(isoDay(asked.to))}`,
  ].filter(Boolean).join('; ');
};

const Cases = ({ cases, asked, summary, onShow }) => {
  const filtered = Object.keys(narrowed(asked)).length > 0;
  if (cases.all === 0) {
    return h(Empty, null, filtered
      ? 'No cases match. Change or clear the filters.'
      : 'There are no open cases. To see finished cases, choose them above.');
  }
  return [
    h(Table, {
      key: 'table',
      caption: (filtered ? `Matching cases: ${narrowing(asked, summary)}` : 'Open cases') + (cases.sort === 'missing' ? ', missing longest first' : ''),
      columns: COLUMNS,
      rows: cases.rows,
      rowKey: row => row.number,
      sort: { by: cases.sort, descending: asked.order === 'desc' },
      onSort: (by, descending) => onShow({ ...asked, sort: by, order: descending ? 'desc' : '', page: '' }),
    }),
    h(Pager, {
      key: 'pager', page: cases.page, size: cases.size, all: cases.all, one: 'case', many: 'cases',
      onPage: page => onShow({ ...asked, page: page === 1 ? '' : String(page) }),
    }),
  ];
};

/* Cockpit's dashboard counts nothing for people who may see no instance, and opens their own first page instead. */
const firstPage = known =>
  known.watchesCases && '#/nrm/caseload'
  || known.readsFiguresOfArea && '#/nrm/figures'
  || known.revises && !known.repairs && `${pages}/nrm/revisions`
  || !known.repairs && '#/nrm/caseload'; // which says why there are none

export const onDashboard = {
  id: 'nrm-first-page',
  pluginPoint: 'cockpit.dashboard',
  priority: 100,
  properties: { label: 'Caseload' },
  render: async () => {
    const page = await may(firstPage);
    if (page && location.hash.startsWith('#/dashboard')) { // if not, another page has been opened since
      location.replace(page);
    }
  },
  unmount: () => {},
};
