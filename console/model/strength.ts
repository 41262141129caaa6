/** What an information value says, in the usual words (Siddiqi 2006, ch. 6). */
export type Strength = 'none' | 'weak' | 'medium' | 'strong' | 'suspicious';

const weakIv = 0.02;
const mediumIv = 0.1;
const strongIv = 0.3;
const suspiciousIv = 0.5;

/** Above 0.5 it is worth asking whether the variable knows the outcome. */
export function strengthOf(iv: number): Strength {
  if (iv < weakIv) return 'none';
  if (iv < mediumIv) return 'weak';
  if (iv < strongIv) return 'medium';
  return iv < suspiciousIv ? 'strong' : 'suspicious';
}
