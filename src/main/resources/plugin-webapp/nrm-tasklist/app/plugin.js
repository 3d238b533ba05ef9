/* Where our parts stand in Tasklist. What they are is in /camunda/lib/nrm. */
import { tasklist } from '../../../../../../lib/nrm/tasklist.js';

export default tasklist;
