/**
 * That a disclosure was read: shown, left open for the least time, confirmed, and only then signed. A fact like any other,
 * recorded before the contract and checked again when it is signed.
 */
import { ok, refuse, type Result } from '@plimsoll/core/base';

/** Instants are milliseconds since 1970, by the server's clock; null while not confirmed. */
export type DisclosureReading = {
  readonly disclosureSha256: string;
  /** The pseudonym of who read it. */
  readonly subject: string;
  readonly language: 'zh' | 'en';
  readonly shownAtMs: number;
  readonly confirmedAtMs: number | null;
};

/** What a reading must satisfy. `leastSeconds` is policy; a rule that asks for forced reading has it above 0. */
export type ReadingRule = {
  readonly disclosureSha256: string;
  readonly subject: string;
  readonly leastSeconds: number;
  readonly signedAtMs: number;
};

const MS_OF_SECOND = 1000;

/** Refuses (`disclosure_not_read`): none, another text, another reader, not confirmed, too short, or after the signature. */
export function checkReading(
  reading: DisclosureReading | null,
  rule: ReadingRule,
): Result<DisclosureReading> {
  const { leastSeconds, signedAtMs } = rule;
  if (reading === null) return notRead('it was never shown');
  if (reading.disclosureSha256 !== rule.disclosureSha256)
    return notRead('another text was read', {
      read: reading.disclosureSha256,
      signed: rule.disclosureSha256,
    });
  if (reading.subject !== rule.subject) return notRead('somebody else read it', { subject: reading.subject });
  const { shownAtMs, confirmedAtMs } = reading;
  if (confirmedAtMs === null) return notRead('reading was not confirmed');
  if (![shownAtMs, confirmedAtMs, signedAtMs].every(Number.isSafeInteger) || !(leastSeconds >= 0))
    return notRead('its times are no times');
  const seconds = (confirmedAtMs - shownAtMs) / MS_OF_SECOND;
  if (seconds < leastSeconds) return notRead('it was open for too short a time', { seconds, leastSeconds });
  return confirmedAtMs <= signedAtMs
    ? ok(reading)
    : notRead('it was confirmed after the signature', { confirmedAtMs, signedAtMs });
}

function notRead(problem: string, facts: { readonly [name: string]: string | number } = {}) {
  return refuse('disclosure_not_read', 'CMP-10', { problem, ...facts });
}
