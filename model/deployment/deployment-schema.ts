import { z } from 'zod';
import { awsFoundation, awsInstance } from './aws-schema';
import type { Deployment } from './deployment';
import { googleFoundation, googleInstance } from './google-schema';
import type { Mirrors } from './mirrors';

/** `deployment.json`: what was declared, which audit and review read as the claim. */
export const deploymentSchema = z
  .strictObject({
    organisation: z.string(),
    timeZone: z.string(),
    foundations: z.array(z.discriminatedUnion('cloud', [awsFoundation, googleFoundation])),
    instances: z.array(z.discriminatedUnion('cloud', [awsInstance, googleInstance])),
  })
  .describe('The whole estate, resolved.');

true satisfies Mirrors<typeof deploymentSchema, Deployment>;
