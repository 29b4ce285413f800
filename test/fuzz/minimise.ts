/** A part of `bytes` that `fails` too, by leaving out ever smaller pieces; at most some hundred tries. */
export async function minimised(
  bytes: Uint8Array,
  fails: (bytes: Uint8Array) => Promise<boolean>,
  maxTries = 200,
): Promise<Uint8Array> {
  let best = bytes;
  let tries = 0;
  for (let piece = best.length >> 1; piece > 0 && tries < maxTries; piece >>= 1)
    for (let at = 0; at < best.length && tries < maxTries; ) {
      const less = Buffer.concat([best.subarray(0, at), best.subarray(at + piece)]);
      tries++;
      if (await fails(less)) best = less;
      else at += piece;
    }
  return best;
}
