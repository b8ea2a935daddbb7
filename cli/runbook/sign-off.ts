import { FAILURES } from '../../model/recovery/objectives';
import { demandText } from '../../model/recovery/say-recovery';
import type { Section } from './document';
import { LOSSES } from './facts';
import type { Subject } from './subject';

const LINE = '____________________';

/** What people confirm, and no program can: the checklists of seed 001 on recovery. */
export function signOffSection({ instance, service }: Subject): Section {
  const { environment, id, recovery } = instance;
  const demanded = FAILURES.map(
    (failure) => `${LOSSES[failure]}: ${demandText(recovery.objectives[failure].value)}`,
  ).join('; ');
  const { drills } = recovery;
  return {
    title: 'Agreed (業務側との合意)',
    boxes: [
      `These figures are what the business needs (${demanded}). For the business: ${LINE} on ${LINE}`,
      `They are what this page can do. For engineering (${service.owner}): ${LINE} on ${LINE}`,
      `Who would do it has read this page and has the rights it takes: ${LINE} on ${LINE}`,
      ...(drills.length === 0
        ? [`A restore has been tried by hand: ${LINE} on ${LINE}`]
        : drills.map(
            ({ mechanism }) =>
              `The last drill of ${mechanism} passed (by hand: \`npx kura drill ${environment}/${id} --mechanism ${mechanism}\`): ${LINE} on ${LINE}`,
          )),
    ],
  };
}
