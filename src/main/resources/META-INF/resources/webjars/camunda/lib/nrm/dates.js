/* Some tables and searches show a time as it comes, 2009-04-14T23:59:00, whatever the settings say. */
import { whenPageChanges } from './watch.js';

const TIME = /^\s*(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?\s*$/;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
  'December'];

/* Except values of a case: who changes one writes it as the engine keeps it. */
const CELLS = ':is(td, dd, .view-value):not([cam-widget-variables-table] *)';

/** A time or a date of the server's as people write it: 14 April 2009, 23:59. Anything else as it is. */
export const british = text => text.replace(TIME,
  (whole, year, month, day, time) => `${Number(day)} ${MONTHS[month - 1]} ${year}${time ? `, ${time}` : ''}`);

whenPageChanges(() => {
  for (const cell of document.querySelectorAll(`${CELLS}, ${CELLS} span`)) {
    for (const node of cell.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && TIME.test(node.nodeValue)) {
        node.nodeValue = british(node.nodeValue);
      }
    }
  }
});
