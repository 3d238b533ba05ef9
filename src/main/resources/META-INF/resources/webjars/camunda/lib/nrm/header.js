/*
 * What the bar at the top and the sign-in page say besides Camunda's own words: the full name of the deployment, and that
 * the cases are invented, with the date of the training clock where it has been moved.
 */
import { deployment, today, whenDayChanges } from './deployment.js';
import { dayInLondon } from './due.js';
import { date } from './format.js';
import { element, whenPageChanges } from './watch.js';

const trainingWords = () => {
  const moved = today() && Date.parse(today()) !== dayInLondon(new Date());
  return `Training: invented cases${moved ? `, ${date(today())}` : ''}`;
};

const training = element('p', 'nrm-training', trainingWords());

whenDayChanges(() => {
  training.textContent = trainingWords();
});

whenPageChanges(() => {
  const bar = document.querySelector('[cam-widget-header] .navbar-header');
  if (bar && deployment.training && !training.isConnected) {
    bar.append(training);
  }
  const signIn = document.querySelector('.form-signin .login-header');
  if (signIn && !signIn.querySelector('.nrm-full-name')) {
    signIn.prepend(element('p', 'nrm-full-name', deployment.fullName));
  }
});
