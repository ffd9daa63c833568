// Stands for your own authentication. A token is a user's id and a signature that only this secret makes.
import { createHmac, timingSafeEqual } from 'node:crypto';

const sign = (userId) => createHmac('sha256', process.env.TOKEN_SECRET).update(userId).digest('base64url');

/** For your login: what the client shows later. */
export const createToken = (userId) => `${userId}.${sign(userId)}`;

/** The id of the user, or undefined. */
export async function verifyToken(token) {
  const [userId, signature] = String(token).split('.');
  const given = Buffer.from(String(signature));
  const expected = Buffer.from(sign(userId));
  return given.length === expected.length && timingSafeEqual(given, expected) ? userId : undefined;
}

/** The same for a request that carries the token in a cookie. */
export async function authenticate(cookie) {
  return await verifyToken(/(?:^|; )token=(?<token>[^;]+)/.exec(cookie ?? '')?.groups.token);
}
