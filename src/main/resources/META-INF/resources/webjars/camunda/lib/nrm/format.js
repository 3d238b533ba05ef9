/* Dates, durations and numbers in British style. Dates come from the server as 2009-04-14. */

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London',
});
const dayInLondon = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/London',
});
const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' });
const whole = new Intl.NumberFormat('en-GB');

/* 14 April 2009; empty where there is none. */
export const date = iso => iso ? day.format(new Date(`${iso}T00:00:00Z`)) : '';

/* 14 Apr 2009, for tables with many columns. */
export const shortDate = iso => iso ? shortDay.format(new Date(`${iso}T00:00:00Z`)).replace('Sept', 'Sep') : '';

/* 14 April 2009, 16:05: a date and time, in Europe/London. */
export const time = iso => iso ? moment.format(new Date(iso)).replace(' at ', ', ') : '';

/* 16:05: the time of an instant, in Europe/London. */
export const clock = iso => clockTime.format(new Date(iso));

/* 14 April 2009: the date of an instant, in Europe/London. */
export const dayOf = iso => iso ? dayInLondon.format(new Date(iso)) : '';

export const number = value => value === null || value === undefined ? '' : whole.format(value);

/* "1 day", "12 days". */
export const counted = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

/* A duration in seconds as 40 minutes, 3 hours or 12 days. */
export const duration = seconds => {
  if (seconds === null || seconds === undefined) {
    return '';
  }
  const minutes = Math.round(seconds / 60);
  const hours = Math.round(seconds / 3600);
  if (minutes < 1) {
    return 'under a minute';
  }
  if (minutes < 90) {
    return counted(minutes, 'minute');
  }
  return hours < 48 ? counted(hours, 'hour') : counted(Math.round(seconds / 86400), 'day');
};

/* 0.3456 as 35%. */
export const percent = share => share === null || share === undefined ? '' : `${Math.round(share * 100)}%`;

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november',
  'december'];

const TYPED = /^(?:(sun|mon|tue|wed|thu|fri|sat)[a-z]*,? )?(\d{1,2})(?:[/. \u2010-\u2015-](\d{1,2})[/. \u2010-\u2015-]|(?:st|nd|rd|th)? ([a-z]{3,9}),? )(\d{4})$/i;

const DIGITS = /^(\d\d)(\d\d)((?:19|20)\d\d)$/;

/* Windows puts them around the dates that it shows. */
const INVISIBLE = /[\u200e\u200f\u202a-\u202e]/g;

const monthNamed = name => MONTHS.findIndex(month => month.startsWith(name.toLowerCase())) + 1;

/** 2009-04-14 as 14/04/2009; anything else unchanged. */
export const writtenDay = iso => iso.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1');

/** Typed text, such as 14/4/2009, 14042009, Tuesday 14 April 2009 or 2009-04-14, in the server's format: 2009-04-14. Undefined if it is not a date. */
export const isoDay = text => {
  const typed = writtenDay(text.replace(INVISIBLE, '').trim()).replace(DIGITS, '$1/$2/$3');
  const [, weekday, dayTyped, monthTyped, monthName, yearTyped] = typed.match(TYPED) ?? [];
  const [dayOfMonth, month, year] = [dayTyped, monthName ? monthNamed(monthName) : monthTyped, yearTyped].map(Number);
  const found = new Date(Date.UTC(year, month - 1, dayOfMonth));
  const exists = found.getUTCFullYear() === year && found.getUTCMonth() === month - 1 && found.getUTCDate() === dayOfMonth
    && (!weekday || found.toUTCString().startsWith(weekday[0].toUpperCase() + weekday.slice(1).toLowerCase()));
  return exists ? found.toISOString().slice(0, 10) : undefined;
};
