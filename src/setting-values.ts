// How the values of settings are written in the environment, and what is read from them.
import { resolve } from 'node:path';
import { z } from 'zod';
import { parseUrl } from './parse-url.js';

export const text = z.string();
/** null: not set. */
export const optional = z.string().transform((value) => (value === '' ? null : value));
/** A whole number from `min` to `max`. */
export const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max}`);
/** A number from 0 to 1. */
export const share = z
  .string()
  .regex(/^(?:0(?:\.\d+)?|1(?:\.0+)?)$/, 'must be a number between 0 and 1, such as 0.25')
  .transform(Number);
/** null: off. */
export const orOff = <T>(schema: z.ZodType<T, string>) =>
  z.string().transform((value, context): T | null => {
    if (value === 'off') return null;
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: `${read.error.issues[0]?.message}, or off` });
    return z.NEVER;
  });
export const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');
/** What stands between commas, without the space around it. */
export const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
/** Headers as `name=value`, between commas. */
export const headerList = list
  .refine(
    (parts) => parts.every((part) => /^[\w!#$%&'*+.^`|~-]+=[\t\u0020-\u007e]*$/.test(part)),
    'must be name=value, separated by commas',
  )
  .transform((parts) =>
    Object.fromEntries(
      parts.map((part): [string, string] => {
        const at = part.indexOf('=');
        return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
      }),
    ),
  );
/** Port numbers between commas. */
export const ports = list.refine(
  (parts) => parts.every((part) => /^\d{1,5}$/.test(part) && Number(part) < 65_536),
  'must be port numbers separated by commas',
);
/** An address of one of the schemes, written with their colon; null: not set. */
export const url = (...schemes: string[]) =>
  optional.refine(
    (value) => value === null || schemes.includes(parseUrl(value)?.protocol ?? ''),
    `must be a URL that starts with ${schemes.join('// or ')}//`,
  );

/** null: in the database; else the place as the pages' rows name it. */
export const pagePlace = z.string().transform((value, context): string | null => {
  if (value === 'database') return null;
  if (/^disk:./s.test(value)) return `disk:${resolve(value.slice(5))}`;
  if (/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w!.*'()/-]*)?$/.test(value))
    return value.replace(/\/+$/, '');
  context.addIssue({
    code: 'custom',
    message: 'must be database, disk: with a folder, or s3:// with a bucket and perhaps a prefix',
  });
  return z.NEVER;
});
