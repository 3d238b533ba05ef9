/*
 * What a page of ours shows is in its address, after the "?": filters and order, never a child's name. So going back,
 * reloading, a bookmark and a link to a colleague work.
 */
import { h, Component } from './vendor/preact/preact.module.js';
import { query } from './api.js';

/* The address of a page. */
export const placeOf = (path, params = {}) => `#/nrm/${path}${query(params)}`;

const inAddress = fields => {
  const found = new URLSearchParams(location.hash.split('?')[1] || '');
  return Object.fromEntries(fields.map(name => [name, (found.get(name) || '').trim()]).filter(([, value]) => value));
};

class Place extends Component {
  state = { asked: inAddress(this.props.fields) };

  follow = () => {
    if (location.hash.split('?')[0] === placeOf(this.props.path)) {
      this.setState({ asked: inAddress(this.props.fields) });
    }
  };

  /* At once: the event comes later, and a change made before it would be lost. */
  show = params => {
    location.hash = placeOf(this.props.path, params);
    this.follow();
  };

  componentDidMount() {
    window.addEventListener('hashchange', this.follow);
  }

  componentWillUnmount() {
    window.removeEventListener('hashchange', this.follow);
  }

  render({ View, ...props }, { asked }) {
    return h(View, { ...props, asked, onShow: this.show });
  }
}

/*
 * A page that gets what its address asks for as `asked`, and changes it with `onShow`.
 *
 * @param fields what the address may contain
 */
export const placed = (path, fields, View) => props => h(Place, { ...props, path, fields, View });
