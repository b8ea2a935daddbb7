import { errorCode } from '../error-code';
import type { Session } from '../host';
import { newPassword } from '../password';
import { addPassword } from '../secret-password';
import { callProcedure } from './call-procedure';
import type { ConvergeOptions } from './converge-options';
import type { PasswordStep, Step } from './step';
import { recordLogin } from './record';

/** Runs one step. A statement that fails says so without its values. */
export async function applyStep(
  session: Session,
  step: Step,
  passwords: ConvergeOptions['passwords'],
): Promise<void> {
  if (step.answers) await callProcedure(session, step.sql);
  else if (step.password === undefined) await run(session, step.sql, step.sql);
  else await applyPassword(session, step.sql, step.password, passwords);
}

/**
 * The secret has the password before the account does, and Kura's record comes last: after an end in between, the newest version is
 * not the recorded one, and the login gets another.
 */
async function applyPassword(
  session: Session,
  shown: string,
  { login, secret, sql }: PasswordStep,
  passwords: ConvergeOptions['passwords'],
): Promise<void> {
  if (secret === null) return run(session, sql(newPassword()), shown);
  const { version, password } = await addPassword(passwords, secret);
  await run(session, sql(password), shown);
  await session.query(recordLogin(login, { made: true, version }));
}

/** The server's words may quote the statement, and with it a password: where they could, its code alone is said. */
async function run({ query }: Session, sql: string, shown: string): Promise<void> {
  try {
    await query(sql);
  } catch (error) {
    const code = errorCode(error);
    const message = sql === shown && error instanceof Error ? error.message : 'refused';
    throw Object.assign(new Error(`${message}: ${shown}`), { code });
  }
}
