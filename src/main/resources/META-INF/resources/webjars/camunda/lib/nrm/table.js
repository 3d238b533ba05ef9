/* Tables that the server or the page sorts, and the pager of those that the server pages. */
import { h } from './vendor/preact/preact.module.js';
import { counted, number } from './format.js';

/*
 * columns: [{ id, label, show: row => …, sorts: true, number: true }]
 * sort: { by, descending }; onSort(by, descending)
 */
export const Table = ({ caption, columns, rows, sort, onSort, rowKey }) =>
  h('div', { class: 'nrm-table-frame', tabIndex: 0, role: 'region', 'aria-label': `${caption}, table` },
    h('table', { class: 'nrm-table' },
      h('caption', null, caption),
      h('thead', null, h('tr', null, columns.map(column => h(Head, { key: column.id, column, sort, onSort })))),
      h('tbody', null, rows.map((row, index) => h('tr', { key: rowKey ? rowKey(row) : index },
        columns.map((column, place) => h(place === 0 ? 'th' : 'td', {
          key: column.id,
          scope: place === 0 ? 'row' : undefined,
          class: column.number ? 'nrm-number' : undefined,
        }, column.show(row))))))));

/* What is not known, or not shown, comes last either way. A column without `by` sorts nothing. */
export const sorted = (rows, columns, { by, descending }) => {
  const column = columns.find(({ id }) => id === by);
  return !column ? rows : [...rows].sort((one, other) => {
    const [a, b] = [column.by(one), column.by(other)];
    if (a === null || b === null) {
      return (a === null) - (b === null);
    }
    return (typeof a === 'string' ? a.localeCompare(b) : a - b) * (descending ? -1 : 1);
  });
};

const Head = ({ column, sort, onSort }) => {
  const isSorted = sort && sort.by === column.id;
  const order = isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined;
  return h('th', { scope: 'col', class: column.number ? 'nrm-number' : undefined, 'aria-sort': order },
    column.sorts && onSort
      ? h('button', {
        type: 'button',
        class: 'nrm-sort',
        onClick: () => onSort(column.id, isSorted ? !sort.descending : Boolean(column.number)),
      }, column.label, h('span', { 'aria-hidden': 'true' }, isSorted ? (sort.descending ? ' ▼' : ' ▲') : ''))
      : column.label);
};

/* "26 to 50 of 312 cases", with buttons for the previous and next page, which is read from its top. */
export const Pager = ({ page, size, all, one, many, onPage }) => {
  const first = (page - 1) * size + 1;
  const last = Math.min(page * size, all);
  const turn = ({ currentTarget }, to) => {
    onPage(to);
    currentTarget.parentElement.previousElementSibling.scrollIntoView();
  };
  return h('nav', { class: 'nrm-pager', 'aria-label': 'Pages' },
    h('button', { type: 'button', class: 'nrm-button', disabled: page <= 1, onClick: event => turn(event, page - 1) }, 'Previous'),
    h('span', { role: 'status' },
      all > size ? `${first < last ? `${number(first)} to ` : ''}${number(last)} of ${counted(all, one, many)}` : counted(all, one, many)),
    h('button', { type: 'button', class: 'nrm-button', disabled: last >= all, onClick: event => turn(event, page + 1) }, 'Next'));
};
