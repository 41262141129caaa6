/**
 * A folder of checkpoint notes outside the database, one file a day, each note followed by an empty line. What was
 * signed stays known here when the database forgets it. The files are plain text: people can read them, copy them to
 * another machine, or print them.
 */
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const FILE_NAME = /^checkpoints-\d{4}-\d{2}-\d{2}\.notes$/;
const LATEST = 'latest.note';
const MAX_LINES_PER_NOTE = 128;

/** A note of the folder, and where it stands. */
export type KeptNote = { readonly note: string; readonly file: string; readonly line: number };

/** Appends a note to the file of its day (YYYY-MM-DD), making the folder if it is missing. */
export async function keepNote(folder: string, note: string, day: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  // One write, so that a killed server leaves a whole note or a torn last one, never a mixture.
  await appendFile(join(folder, `checkpoints-${day}.notes`), `${note}\n`, { mode: 0o644 });
  const latest = join(folder, LATEST);
  await writeFile(`${latest}.new`, note, { mode: 0o644 });
  await rename(`${latest}.new`, latest);
}

/** The note kept last; null when there is none. */
export async function readLatestNote(folder: string): Promise<string | null> {
  return readFile(join(folder, LATEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/**
 * Reads the notes of a folder in the order of days, one at a time; nothing when there is no folder. A torn last note
 * (the server was killed while writing) is left out when a file ends with it; anything else comes out as it stands.
 */
export async function* readKeptNotes(folder: string): AsyncGenerator<KeptNote> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names.filter((each) => FILE_NAME.test(each)).toSorted())
    yield* readFileOfNotes(folder, name);
}

async function* readFileOfNotes(folder: string, file: string): AsyncGenerator<KeptNote> {
  const input = createReadStream(join(folder, file), 'utf8');
  let lines: string[] = [];
  let emptyCount = 0;
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line === '') emptyCount += 1;
    // The first empty line divides text from signatures, the second ends the note.
    if (emptyCount === 2 || lines.length >= MAX_LINES_PER_NOTE) {
      yield { note: `${lines.join('\n')}\n`, file, line: number - lines.length };
      lines = [];
      emptyCount = 0;
    } else {
      lines.push(line);
    }
  }
}
