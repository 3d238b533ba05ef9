/*
 * What is typed or pasted into a form is what its person meant, or is refused in words: form-js would change or drop it
 * without a word. A date is the same day on every computer. form-js reads 2009-04-14 as midnight in Greenwich and shows, and
 * sends, the day of that moment by the computer's clock: the day before, on a computer set up for America.
 */
import { tell } from '../../../lib/nrm/ask.js';
import { isoDay, writtenDay } from '../../../lib/nrm/format.js';
import { whenPageChanges } from '../../../lib/nrm/watch.js';
import { containerOf, whenFormOpens, withFormJs } from './form-js.js';

const DAY = /^\d{4}-\d\d-\d\d$/;

withFormJs(({ Datetime }) => {
  window.flatpickr.localize({ firstDayOfWeek: 1 }); // the calendar of form-js
  window.flatpickr.setDefaults({ disableMobile: true }); // a telephone's own would have no label, and its order of day and month
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

const accept = () => {
  if (hasRefused) {
    hasRefused = false;
    tell('');
  }
};

const refuse = (input, kind, form) => {
  hasRefused = true;
  tell(`“${input.value.trim()}” is not a ${kind}. Enter the ${kind} again ${form}.`, true);
  input.value = '';
};

/* As form-js reads it: the digits of hours and minutes, or of hours with am or pm. */
const isTime = typed => {
  const [hours, minutes] = (typed.match(/\d+/g) ?? []).map(Number);
  return /[ap]m/i.test(typed) ? hours >= 1 && hours <= 12 && !(minutes > 59) : hours <= 23 && minutes <= 59;
};

/*
 * The calendar makes 3 March of 31 February, and drops what it can't read, without a word. It reads a field that is left;
 * so does the field of a time.
 */
const read = input => {
  if (!input?.value?.trim()) {
    return;
  }
  if (input.matches('.fjs-form-field-datetime .flatpickr-input')) {
    const day = isoDay(input.value);
    if (day) {
      input.value = writtenDay(day);
      accept();
    } else {
      refuse(input, 'date', `as dd/mm/yyyy${/^(?!.*\d{4}).*\D\d\d$/.test(input.value.trim()) ? ', with four digits for the year' : ''}`);
    }
  } else if (input.matches('.fjs-timepicker input')) {
    const time = input.value.trim().replace(/^(\d)(\d\d)$/, '$1:$2').replace(/^\d\d$/, '$&:00');
    if (isTime(time)) {
      if (time !== input.value) {
        input.value = time;
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }
      accept();
    } else {
      refuse(input, 'time', 'as hh:mm');
    }
  }
};

/* Not while its own calendar is used or the field is clicked to correct it. */
const isLeftFor = place => place !== document.activeElement && !place?.closest?.('.flatpickr-calendar');

window.addEventListener('mousedown', event => isLeftFor(event.target) && read(document.activeElement), true);
window.addEventListener('blur', event => isLeftFor(event.relatedTarget) && read(event.target), true);
window.addEventListener('keydown', event => event.key === 'Enter' && read(event.target), true);

const SEARCH = ':is(.fjs-form-field-select .fjs-input, .fjs-taglist-input)';

/* form-js empties a list only for the mouse, and puts back the text of a choice that was deleted from a list with a search. */
const empty = input => input.closest('.fjs-input-group').querySelector('.fjs-select-cross')
  ?.dispatchEvent(new MouseEvent('mousedown'));

window.addEventListener('keydown', ({ key, target }) => {
  if ((key === 'Delete' || key === 'Backspace') && target.matches('.fjs-select-hidden-input')) {
    empty(target);
  }
}, true);

/*
 * A list opens when it is reached. After that form-js opens one without a search for the mouse only, does not close it with
 * Escape, and opens one with a search that Escape has closed only for what is typed.
 */
const OPENS = new Set(['ArrowDown', 'ArrowUp', ' ', 'Enter']);

window.addEventListener('keydown', event => {
  const { key, target } = event;
  const hasNoSearch = target.matches('.fjs-select-hidden-input');
  if (!hasNoSearch && !target.matches(SEARCH)) {
    return;
  }
  const isOpen = target.closest('.fjs-form-field').querySelector('.fjs-dropdownlist');
  if (hasNoSearch && key.length === 1 && !event.ctrlKey && !event.metaKey) {
    event.preventDefault(); // nobody would see what is typed
  }
  if (hasNoSearch && key === 'Escape' && isOpen) {
    event.stopPropagation(); // or a start form would be left
    target.dispatchEvent(new FocusEvent('focusout'));
  } else if (!isOpen && (hasNoSearch ? OPENS.has(key) : key.startsWith('Arrow') && OPENS.has(key))) {
    event.preventDefault();
    event.stopPropagation();
    (hasNoSearch ? target.closest('.fjs-input-group') : target).dispatchEvent(new MouseEvent('mousedown'));
  }
}, true);

/* form-js removes a choice only for the mouse and the space bar. */
window.addEventListener('keydown', ({ key, target }) => key === 'Enter' && target.matches('.fjs-taglist-tag-remove') && target.click(), true);

window.addEventListener('blur', ({ target }) => {
  if (target.matches?.('.fjs-form-field-select .fjs-input') && !target.value) {
    empty(target);
  }
}, true);

/* What was searched for in a list and not chosen is dropped when the field is left. */
let searched = null;

window.addEventListener('input', ({ target }) => {
  searched = target.matches(SEARCH) ? target : searched;
}, true);
window.addEventListener('keydown', ({ key, target }) => {
  searched = key === 'Enter' && target.matches('[aria-activedescendant]') ? null : searched;
}, true);
window.addEventListener('mousedown', ({ target }) => {
  searched = target.closest('.fjs-dropdownlist-item, .fjs-select-cross') ? null : searched;
}, true);
window.addEventListener('blur', ({ target }) => {
  const typed = target === searched && target.value.trim();
  searched = target === searched ? null : searched;
  if (typed) {
    const choice = [...target.closest('.fjs-form-field').querySelectorAll('.fjs-dropdownlist-item')]
      .find(item => item.textContent.toLowerCase() === typed.toLowerCase());
    if (choice) {
      choice.dispatchEvent(new MouseEvent('mousedown'));
      accept();
    } else {
      hasRefused = true;
      tell(`“${typed}” has not been chosen. Choose an answer from the list.`, true);
    }
  }
}, true);

/* Otherwise form-js would read a text 300 ms after the last key, and lose all of it if the form is drawn again before. */
whenFormOpens(form => { form.get('config').debounce = false; });

/* Of a text that was copied elsewhere: nobody sees them, and the server refuses them. Some programs break a line with \v. */
const CONTROLS = /(?![\t\n\r])\p{Cc}/gu;

const isNumber = typed => typed === '-' || !Number.isNaN(Number(typed.replaceAll(',', '.')));

/* Before form-js, which shows NaN for a pasted “fifteen”, and sends nothing. */
window.addEventListener('input', ({ target }) => {
  if (!target.matches('.fjs-form-field :is(input, textarea)')) {
    return;
  }
  if (target.matches('.fjs-form-field-number input')) {
    if (isNumber(target.value)) {
      accept();
    } else {
      refuse(target, 'number', 'in digits');
    }
  } else if (target.matches('.fjs-timepicker input')) {
    target.value = target.value.replace(/^(\d\d)(\d\d)$/, '$1:$2');
  } else if (target.value.search(CONTROLS) >= 0) {
    target.value = target.value.replace(CONTROLS, sign => sign !== '\v' ? '' : target.matches('textarea') ? '\n' : ' ');
  }
}, true);

/* Of an address in several lines, the browser would put one behind another in a field of one line. */
window.addEventListener('paste', event => {
  const { target, clipboardData } = event;
  const lines = clipboardData.getData('text').trim().split(/,?\s*[\r\n\v]\s*/);
  if (lines.length > 1 && target.matches('.fjs-form-field-textfield input')) {
    event.preventDefault();
    target.setRangeText(lines.join(', '), target.selectionStart, target.selectionEnd, 'end');
    target.dispatchEvent(new Event('input', { bubbles: true }));
  }
}, true);

/* Before a task is claimed, Camunda lays a pane over its form: it stops the mouse, and the keyboard would type what is lost. */
let opened = null;

whenFormOpens(form => { opened = form; });
whenPageChanges(() => {
  const { data, properties } = opened?._getState() ?? {}; // without data until the draft has been loaded
  const isUnclaimed = data && containerOf(opened).closest('.disabled-form') !== null;
  if (data && Boolean(properties.readOnly) !== isUnclaimed) {
    opened.setProperty('readOnly', isUnclaimed);
  }
});
