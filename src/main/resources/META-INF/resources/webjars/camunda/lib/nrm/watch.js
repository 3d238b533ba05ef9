/* Camunda redraws its pages all the time: what is added to them has to follow. */

/** An element to add to a page. */
export const element = (name, className, ...content) => {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
};

const acts = [];
let waits = false;

const actAll = () => {
  waits = false;
  acts.forEach(act => act());
};

const soon = () => {
  if (!waits) {
    waits = true;
    window.setTimeout(actAll, 50); // once for the many changes of one turn
  }
};

/** Calls this whenever something on the page has changed. A second call must change nothing. */
export const whenPageChanges = act => {
  acts.push(act);
  soon();
};

new MutationObserver(soon).observe(document.documentElement, {
  childList: true,
  subtree: true,
  characterData: true,
  attributes: true,
  attributeFilter: ['class', 'uib-tooltip']
});
