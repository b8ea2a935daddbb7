import { EMPTY_LOCK, formatLock, LOCK_FILE, lockOf } from '../../model/placement/instance-lock';
import {
  deploymentOf,
  GOOGLE_ESTATE,
  orderWith,
  webWith,
  type EstateFiles,
} from '../support/estate-folder';

const APPROVAL =
  "breakGlass: [{ protection: deletion, reason: its data has moved, approver: cto@acme.example, expires: '2026-12-31' }]";

const withLines = (files: EstateFiles, lines: string): EstateFiles =>
  files === GOOGLE_ESTATE ? webWith(lines) : orderWith(lines);

/** A small estate whose one instance is about to go. */
export function retiringFiles(files: EstateFiles): EstateFiles {
  return withLines(files, `state: retiring\n${APPROVAL}`);
}

/** The same after that was deployed, and the instance is gone. */
export function retiredFiles(files: EstateFiles): EstateFiles {
  return lockedAfter(retiringFiles(files), withLines(files, `state: retired\n${APPROVAL}`));
}

/** An estate, with the lock of the one that was deployed before it. */
export function lockedAfter(before: EstateFiles, files: EstateFiles): EstateFiles {
  return { ...files, [LOCK_FILE]: formatLock(lockOf(deploymentOf(before), EMPTY_LOCK)) };
}
