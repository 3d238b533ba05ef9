/* Cockpit's settings. Takes the place of the stock file of camunda-webapp-webjar 7.24.0, which sets nothing. */
import { settings } from '../../../lib/nrm/settings.js';

export default settings('Cockpit');
