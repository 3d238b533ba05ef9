/* Where our pages stand in Cockpit. What they are is in /camunda/lib/nrm. */
import { cockpit } from '../../../../../../lib/nrm/cockpit.js';

export default cockpit;
