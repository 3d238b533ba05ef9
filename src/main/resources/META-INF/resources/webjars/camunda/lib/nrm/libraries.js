/*
 * Libraries that come as one script for every kind of loader. Camunda's applications have their own loader (AMD), with
 * which such a script would register itself; it is hidden while the script runs, one script at a time.
 */
const loaded = new Map();
let before = Promise.resolve();

const load = (file, name) => {
  if (!loaded.has(file)) {
    before = before.catch(() => {}).then(async () => {
      const loader = window.define;
      window.define = undefined;
      try {
        await import(`./vendor/${file}`);
      } finally {
        window.define = loader;
      }
      return window[name];
    });
    loaded.set(file, before);
  }
  return loaded.get(file);
};

/* chart.js: the class Chart. */
export const chart = () => load('chart.js/chart.umd.js', 'Chart');

/* bpmn-js: the class of its viewer with panning and zooming. */
export const bpmnViewer = () => load('bpmn-js/bpmn-navigated-viewer.production.min.js', 'BpmnJS');
