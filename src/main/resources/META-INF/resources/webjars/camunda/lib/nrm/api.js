/* What our pages ask the server, which answers only with what the signed-in person may see. */

const base = document.querySelector('base');
export const root = base.getAttribute('app-root');
/* Goes before the address of our own pages, which are beside Camunda's applications, not below them: empty, or a path. */
export const before = () => window.location.pathname.split('/camunda/app/')[0];
export const pages = before();
const app = base.getAttribute('app-name');
const plugin = `${base.getAttribute(`${app}-api`)}plugin/${app === 'tasklist' ? 'nrm-tasklist' : 'nrm'}/default/`;

const cookie = name => (document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`)) || [])[1];

/* Thrown instead of an answer: `message` says why, in a sentence. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const NO_ANSWER = 'The server is not responding. Try again in a moment.';

/* Of a proxy, while the server starts again: the request may have arrived all the same. */
const isUnanswered = ({ status, headers }) =>
  status >= 502 && status <= 504 && !headers.get('Content-Type')?.includes('json');

const sentence = async response => {
  if (response.status === 401) {
    return 'You have been signed out. Sign in again.';
  }
  const said = await response.json().catch(() => ({}));
  return said.message || 'This could not be loaded. Try again. If it happens again, contact your system administrator.';
};

/* Parameters of an address, with the "?"; empty without any. */
export const query = params => {
  const asked = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const search = new URLSearchParams(asked).toString();
  return search ? `?${search}` : '';
};

/* The address of a download, such as a table as CSV. */
export const address = (path, params = {}) => plugin + path + query(params);

const send = async (path, options) => {
  try {
    const response = await fetch(path, { credentials: 'same-origin', ...options });
    if (isUnanswered(response)) {
      throw new Refused(0, NO_ANSWER);
    }
    if (!response.ok) {
      throw new Refused(response.status, await sentence(response));
    }
    return response.status === 204 ? null : await response.json();
  } catch (failed) { // also a page of a proxy instead of the answer
    if (failed instanceof Refused || failed.name === 'AbortError') {
      throw failed;
    }
    throw new Refused(0, NO_ANSWER);
  }
};

export const get = (path, params, signal) =>
  send(address(path, params), { headers: { Accept: 'application/json' }, signal });

const write = method => (path, body, options) => send(address(path), {
  ...options,
  method,
  headers: {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'X-XSRF-TOKEN': cookie('XSRF-TOKEN'),
  },
  body: JSON.stringify(body),
});

export const post = write('POST');

export const put = write('PUT');

/* The short names of organisations today, by code, by `the CODE` in a sentence, and by duty: once `me` was asked for. */
export const names = {};

/* Who is signed in and which pages they have. */
export const me = async () => {
  const known = await get('me');
  Object.assign(names, known.names);
  return known;
};

export const may = allowed => me().then(allowed, () => false);
