/*
 * The time until a date, in words. Days are calendar days in Europe/London (D40), whatever the browser's time zone, and
 * are counted from the server's date.
 */
import { counted } from './format.js';

const ZONE = 'Europe/London';
const DAY = 24 * 60 * 60 * 1000;

const PARTS = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, year: 'numeric', month: 'numeric', day: 'numeric' });
const SHOWN = { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' };
const THIS_YEAR = new Intl.DateTimeFormat('en-GB', SHOWN);
const OTHER_YEAR = new Intl.DateTimeFormat('en-GB', { ...SHOWN, year: 'numeric' });

const HOUR = 60 * 60 * 1000;

/* Above this, hours say less than days. */
const IN_HOURS = 72;

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });

/* Work that is due on a day is due at its last second. */
const END_OF_DAY = '23:59';

/* The engine writes +0100 where the standard has +01:00. */
const time = moment => new Date(moment.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));

/** Midnight in UTC of an instant's date in London, so that days can be counted without summer time. */
export const dayInLondon = instant => {
  const part = Object.fromEntries(PARTS.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year, part.month - 1, part.day);
};

/** @param left whole days until the date; negative when it has passed */
export const remaining = left => {
  if (left < 0) {
    return `${counted(-left, 'day')} late`;
  }
  return left === 0 ? 'Due today' : left === 1 ? 'Due tomorrow' : `Due in ${counted(left, 'day')}`;
};

/* Intl puts a comma after the day of the week. */
const longDay = day => OTHER_YEAR.format(day).replace(',', '');

const written = (day, now) => {
  const thisYear = new Date(day).getUTCFullYear() === new Date(now).getUTCFullYear();
  return thisYear ? THIS_YEAR.format(day).replace(',', '') : longDay(day);
};

/* "Due in 20 hours", "3 hours late": for a deadline at a time of day. */
const remainingHours = left => {
  const hours = Math.floor(Math.abs(left) / HOUR);
  const words = hours === 0 ? 'less than an hour' : counted(hours, 'hour');
  return left < 0 ? `${words[0].toUpperCase()}${words.slice(1)} late` : `Due in ${words}`;
};

const near = (left, day, today) => left === 0 ? 'today' : left === 1 ? 'tomorrow' : left === -1 ? 'yesterday' : written(day, today);

/**
 * @param moment as the engine writes it, such as 2009-05-14T23:59:59.000+0100
 * @param today the server's day, such as 2009-05-11; null where it is not known
 * @param now the server's moment in milliseconds, for a deadline at a time of day; left out where it is not known
 * @returns {{state: 'late'|'soon'|'later', words: string, date: string}} words such as "2 days late", "Due today",
 *     "Due in 3 days", "Due in 20 hours"; date such as "Thursday 14 May", with the year where it is not today's, or "today
 *     14:20" for a deadline at a time of day
 */
export const due = (moment, today, now) => {
  const at = CLOCK.format(time(moment));
  const day = dayInLondon(time(moment));
  if (!today) {
    return { state: 'later', words: 'Due', date: longDay(day) };
  }
  const start = Date.parse(today);
  const left = (day - start) / DAY;
  if (at !== END_OF_DAY && now) {
    const inTime = time(moment) - now;
    return {
      state: inTime < 0 ? 'late' : left < 2 ? 'soon' : 'later',
      words: Math.abs(inTime) < IN_HOURS * HOUR ? remainingHours(inTime) : remaining(left),
      date: `${near(left, day, start)} ${at}`,
    };
  }
  return { state: left < 0 ? 'late' : left < 2 ? 'soon' : 'later', words: remaining(left), date: written(day, start) };
};
