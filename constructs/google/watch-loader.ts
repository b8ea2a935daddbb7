import { DRILL_LOADER } from './runner-loader';

/**
 * What a watch's container starts: as a drill's, with its order from the job's definition whole. What it runs is brought by `kura sql
 * apply`, like a runner's. Arguments: the program and its digest, the order, and the name of an instance to bring it for.
 */
export const WATCH_LOADER = DRILL_LOADER.replace('npx kura drill ', 'npx kura sql apply ');
