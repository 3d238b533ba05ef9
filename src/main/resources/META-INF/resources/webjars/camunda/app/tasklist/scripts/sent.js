/*
 * Says what happens after Send and Complete, where Tasklist itself only closes the form, and that the server doesn't
 * answer, where Tasklist shows a wheel for ever. It asks with XMLHttpRequest; if a later Tasklist does it differently,
 * nothing is shown and nothing else changes.
 */
import { tell } from '../../../lib/nrm/ask.js';
import { closeSent, openTask, showSent } from '../../../lib/nrm/sent.js';
import { whenFormOpens } from './form-js.js';

const FORM = /\/(task|process-definition)\/([^/]+)\/submit-form$/;

let before = null;

const sent = (kind, id, request) => {
  if (request.status < 200 || request.status > 299) {
    return;
  }
  window.dispatchEvent(new CustomEvent('nrm-form-accepted', { detail: `${kind}/${id}/draft` })); // to drafts.js
  before = openTask();
  if (kind === 'task') {
    showSent(`task/${id}`);
  } else {
    const answer = request.responseType === 'json' ? request.response : JSON.parse(request.responseText);
    showSent(`process-instance/${answer.id}`);
  }
};

let isMissed = false;

/* Of nobody, or of a proxy, while the server starts again. The server's own refusals are sentences. */
const isUnanswered = request => request.status === 0
  || request.status >= 502 && request.status <= 504 && !request.getResponseHeader('Content-Type')?.includes('json');

const answered = (request, isForm) => {
  if (!isUnanswered(request)) {
    if (isMissed) {
      tell('');
    }
    isMissed = false;
  } else if (isForm) {
    window.dispatchEvent(new Event('nrm-form-unanswered')); // for form-errors.js
  } else {
    isMissed = true;
    tell('The server is not responding. Check your network connection, then try again or reload the page.', true);
  }
};

let token = '';

/* By it the server recognises a form that is sent again because its answer was lost: Drafts. */
whenFormOpens(() => {
  token = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
});

/* After its draft: a draft that arrives later would be in the next form of this kind. */
const sendLast = request => {
  const { send } = request;
  request.send = async body => {
    const saving = [];
    window.dispatchEvent(new CustomEvent('nrm-form-sending', { detail: saving })); // to drafts.js
    await Promise.all(saving);
    send.call(request, body);
  };
};

const { open } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.open = function (method, address, ...others) {
  const [, kind, id] = FORM.exec(new URL(address, document.baseURI).pathname) || [];
  const isForm = Boolean(kind) && method.toUpperCase() === 'POST';
  if (isForm) {
    this.addEventListener('load', () => sent(kind, id, this));
  }
  for (const end of ['load', 'error']) { // not when the page is left
    this.addEventListener(end, () => answered(this, isForm));
  }
  open.call(this, method, address, ...others);
  if (isForm) {
    this.setRequestHeader('Nrm-Form', token);
    sendLast(this);
  }
};

/* Someone who opens another task has seen it. */
const leave = () => {
  const task = openTask();
  if (task && task !== before || window.location.hash.split('?')[0] === '#/login') {
    closeSent();
  }
};

for (const event of ['hashchange', 'nrm-address']) { // the second from casework.js
  window.addEventListener(event, leave);
}
