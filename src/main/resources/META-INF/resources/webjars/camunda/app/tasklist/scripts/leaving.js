/*
 * Nobody loses a form by a slip: leaving the dialog of a start form and handing a task back ask first, and so does
 * closing the window while something can't be saved. Leaving the form of a task needs no question, because its draft is
 * saved.
 */
import { ask } from '../../../lib/nrm/ask.js';

const CLOSES = '.modal [ng-click="$dismiss()"], .modal [ng-click="back()"]';

/* What Escape closes first. */
const UNFOLDED = '.flatpickr-calendar.open, .fjs-dropdownlist';

const KEPT = 'What you have typed is saved as a draft. It will be in the form when you open it again.';
const NOT_KEPT = 'What you have typed could not be saved. If you leave now, it will be lost.';
const HAND_BACK = 'What you have typed in the form, and its draft, will be deleted.';

/**
 * @param opened the drafts of the forms that are open and have something typed in them
 * @param isAtRisk whether something typed can't be saved
 */
export const guardForms = ({ opened, isAtRisk }) => {
  let asking = false;

  const question = async (title, text, answers, act) => {
    asking = true;
    const { answer } = ask(title, text, answers);
    const given = await answer;
    asking = false;
    if (given === 'leave') {
      act();
    }
  };

  const inDialog = () => opened().find(draft => draft.container.closest('.modal'));

  const leaveDialog = async (draft, button) => {
    asking = true; // also while it is being saved
    const kept = await draft.keep();
    question('Leave this form?', kept ? KEPT : NOT_KEPT,
      { stay: 'Stay in the form', leave: kept ? 'Leave and keep the draft' : 'Leave without saving' },
      () => {
        if (!kept) {
          draft.drop();
        }
        button.click();
      });
  };

  const stop = event => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  document.addEventListener('click', event => {
    if (!event.isTrusted) {
      return;
    }
    const draft = inDialog();
    const button = event.target.closest(CLOSES)
      ?? (event.target.matches('.modal') ? document.querySelector('.modal [ng-click="$dismiss()"]') : null);
    if (draft && button) {
      stop(event);
      if (!asking) {
        leaveDialog(draft, button);
      }
      return;
    }
    const unclaim = event.target.closest('button.unclaim');
    if (unclaim && opened().length > 0) {
      stop(event);
      question('Hand this task back?', HAND_BACK, { stay: 'Keep the task', leave: 'Hand it back' }, () => unclaim.click());
    }
  }, true);

  let unfolded = false;
  window.addEventListener('keydown', event => {
    unfolded = event.key === 'Escape' && document.querySelector(UNFOLDED) !== null;
  }, true);

  /* After the parts of the form, and before Camunda, which listens to the whole document. */
  document.body.addEventListener('keydown', event => {
    const draft = event.key === 'Escape' && !event.defaultPrevented && inDialog();
    if (draft || unfolded) {
      event.preventDefault();
    }
    if (draft && !unfolded && !asking) {
      leaveDialog(draft, document.querySelector('.modal [ng-click="$dismiss()"]'));
    }
  });

  window.addEventListener('beforeunload', event => {
    if (isAtRisk()) {
      event.preventDefault();
    }
  });
};
