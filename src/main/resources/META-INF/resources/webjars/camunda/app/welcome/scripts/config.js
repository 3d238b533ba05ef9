/* Welcome's settings. Replaces the file in camunda-webapp-webjar 7.24.0, which sets nothing. */
import { settings } from '../../../lib/nrm/settings.js';

export default settings('Welcome');
