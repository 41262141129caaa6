/** A validation report and a model card as files: the data, and for each language a web page and a PDF of the same blocks. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Language, outlineOf, writePage, type Written } from '@plimsoll/core/model/report';
import { writePdf } from './report-pdf.ts';

const LANGUAGES: readonly Language[] = ['zh', 'en'];

/** Writes `report.json`, `report.<language>.html` and `report.<language>.pdf` into a folder; gives their paths. */
export async function writeReportFiles(
  written: Written,
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  const keep = async (file: string, content: string | Uint8Array): Promise<void> => {
    const path = join(folder, file);
    await writeFile(path, content);
    paths.push(path);
  };
  if (written.report !== undefined) await keep('report.json', `${JSON.stringify(written.report, null, 2)}\n`);
  for (const language of LANGUAGES) {
    const blocks = outlineOf(written, language);
    await keep(`report.${language}.html`, writePage(blocks, { name, language }));
    await keep(`report.${language}.pdf`, await writePdf(blocks, { name, language }));
  }
  return paths;
}
