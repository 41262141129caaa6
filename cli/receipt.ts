/**
 * `plimsoll verify --receipt <file> --key <vkey>`: checks one receipt from files alone, as anybody can who trusts no
 * server and has no database: with the log's public key and the file that the console or the API gave.
 */
import { readFile } from 'node:fs/promises';
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import { type ReceiptStep, verifyReceipt } from '@plimsoll/core/ledger';
import { pickLanguage } from './language.ts';
import { type ExitCode, exitCode, printJson, printLine } from './outcome.ts';

const MARKS: { readonly [status in ReceiptStep['status']]: string } = {
  held: '✓',
  failed: '✗',
  not_reached: '·',
  not_offered: '–',
};

/** Exits 1 when a step fails. The file may hold the receipt itself or the reply of the API around it. */
export async function checkReceipt(file: string, vkey: string, isJson: boolean): Promise<ExitCode> {
  const verdict = verifyReceipt(receiptIn(JSON.parse(await readFile(file, 'utf8')) as JsonValue), vkey);
  if (isJson) printJson(verdict);
  else {
    const language = pickLanguage(process.env);
    for (const { status, title, detail } of verdict.steps)
      printLine(`${MARKS[status]} ${title[language]}: ${detail[language]}`);
  }
  return verdict.ok ? exitCode.done : exitCode.failed;
}

function receiptIn(json: JsonValue): JsonValue {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  return (json as JsonObject)['receipt'] ?? json;
}
