/*
 * Warns some minutes before the server ends the session. The server's answers bring a cookie that lives until then
 * (`SessionLimit`), so that every window of the browser knows, and the computer's clock doesn't matter.
 */
import { root } from './api.js';
import { ask } from './ask.js';
import { counted } from './format.js';

const EVERY = 5000;
const MINUTE = 60_000;
const KEPT = 'What you have typed into a form is saved as a draft.';

const cookie = () => (document.cookie.match(/(?:^|; )nrm-session=(unused|longest)-(\d+)/) || []).slice(1);

let known = null; // the cookie's reason and minutes, while there is one
let warning = null;

const onSignIn = () => window.location.hash.split('?')[0] === '#/login';

const words = (why, minutes) => why === 'unused'
  ? `You have not used this application for a while. In ${counted(minutes, 'minute')} you will be signed out. ${KEPT}`
  : `You have been signed in for as long as is allowed. In ${counted(minutes, 'minute')} you will be signed out. ${KEPT}`;

/* Any request that belongs to the session will do. */
const use = () => fetch(`${root}/api/admin/auth/user/default`, { credentials: 'same-origin' });

const warn = async ([why, minutes]) => {
  const question = ask('Your session is about to end', words(why, Number(minutes)),
    { stay: why === 'unused' ? 'Stay signed in' : 'Continue' });
  const begun = performance.now();
  let ended = false;
  const end = window.setTimeout(() => {
    ended = true;
    question.dialog.close();
  }, minutes * MINUTE);
  warning = question.dialog;
  await question.answer;
  window.clearTimeout(end);
  if (ended) {
    const afterwards = ask('You have been signed out', KEPT, { signIn: 'Sign in again' });
    warning = afterwards.dialog;
    await afterwards.answer;
  }
  warning = null;
  if (why === 'unused' || ended) {
    const answer = await use().catch(() => null);
    if (!answer) {
      const left = Math.ceil(minutes - (performance.now() - begun) / MINUTE);
      known = [why, Math.max(0, left)]; // asked again in a moment
    } else if (!answer.ok) {
      window.location.reload();
    }
  }
};

const look = () => {
  const now = cookie();
  if (now.length > 0 || onSignIn()) { // the session has been used since, perhaps in another window
    known = onSignIn() ? null : now;
    warning?.close();
  } else if (known) {
    warn(known);
    known = null;
  }
};

window.setInterval(look, EVERY);
document.addEventListener('visibilitychange', () => document.hidden || look());
look();
