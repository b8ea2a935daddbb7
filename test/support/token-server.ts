import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';

/** What PostgreSQL and the server share, and what hides the password between them. */
export const RADIUS_SECRET = 'kura';

const ACCEPT = 2;
const REJECT = 3;
const USER_NAME = 1;
const USER_PASSWORD = 2;
const HEADER = 20;

export interface TokenServer {
  readonly port: number;
  readonly stop: () => void;
}

/**
 * Decides logins for PostgreSQL over RADIUS (RFC 2865), as a cloud's own module does: a token is no password that the server
 * knows, so none of its other methods takes one.
 */
export async function tokenServer(
  accepts: (user: string, password: string) => Promise<boolean>,
): Promise<TokenServer> {
  const socket = createSocket('udp4');
  socket.on('message', (request, { port, address }) => {
    void answer(request, accepts).then((reply) => send(socket, reply, port, address));
  });
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
  socket.unref();
  return { port: socket.address().port, stop: () => socket.close() };
}

function send(socket: Socket, reply: Buffer, port: number, address: string): void {
  socket.send(reply, port, address);
}

async function answer(
  request: Buffer,
  accepts: (user: string, password: string) => Promise<boolean>,
): Promise<Buffer> {
  const authenticator = request.subarray(4, HEADER);
  const attributes = attributesOf(request);
  const user = attributes.get(USER_NAME)?.toString('utf8') ?? '';
  const password = reveal(attributes.get(USER_PASSWORD) ?? Buffer.alloc(0), authenticator);
  const accepted = await accepts(user, password).catch(() => false);
  const head = Buffer.from([accepted ? ACCEPT : REJECT, request[1] ?? 0, 0, HEADER]);
  return Buffer.concat([head, digest(head, authenticator, Buffer.from(RADIUS_SECRET))]);
}

function attributesOf(request: Buffer): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = HEADER; at < request.length; at += request[at + 1] ?? Infinity)
    found.set(request[at] ?? 0, request.subarray(at + 2, at + (request[at + 1] ?? 0)));
  return found;
}

/** Sixteen bytes at a time, each hidden by a digest of the sixteen before (RFC 2865 §5.2). */
function reveal(hidden: Buffer, authenticator: Buffer): string {
  let before = authenticator;
  const parts: Buffer[] = [];
  for (let at = 0; at < hidden.length; at += 16) {
    const block = hidden.subarray(at, at + 16);
    const mask = digest(Buffer.from(RADIUS_SECRET), before);
    parts.push(Buffer.from(block.map((byte, index) => byte ^ (mask[index] ?? 0))));
    before = block;
  }
  return Buffer.concat(parts).toString('utf8').replace(/\0+$/, '');
}

const digest = (...parts: readonly Buffer[]): Buffer =>
  createHash('md5').update(Buffer.concat(parts)).digest();
