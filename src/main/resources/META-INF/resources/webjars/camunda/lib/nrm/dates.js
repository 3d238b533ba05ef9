/* Some tables and searches show a time as 2009-04-14T23:59:00, whatever the settings say. */
import { date } from './format.js';
import { whenPageChanges } from './watch.js';

const DAY = '(\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01]))';
const CLOCK = '(\\d\\d:\\d\\d)(?::\\d\\d)?(?:\\.\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?';
const TIME = new RegExp(`^\\s*${DAY}(?:T${CLOCK})?\\s*$`);

/* Except variables: anyone who changes one types it as the engine stores it. */
const CELLS = ':is(td, dd, .view-value):not([cam-widget-variables-table] *)';

/** A time or date from the server as people write it: 14 April 2009, 23:59. Anything else unchanged. */
export const british = text => text.replace(TIME,
  (whole, day, time) => date(day) + (time ? `, ${time}` : ''));

whenPageChanges(() => {
  for (const cell of document.querySelectorAll(`${CELLS}, ${CELLS} span`)) {
    for (const node of cell.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && TIME.test(node.nodeValue)) {
        node.nodeValue = british(node.nodeValue);
      }
    }
  }
});
