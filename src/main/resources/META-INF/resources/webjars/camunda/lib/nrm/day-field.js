/* A date, typed as in Britain. The browser's own date field follows the order of the browser's language. */
import { h } from './vendor/preact/preact.module.js';
import { isoDay, writtenDay } from './format.js';

const check = input => {
  const isAccepted = isoDay(input.value) !== undefined || input.value.trim() === '' && !input.required;
  input.setCustomValidity(isAccepted ? '' : 'Enter a date like 14/4/2009.');
};

/**
 * Its form can't be sent while it contains anything but a date; the browser then says so.
 *
 * @param value the date shown at first, such as 2009-04-14; empty for none
 */
export const DayField = ({ id, name, value, required }) => h('input', {
  id, name, required, type: 'text', inputMode: 'numeric', size: 10, autocomplete: 'off', placeholder: 'dd/mm/yyyy',
  key: value, defaultValue: writtenDay(value || ''),
  onInput: event => check(event.target),
});
