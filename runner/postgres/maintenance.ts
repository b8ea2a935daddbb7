import { MAINTENANCE } from './statement';

/** Databases that belong to nobody, or to the platform: nothing is declared of them, and a new one may be a copy of `template1`. */
export const MAINTENANCES: readonly string[] = [MAINTENANCE, 'template1'];
