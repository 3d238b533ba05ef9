/*
 * Says what happens after Send and Complete. Tasklist itself only closes the form. It sends forms with XMLHttpRequest; if
 * a later Tasklist does it differently, nothing is shown and nothing else changes.
 */
import { closeSent, showSent } from '../../../lib/nrm/sent.js';

const FORM = /\/(task|process-definition)\/([^/]+)\/submit-form$/;

const openTask = () => new URLSearchParams(window.location.hash.split('?')[1]).get('task');

let before = null;

const sent = (kind, id, request) => {
  if (request.status < 200 || request.status > 299) {
    return;
  }
  before = openTask();
  if (kind === 'task') {
    showSent(`task/${id}`);
  } else {
    const answer = request.responseType === 'json' ? request.response : JSON.parse(request.responseText);
    showSent(`process-instance/${answer.id}`);
  }
};

const { open } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.open = function (method, address, ...others) {
  const [, kind, id] = FORM.exec(new URL(address, document.baseURI).pathname) || [];
  if (kind && method.toUpperCase() === 'POST') {
    this.addEventListener('load', () => sent(kind, id, this));
  }
  return open.call(this, method, address, ...others);
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
