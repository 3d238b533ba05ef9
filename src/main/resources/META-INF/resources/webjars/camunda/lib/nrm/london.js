/*
 * Dates are British and times are those of London (D40), whatever the language and time zone of the computer. Camunda's
 * pages and form-js ask the browser: on a computer set up for America they write 3 April as 04/03.
 */
const LANGUAGE = 'en-GB';
const ZONE = 'Europe/London';

const ours = ([language, options]) =>
  [!language || language === 'default' ? LANGUAGE : language, { timeZone: ZONE, ...options }];

Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
  apply: (Format, self, given) => new Format(...ours(given)),
  construct: (Format, given) => new Format(...ours(given)),
});

const WALL = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' }); // 2009-04-14 23:59:59

/** What a clock in London shows at an instant, such as 2009-04-14T23:59:59; anything but an instant unchanged. */
export const inLondon = moment => {
  const at = new Date(typeof moment === 'string' ? moment.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : moment);
  const isInstant = typeof moment !== 'string' || /T.*(Z|[+-]\d\d:?\d\d)$/.test(moment);
  return isInstant && !Number.isNaN(at.getTime()) ? WALL.format(at).replace(' ', 'T') : moment;
};
