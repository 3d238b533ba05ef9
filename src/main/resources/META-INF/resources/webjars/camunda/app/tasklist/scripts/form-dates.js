/*
 * A date of a form is the same day on every computer. form-js reads 2009-04-14 as midnight in Greenwich and shows, and
 * sends, the day of that moment by the computer's clock: the day before, on a computer set up for America.
 */
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
