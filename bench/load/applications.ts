/** Requests to measure with: the bundled applications again and again, each time for a person not seen before. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { lendingClubApplication, readLendingClub, type TownApplication } from '@plimsoll/sim/town';
import { writePost } from './socket-client.ts';

const SAMPLE = new URL('../../data/lendingclub/applications.csv.gz', import.meta.url);

/** Gives the bytes of the n-th submission; `run` keeps the keys of one run apart from those of another. */
export async function createSubmissions(key: string): Promise<(run: string, index: number) => Buffer> {
  const rows = readLendingClub(gunzipSync(await readFile(SAMPLE)).toString('utf8'));
  if (!rows.ok) throw new Error(`data/lendingclub: ${rows.code}`);
  const setting = { seed: 'plimsoll-bench', consentDay: '2026-01-02' };
  const applications = rows.value.map((row, index): TownApplication => {
    const application = lendingClubApplication(row, index, setting);
    if (!application.ok) throw new Error(application.code);
    return application.value;
  });
  return (run, index) => {
    const application = applications[index % applications.length];
    if (application === undefined) throw new Error('the sample is empty');
    const { body } = application;
    const mark = createHash('sha256').update(`${run} ${index}`).digest('hex').slice(0, 20);
    const applicant = { ...body.applicant, idKind: 'other', idNumber: mark };
    return writePost({
      path: '/v1/applications',
      key,
      idempotencyKey: `${run}-${index}`,
      body: { ...body, applicant },
    });
  };
}
