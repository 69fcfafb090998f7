import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const HASH_BYTES = 32;
/** 16 MB and some 40 ms a try: dear for whoever guesses, cheap for whoever knows. */
const COST = { N: 16_384, r: 8, p: 1 };

const derive = (secret: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(secret, salt, HASH_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });

/** Hashes a secret as `scrypt$N$r$p$salt$hash`, so that the cost can be raised without losing old ones. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(secret, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** The hash of no secret: compared with where nobody is known, so that the answer takes as long. */
export const NOBODY = `scrypt$${COST.N}$${COST.r}$${COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Whether it is the secret that was hashed; takes as long whether it is or not. */
export async function secretMatches(secret: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = stored.split('$');
  const expected = Buffer.from(hash, 'base64url');
  const options = { N: Number(N), r: Number(r), p: Number(p) };
  const key = await derive(secret, Buffer.from(salt, 'base64url'), options);
  return key.length === expected.length && timingSafeEqual(key, expected);
}
