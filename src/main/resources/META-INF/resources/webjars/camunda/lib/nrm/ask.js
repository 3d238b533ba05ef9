/* A question that has to be answered before anything else, and a line that says what has just happened. */
import { element } from './watch.js';

/**
 * Asks a question over everything else on the page. Escape gives the first answer.
 *
 * @param answers what the buttons say, by answer; the first does no harm
 * @returns {{dialog: HTMLDialogElement, answer: Promise<string>}}
 */
export const ask = (title, text, answers) => {
  const head = element('h2', 'nrm-ask-title', title);
  const words = element('p', 'nrm-ask-text', text);
  const buttons = element('div', 'nrm-ask-buttons');
  const dialog = element('dialog', 'nrm-ask', head, words, buttons);
  head.id = 'nrm-ask-title';
  words.id = 'nrm-ask-text';
  dialog.setAttribute('aria-labelledby', head.id);
  dialog.setAttribute('aria-describedby', words.id);
  for (const [answer, label] of Object.entries(answers)) {
    const button = element('button', `btn ${buttons.hasChildNodes() ? 'btn-default' : 'btn-primary'}`, label);
    button.type = 'button';
    button.addEventListener('click', () => dialog.close(answer));
    buttons.append(button);
  }
  const before = document.activeElement;
  const answer = new Promise(given => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      before?.focus();
      given(dialog.returnValue || Object.keys(answers)[0]);
    });
  });
  dialog.addEventListener('keydown', event => event.stopPropagation()); // or the dialog of Camunda below closes too
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, answer };
};

const READ_FOR = 10_000;

const line = element('div', 'nrm-told');
line.setAttribute('role', 'status');

/** Says what has happened, at the lower edge: for a while, or until the next one if it has to be dealt with. */
export const tell = (text, stays = false) => {
  if (!line.isConnected) {
    document.body.append(line);
  }
  window.clearTimeout(line.timer);
  line.replaceChildren(text);
  if (!stays) {
    line.timer = window.setTimeout(() => line.replaceChildren(), READ_FOR);
  }
};
