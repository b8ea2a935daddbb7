import { designationSection } from './designation';
import type { Document } from './document';
import { failbackSection } from './failback';
import { introduction, namesSection, objectivesSection } from './facts';
import { mistakeSections } from './mistake';
import { regionSections } from './region';
import { retireSection } from './retire';
import { signOffSection } from './sign-off';
import type { Subject } from './subject';
import { zoneSection } from './zone';

/** All that is to be known, and done, when the database of a service is lost. */
export function runbookOf(subject: Subject): Document {
  const { instance, service } = subject;
  const gone = instance.lifecycle.value === 'retired';
  return {
    title: `Recovery of ${instance.environment}/${service.service}`,
    text: introduction(subject),
    sections: gone
      ? [namesSection(subject), retireSection(subject)]
      : [
          objectivesSection(subject),
          namesSection(subject),
          ...mistakeSections(subject),
          zoneSection(subject),
          ...regionSections(subject),
          ...failbackSection(subject),
          ...designationSection(subject),
          retireSection(subject),
          signOffSection(subject),
        ],
  };
}
