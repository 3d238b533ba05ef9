/*
 * A date of a form is the same day on every computer. form-js reads 2009-04-14 as midnight in Greenwich and shows, and
 * sends, the day of that moment by the computer's clock: the day before, on a computer set up for America.
 */
import { tell } from '../../../lib/nrm/ask.js';
import { isoDay } from '../../../lib/nrm/format.js';
import { whenFormOpens, withFormJs } from './form-js.js';

const DAY = /^\d{4}-\d\d-\d\d$/;

withFormJs(({ Datetime }) => {
  const SameDay = props => {
    const { value, onChange } = props;
    return Datetime(!DAY.test(value) ? props : {
      ...props,
      value: `${value}T00:00`, // midnight by the computer's own clock
      onChange: change => change.value !== value && onChange(change),
    });
  };
  SameDay.config = Datetime.config;
  whenFormOpens(form => form.get('formFields').register('datetime', SameDay));
});

let hasRefused = false;

/* The calendar makes 3 March of 31 February, and drops what it can't read, without a word. It reads a field that is left. */
const refuse = input => {
  const typed = input?.matches?.('.fjs-form-field-datetime .flatpickr-input') ? input.value.trim() : '';
  if (typed !== '' && isoDay(typed) === undefined) {
    input.value = '';
    hasRefused = true;
    tell(`“${typed}” is not a date. Enter the date again as dd/mm/yyyy.`, true);
  } else if (typed !== '' && hasRefused) {
    hasRefused = false;
    tell('');
  }
};

/* Not while its own calendar is used or the field is clicked to correct it. */
const isLeftFor = place => place !== document.activeElement && !place?.closest?.('.flatpickr-calendar');

window.addEventListener('mousedown', event => isLeftFor(event.target) && refuse(document.activeElement), true);
window.addEventListener('blur', event => isLeftFor(event.relatedTarget) && refuse(event.target), true);
window.addEventListener('keydown', event => event.key === 'Enter' && refuse(event.target), true);
