import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';

const md5 = (data: Buffer | string): string => createHash('md5').update(data).digest('hex');

/** The two fields that stand for a password at log-in. The password is hashed as windows-1251. */
export function hashPassword(password: string, salt: string): { readonly pw: string; readonly pw2: string } {
  const pw2 = md5(salt + md5(iconv.encode(password, 'win1251')));
  return { pw: pw2.slice(0, [...password].length), pw2 };
}
