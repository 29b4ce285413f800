// A worker that sleeps past its lock (a laptop's lid, a hypervisor) while another one takes over what it had in hand.
// Without the fence on the attempt's number, its late write would undo what was done meanwhile, and nobody would notice.
import { fault } from './harness/fault.js';
import { pausedBesideAnother } from './harness/sleeper.js';

fault(4, { articles: 60, timeoutMs: 600_000 }, (trial) => pausedBesideAnother(trial));
