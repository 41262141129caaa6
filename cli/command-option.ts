/** An option of a command: its flags in commander's notation, and its line of help. */
import type { Bilingual } from './language.ts';

export type CommandOption = { readonly flags: string; readonly text: Bilingual; readonly fallback?: string };
