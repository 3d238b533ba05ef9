/* A day, typed as it is written in Britain. The browser's own field for days has the order of the browser's language. */
import { h } from './vendor/preact/preact.module.js';

const TYPED = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/;

/** What was typed, such as 14/4/2009, as the server takes it: 2009-04-14. Undefined where it is no day. */
export const isoDay = text => {
  const parts = text.trim().match(TYPED);
  if (!parts) {
    return undefined;
  }
  const [day, month, year] = parts.slice(1).map(Number);
  const found = new Date(Date.UTC(year, month - 1, day));
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day ? found.toISOString().slice(0, 10) : undefined;
};

/** 2009-04-14 as 14/04/2009; anything else as it is. */
export const writtenDay = iso => iso.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1');

const check = input => {
  const filled = input.value.trim() !== '';
  input.setCustomValidity(filled && isoDay(input.value) === undefined ? 'Write a day like 14/4/2009.' : '');
};

/**
 * The form that it is in is not sent while it has something else than a day; the browser says so then.
 *
 * @param value the day that it shows at first, as 2009-04-14; empty for none
 * @param onDay told what was typed, as isoDay has it, or an empty text
 */
export const DayField = ({ id, name, value, onDay = () => { } }) => h('input', {
  id, name, type: 'text', inputMode: 'numeric', size: 10, maxLength: 10, autocomplete: 'off', placeholder: 'dd/mm/yyyy',
  key: value, defaultValue: writtenDay(value || ''),
  onInput: event => {
    check(event.target);
    onDay(event.target.value.trim() === '' ? '' : isoDay(event.target.value));
  },
});
