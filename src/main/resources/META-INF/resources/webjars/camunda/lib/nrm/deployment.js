/*
 * What the server says about this deployment before anyone has signed in: its name, and what day it is for the cases. The
 * browser's own clock can't know that where the clock has been moved for training.
 */

const ADDRESS = new URL('../../../nrm/deployment', import.meta.url);

/* An application without its name is better than none. */
const UNKNOWN = { name: 'NRM', fullName: 'National Referral Mechanism', training: false, today: null, now: null };

const MINUTE = 60 * 1000;

/* Without the session, so that asking for the day doesn't keep anyone signed in. */
const ask = async () => {
  const answer = await fetch(ADDRESS, { credentials: 'omit', signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) {
    throw new Error(`${ADDRESS} answers ${answer.status}`);
  }
  return answer.json();
};

export const deployment = await ask().catch(() => UNKNOWN);

let day = deployment.today;
let behind = null; // from the browser's clock to the server's, in milliseconds
const listeners = new Set();
const minutes = new Set();

const readClock = answer => {
  if (answer.now) {
    behind = Date.parse(answer.now) - Date.now();
  }
  return answer.today;
};

readClock(deployment);

/** The day in Europe/London by the server's clock, such as 2009-05-14; null where the server has not said. */
export const today = () => day;

/** This moment by the server's clock, in milliseconds; null where the server has not said. */
export const now = () => behind === null ? null : Date.now() + behind;

/** Calls back every minute while the page is visible, for what is counted in hours. */
export const whenTimePasses = listener => minutes.add(listener);

/** Calls back at midnight, and when the training clock is moved: at most a minute later, while the page is visible. */
export const whenDayChanges = listener => listeners.add(listener);

const look = async () => {
  const current = document.hidden ? day : await ask().then(readClock, () => day);
  if (current !== day) {
    day = current;
    listeners.forEach(listener => listener());
  }
  if (!document.hidden) {
    minutes.forEach(listener => listener());
  }
};

window.setInterval(look, MINUTE);
document.addEventListener('visibilitychange', look);
