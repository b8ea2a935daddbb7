import { LOCK_FILE } from '../../model/placement/instance-lock';
import { shellWord } from '../bootstrap/shell';
import type { Step } from './document';
import type { Subject } from './subject';

export const lockCommand = ({ estate }: Subject): string =>
  `npx kura lock --estate ${shellWord(estate)}`;

/** What is deployed is remembered: which instance serves, too. */
export const lockStep = (subject: Subject): Step => ({
  text: 'Write down what is deployed, and commit it.',
  commands: [lockCommand(subject)],
});

/** The lock remembers a promotion for good: a replica that is new in its place would be declared as one that follows nothing. */
export const forgetPromotion = ({ instance: { stack } }: Subject): string =>
  `take \`promoted: true\` of ${stack} out of ${LOCK_FILE} by hand`;
