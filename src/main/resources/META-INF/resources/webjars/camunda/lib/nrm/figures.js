/* Figures: counts for a period as charts, with the same numbers as a table, and published figures beside them. */
import { h } from './vendor/preact/preact.module.js';
import { address, get, me, names } from './api.js';
import { Chart, colours, share } from './charts.js';
import { counted, number } from './format.js';
import { Empty, Load, Page } from './page.js';
import { placed } from './place.js';
import { Table } from './table.js';

const FIRST = '2009-04';
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
  'November', 'December'];
const MOST_BARS = 8;
/* A series so much larger would flatten all the others. */
const OUT_OF_SCALE = 8;
const DETAILS = [
  { id: 'authority', label: 'authority' },
  { id: 'nationality', label: 'nationality' },
  { id: 'age', label: 'age on the day of receipt' },
];

export const Figures = placed('figures', ['from', 'to', 'authority', 'by', 'detail', 'year'],
  ({ asked, onShow }) => h(Load, { from: me }, known => {
    if (known.readsFigures || known.watchesCases) {
      return h(OfPeriod, {
        asked, onShow, today: known.today, authorities: known.authorities, cases: known.readsFigures ? 'All cases' : known.scope,
      });
    }
    return known.readsFiguresOfArea
      ? h(OfArea, { year: asked.year, onYear: year => onShow({ year }) })
      : h(Page, { title: 'Figures' }, h(Empty, null, 'Your role does not have access to figures.'));
  }));

/* ---------------------------------------------------------------- a period */

/* The last years, if the address has no period. */
const latest = today => {
  const to = today.slice(0, 7);
  const from = `${to.slice(0, 4) - 5}-01`;
  return { from: from < FIRST ? FIRST : from, to: to < FIRST ? FIRST : to };
};

const OfPeriod = ({ asked: inAddress, onShow, today, authorities, cases }) => {
  const asked = { ...latest(today), authority: '', ...inAddress };
  const { from, to, authority, by = 'quarter', detail = 'authority' } = asked;
  const period = { from, to, authority };
  const show = changed => onShow({ ...inAddress, ...changed });
  return h(Page, { title: 'Figures', scope: cases },
    h(Choice, { asked: period, ask: show, today, authorities }),
    h(Load, { from: () => Promise.all([get('figures/trends', period), get('figures', period)]), deps: [period] }, ([trends, data]) => [
      h('p', { key: 'period', class: 'nrm-on-paper' }, `${inWords(data.from)} to ${inWords(data.to)}`
        + `${authority ? `, decided by ${names[`the ${authority}`]}` : ''}`),
      h(Trends, { key: 'trends', data: trends, asked: period, by: by === 'month' ? by : 'quarter', onBy: one => show({ by: one }) }),
      h(Charts, {
        key: 'charts', data, asked: period, detail: DETAILS.some(({ id }) => id === detail) ? detail : DETAILS[0].id,
        onDetail: id => show({ detail: id }),
      }),
    ]));
};

/* The quarters up to today's, the latest first: [{ from, to, words }], as far as they have months. */
const quarters = today => {
  const all = [];
  const last = today.slice(0, 7);
  for (let from = FIRST; from <= last; from = after(from, 3)) {
    const end = after(from, 2);
    all.unshift({ from, to: end < last ? end : last, words: `${MONTHS[from.slice(5) - 1]} to ${inWords(end)}` });
  }
  return all;
};

const after = (month, months) => new Date(Date.UTC(month.slice(0, 4), month.slice(5) - 1 + months)).toISOString().slice(0, 7);

const Choice = ({ asked, ask, today, authorities }) => {
  const years = Array.from({ length: today.slice(0, 4) - 2008 }, (none, index) => String(2009 + index));
  const all = quarters(today);
  const chosen = all.find(one => one.from === asked.from && one.to === asked.to);
  return h('form', { class: 'nrm-period', onSubmit: event => event.preventDefault() },
    h(Month, { id: 'from', label: 'From', value: asked.from, years, onChoose: from => ask({ from, to: asked.to }) }),
    h(Month, { id: 'to', label: 'To', value: asked.to, years, onChoose: to => ask({ from: asked.from, to }) }),
    h('div', { class: 'nrm-period-field' },
      h('label', { for: 'nrm-figures-quarter' }, 'Or a quarter'),
      h('select', {
        id: 'nrm-figures-quarter', value: chosen ? chosen.from : '',
        onChange: event => {
          const one = all.find(quarter => quarter.from === event.target.value);
          if (one) {
            ask({ from: one.from, to: one.to });
          }
        },
      }, h('option', { value: '' }, 'Choose a quarter'), all.map(one => h('option', { key: one.from, value: one.from }, one.words)))),
    h('div', { class: 'nrm-period-field' },
      h('label', { for: 'nrm-figures-authority' }, 'Deciding authority'),
      h('select', { id: 'nrm-figures-authority', value: asked.authority, onChange: event => ask({ authority: event.target.value }) },
        h('option', { value: '' }, 'All'),
        authorities.map(code => h('option', { key: code, value: code }, names[code])))));
};

const Month = ({ id, label, value, years, onChoose }) => {
  const [year, month] = value.split('-');
  return h('fieldset', { class: 'nrm-period-field' },
    h('legend', null, label),
    h('select', { 'aria-label': `${label}: month`, id: `nrm-figures-${id}-month`, value: month, onChange: event => onChoose(`${year}-${event.target.value}`) },
      MONTHS.map((name, index) => h('option', { key: name, value: String(index + 1).padStart(2, '0') }, name))),
    h('select', { 'aria-label': `${label}: year`, id: `nrm-figures-${id}-year`, value: year, onChange: event => onChoose(`${event.target.value}-${month}`) },
      years.map(one => h('option', { key: one, value: one }, one))));
};

const inWords = month => `${MONTHS[month.slice(5) - 1]} ${month.slice(0, 4)}`;

const Charts = ({ data, asked, detail, onDetail }) => {
  const table = id => data.tables.find(one => one.id === id);
  const period = `${inWords(data.from)} to ${inWords(data.to)}`;
  return h('div', { class: 'nrm-figures' },
    h(Figure, { ...years(table('referrals-by-year'), period, data.authority), asked }),
    h(Figure, { ...agencies(table('agencies')), asked }),
    h(Figure, { ...months(table('referrals-by-month')), asked, wide: true }),
    h(Figure, { ...inTime(table('rg-in-time')), asked, wide: true }),
    h(Figure, { ...waits(table('cg-waits')), asked }),
    h(Figure, { ...nationalities(table('nationalities')), asked }),
    h('div', { class: 'nrm-figures-group' },
      h('label', { for: 'nrm-figures-detail' }, 'Outcomes by '),
      h('select', { id: 'nrm-figures-detail', value: detail, onChange: event => onDetail(event.target.value) },
        DETAILS.map(one => h('option', { key: one.id, value: one.id }, one.label)))),
    h(Figure, { ...outcomes(table(`rg-by-${detail}`), 'Reasonable grounds', 'positive', detail), asked }),
    h(Figure, { ...outcomes(table(`cg-by-${detail}`), 'Conclusive grounds', 'positive', detail), asked }),
    h(Figure, { ...outcomes(table(`leave-by-${detail}`), 'Leave after positive conclusive grounds', 'granted', detail), asked }),
    h(Figure, { ...suspended(table('suspended')), asked }));
};

/* ---------------------------------------------------------------- trends */

const TRENDS = [
  { column: 'referrals', title: 'Referrals', one: value => counted(value, 'referral') },
  { column: 'rg-share-on-time', title: 'Reasonable grounds on time', shares: true, one: value => `${share(value)} on time` },
  { column: 'cg-share-on-time', title: 'Conclusive grounds on time', shares: true, one: value => `${share(value)} on time` },
  { column: 'cg-median-days', title: 'Median days from the referral to conclusive grounds', one: value => counted(value, 'day') },
  { column: 'open', title: 'Open cases at the end', one: value => counted(value, 'case') },
];

/* "34 referrals in April to June 2014, 5 referrals in January to March 2014." */
const change = (rows, values, one) => rows.map((row, index) => values[index] !== null && `${one(values[index])} in ${row.name}`)
  .slice(-2).reverse().filter(Boolean).join(', ');

const Trends = ({ data, asked, by, onBy }) => {
  const table = data.tables.find(one => one.id === `trend-by-${by}`);
  const drawn = begun(table);
  return h('section', { class: 'nrm-trends', 'aria-labelledby': 'nrm-trends' },
    h('h2', { id: 'nrm-trends' }, 'Trends'),
    h('div', { class: 'nrm-figures-group' },
      h('label', { for: 'nrm-figures-by' }, 'By '),
      h('select', { id: 'nrm-figures-by', value: by, onChange: event => onBy(event.target.value) },
        h('option', { value: 'month' }, 'month'), h('option', { value: 'quarter' }, 'quarter'))),
    h('div', { class: 'nrm-trend-charts' }, TRENDS.map(({ column, title, shares, one }) => {
      const numbers = values(drawn, column);
      const says = change(drawn.rows, numbers, one);
      return h('section', { key: column, 'aria-labelledby': `nrm-trend-${column}` },
        h('h3', { id: `nrm-trend-${column}` }, title),
        h('p', { class: 'nrm-published' }, says ? `${says}.` : 'None in the last two.'),
        h(Chart, {
          id: `trend-${column}`, says: `${title} by ${by}. ${says}`, low: true, shares, whole: shares,
          labels: drawn.rows.map(row => by === 'month' ? `${row.name.slice(0, 3)} ${row.name.slice(-4)}` : row.code.replace('-', ' ')),
          series: [bars(title, numbers)],
        }));
    })),
    h('p', { class: 'nrm-published' }, `Referrals count when ${names.intake} received the NRM form, decisions when they were made. The first `
      + `and the last ${by} may be incomplete. Open cases: without an outcome at the end of the ${by}, including those without an NRM form.`),
    h(Foot, { table, title: `Trends by ${by}`, asked }));
};

/* One chart: its title, its message in a sentence, the picture, published figures, and the numbers. */
const Figure = ({ table, title, says, chart, empty, hint, asked, wide }) =>
  h('section', { class: `nrm-figure${wide ? ' nrm-figure-wide' : ''}`, 'aria-labelledby': `nrm-${table.id}` },
    h('h2', { id: `nrm-${table.id}` }, title),
    h('p', { class: 'nrm-says' }, says),
    empty ? h(Empty, null, empty) : h(Chart, { ...chart, says: `${title}. ${says}`, id: table.id }),
    hint && h('p', { class: 'nrm-published' }, hint),
    table.published.map(one => h('p', { class: 'nrm-published', key: one.column },
      h('strong', null, `${one.label}: `), `${one.covers} ${one.note ? `${one.note} ` : ''}Source: ${one.source}`)),
    h(Foot, { table, title, asked }));

const Foot = ({ table, title, asked }) => h('div', { class: 'nrm-figure-foot' },
  h('details', null,
    h('summary', null, 'The same numbers as a table'),
    h(Numbers, { table, title })),
  h('a', { class: 'nrm-button', href: address(`figures/${table.id}.csv`, asked), download: '', 'aria-label': `Save as CSV: ${title}` },
    'Save as CSV'));

const Numbers = ({ table, title }) => h(Table, {
  caption: title,
  columns: [
    { id: 'name', label: table.rowHead, show: row => row.name },
    ...table.columns.map((column, index) => ({
      id: column.id,
      label: column.label,
      number: true,
      show: row => row.numbers[index] === null ? '–' : (column.share ? share : number)(row.numbers[index]),
    })),
  ],
  rows: table.total ? [...table.rows, table.total] : table.rows,
  rowKey: row => row.code,
});

/* ---------------------------------------------------------------- the charts */

const place = (table, column) => table.columns.findIndex(one => one.id === column);
const of = (table, row, column) => row.numbers[place(table, column)];
const values = (table, column, rows = table.rows) => rows.map(row => of(table, row, column));
const bars = (label, data, colour = colours.ours) => ({ kind: 'bars', label, data, colour });
const published = (table, rows = table.rows) => table.published.map((one, index) =>
  ({ kind: 'points', label: one.label, data: values(table, one.column, rows), colour: colours.published[index] }));

/* Without the months or quarters before the first number. A new installation has years of them. */
const begun = table => ({ ...table, rows: table.rows.slice(Math.max(table.rows.findIndex(row => row.numbers.some(Boolean)), 0)) });

const years = (table, period, authority) => {
  const ours = values(table, 'referrals');
  const highest = Math.max(...ours, 1);
  const all = published(table).filter(series => series.data.some(value => value !== null));
  const drawn = all.filter(series => Math.max(...series.data) <= highest * OUT_OF_SCALE);
  const left = all.filter(series => !drawn.includes(series)).map(series => series.label);
  return {
    table,
    title: 'Referrals by year',
    says: `${counted(of(table, table.total, 'referrals'), 'referral')}${authority ? ` decided by ${names[`the ${authority}`]} at one stage or both` : ''}, `
      + `${period}, by the day on which ${names.intake} received the NRM form.`,
    hint: left.length > 0 && `Too large to show on this chart; see the table: ${left.join('; ')}.`,
    empty: !ours.some(Boolean) && drawn.length === 0 && 'No referrals were received in this period.',
    chart: { labels: table.rows.map(row => row.name), series: [bars('Referrals', ours), ...drawn] },
  };
};

const months = table => {
  const named = ['ukba', 'police', 'local-authority'];
  const classes = table.columns.filter(({ id }) => named.includes(id)).map(({ id, label }) => [label, [id]]);
  const rest = table.columns.map(column => column.id).filter(id => id !== 'referrals' && !named.includes(id));
  const all = [...classes, ['Others', rest.filter(id => id !== 'unknown')], ['Not known', rest.filter(id => id === 'unknown')]];
  const { rows } = begun(table);
  const series = all.filter(([, ids]) => ids.length > 0).map(([label, ids], index) => ({
    ...bars(label, rows.map(row => ids.reduce((sum, id) => sum + of(table, row, id), 0)), colours.classes[index]),
    stack: true,
  }));
  const numbers = values(table, 'referrals');
  const most = numbers.indexOf(Math.max(...numbers));
  const none = numbers.filter(value => value === 0).length;
  return {
    table,
    title: 'Referrals by month and agency',
    says: of(table, table.total, 'referrals') === 0
      ? 'The agency that met the child, by month of referral.'
      : `The agency that met the child. Most referrals came in ${table.rows[most].name}: ${number(numbers[most])}. `
        + `${none === 0 ? 'Every month had at least one.' : `${counted(none, 'month')} had none.`}`,
    empty: !numbers.some(Boolean) && 'No referrals were received in this period.',
    chart: {
      labels: rows.map(row => `${row.name.slice(0, 3)} ${row.name.slice(-4)}`),
      series: series.filter(one => one.data.some(Boolean)),
    },
  };
};

const agencies = table => {
  const all = of(table, table.total, 'referrals');
  const first = [...table.rows].sort((a, b) => of(table, b, 'referrals') - of(table, a, 'referrals'))[0];
  return {
    table,
    title: 'Referrals by agency',
    says: all === 0
      ? 'The share of referrals from each agency that met the child.'
      : `The agency that met the child. ${first.name}: ${number(of(table, first, 'referrals'))} of ${counted(all, 'referral')}.`,
    empty: all === 0 && 'No referrals were received in this period.',
    chart: {
      labels: table.rows.map(row => row.name),
      series: [bars('Share of referrals', values(table, 'share')), ...published(table)],
      across: true,
      shares: true,
    },
  };
};

const nationalities = table => {
  const known = table.rows.filter(row => row.code !== 'unknown');
  const rows = known.filter((row, index) => index < MOST_BARS
    || table.published.some(one => of(table, row, one.column) !== null));
  const all = of(table, table.total, 'referrals');
  const first = known[0];
  return {
    table,
    title: 'Referrals by nationality',
    says: all === 0 || !first
      ? 'The share of each nationality. A child with several is counted under each.'
      : `Most common: ${first.name}, ${number(of(table, first, 'referrals'))} of ${counted(all, 'child', 'children')}. `
        + 'A child with several nationalities is counted under each.',
    empty: all === 0 && 'No referrals were received in this period.',
    chart: {
      labels: rows.map(row => row.name),
      series: [bars('Share of children', values(table, 'share', rows)), ...published(table, rows)],
      across: true,
      shares: true,
    },
  };
};

const inTime = table => {
  const all = of(table, table.total, 'decided');
  const drawn = begun(table);
  return {
    table,
    title: 'Reasonable grounds decided on time',
    says: all === 0
      ? 'The share of decisions made by the original deadline, and by the current deadline.'
      : `${counted(all, 'decision')}: ${share(of(table, table.total, 'share-by-original'))} by the original deadline, `
        + `and ${share(of(table, table.total, 'share-by-target'))} by the current deadline, after `
        + 'any extension, court hearing or suspension.',
    empty: all === 0 && 'No decision on reasonable grounds has been made yet for this period.',
    chart: {
      labels: drawn.rows.map(row => row.code.replace('-', ' ')),
      series: [
        bars('By the original deadline', values(drawn, 'share-by-original')),
        bars('By the current deadline', values(drawn, 'share-by-target'), colours.second),
        ...published(drawn),
      ],
      shares: true,
      whole: true,
    },
  };
};

const waits = table => {
  const all = of(table, table.total, 'decisions');
  const quickest = table.rows.slice(0, 2);
  const quick = quickest.reduce((sum, row) => sum + of(table, row, 'decisions'), 0);
  // Such as "8 to 45 days".
  const limit = quickest[1].name.replace(/^.* to /, '');
  return {
    table,
    title: 'How long conclusive grounds take',
    says: all === 0
      ? 'From the referral to the conclusive grounds decision.'
      : `From the referral to the conclusive grounds decision. ${number(quick)} of ${counted(all, 'decision')} within ${limit}.`,
    empty: all === 0 && 'No conclusive grounds decision has been made yet for this period.',
    chart: {
      labels: table.rows.map(row => row.name),
      series: [bars('Share of decisions', values(table, 'share')), ...published(table)],
      shares: true,
    },
  };
};

const outcomes = (table, title, wanted, by) => {
  const decided = row => of(table, row, wanted) + (wanted === 'positive'
    ? of(table, row, 'negative') : of(table, row, 'refused') + of(table, row, 'no-leave-to-be-granted'));
  const all = decided(table.total);
  const rows = table.rows.filter(row => decided(row) > 0).slice(0, MOST_BARS + 2);
  const reference = table.published.map((one, index) => ({
    kind: 'line',
    label: `${one.label}: ${share(of(table, table.total, one.column))}`,
    data: rows.map(() => of(table, table.total, one.column)),
    colour: colours.published[index],
  }));
  const noun = wanted === 'positive' ? 'decision' : 'decision on leave';
  return {
    table,
    title: `${title} by ${by}`,
    says: all === 0
      ? `The share of decisions that were ${wanted === 'positive' ? 'positive' : 'to grant leave'}.`
      : `${wanted === 'positive' ? 'Positive' : 'Granted'}: ${number(of(table, table.total, wanted))} of `
        + `${counted(all, noun, noun.replace('decision', 'decisions'))}, ${share(of(table, table.total, wanted) / all)}. `
        + 'Undecided cases are in the table.',
    empty: all === 0 && 'No such decisions have been made for this period.',
    chart: {
      labels: rows.map(row => `${row.name} (${number(of(table, row, wanted))} of ${number(decided(row))})`),
      series: [bars(wanted === 'positive' ? 'Share positive' : 'Share granted', values(table, `share-${wanted}`, rows)), ...reference],
      across: true,
      shares: true,
      whole: true,
    },
  };
};

const suspended = table => {
  const all = of(table, table.rows[0], 'referrals');
  return {
    table,
    title: 'Suspended cases',
    says: all === 0
      ? 'The share of referrals that were suspended because the child was missing.'
      : `Ever suspended because the child was missing, of ${counted(all, 'referral')}: `
        + `${number(of(table, table.rows[0], 'ever'))} before reasonable grounds, `
        + `${number(of(table, table.rows[1], 'ever'))} before conclusive grounds.`,
    empty: all === 0 && 'No referrals were received in this period.',
    chart: {
      labels: table.rows.map(row => row.name),
      series: [
        bars('Ever suspended', values(table, 'share-ever')),
        bars('Suspended now', values(table, 'share-now'), colours.second),
        ...published(table),
      ],
      across: true,
      shares: true,
    },
  };
};

/* ---------------------------------------------------------------- the area of a Child Protection Committee */

const OfArea = ({ year, onYear }) => h(Load, { from: () => get('figures/area', { year }), deps: [year] }, data =>
  h(Page, { title: 'Figures', scope: data.area && `Our area: ${data.area}` },
    data.area === ''
      ? h(Empty, null, 'You are not linked to a local authority. Ask your administrator to add you to your area.')
      : h(Area, { data, onYear })));

const Area = ({ data, onYear }) => {
  const tables = new Map();
  data.lines.forEach(line => tables.set(line.table, [...(tables.get(line.table) || []), line]));
  return h('div', null,
    h('form', { class: 'nrm-period', onSubmit: event => event.preventDefault() },
      h('div', { class: 'nrm-period-field' },
        h('label', { for: 'nrm-figures-year' }, 'Year'),
        h('select', { id: 'nrm-figures-year', value: String(data.year), onChange: event => onYear(event.target.value) },
          data.years.map(one => h('option', { key: one, value: String(one) }, one)))),
      h('a', { class: 'nrm-button', href: address('figures/area.csv', { year: data.year }), download: '' }, 'Save as CSV')),
    h('p', { class: 'nrm-says' }, `By the day on which ${names.intake} received the NRM form. Numbers below 5 are suppressed, with any other `
      + 'number that would reveal them.'),
    h('div', { class: 'nrm-figures' }, [...tables].map(([id, lines]) => h(AreaFigure, { key: id, id, lines, year: data.year }))));
};

const AreaFigure = ({ id, lines, year }) => {
  const shown = lines.map(line => /^\d+$/.test(line.number) ? Number(line.number) : null);
  const hidden = shown.filter(value => value === null).length;
  const period = id === 'referrals-by-year' ? 'Each year' : year;
  const says = lines.length === 1
    ? `${period}: ${lines[0].number}.`
    : `${period}: ${hidden === 0 ? 'all numbers are shown' : hidden === lines.length
      ? 'no number is shown' : `${lines.length - hidden} of ${lines.length} numbers are shown`}.`;
  return h('section', { class: 'nrm-figure', 'aria-labelledby': `nrm-${id}` },
    h('h2', { id: `nrm-${id}` }, lines[0].heading),
    h('p', { class: 'nrm-says' }, says),
    lines.length > 1 && hidden < lines.length && h(Chart, {
      id,
      says: `${lines[0].heading}. ${says}`,
      labels: lines.map((line, index) => shown[index] === null ? `${line.name} (${line.number})` : line.name),
      series: [bars('Children', shown)],
      across: true,
    }),
    h(Table, {
      caption: lines[0].heading,
      columns: [
        { id: 'name', label: 'Category', show: line => line.name },
        { id: 'number', label: 'Number', number: true, show: line => line.number },
      ],
      rows: lines,
      rowKey: line => line.code,
    }));
};
