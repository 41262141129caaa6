/** The words of people for a model card, read from JSON: known fields alone, each text in both languages. */
import { type JsonObject, type JsonValue, ok, type Result, refuse } from '@plimsoll/core/base';
import type { CardTexts } from './card.ts';

const SINGLE = ['purpose', 'population'];
const LISTS = ['limits', 'monitoring'];
const MAX_ENTRIES = 100;

/** Refuses unknown fields, a text that lacks a language, and approvals without who, role, decision and day. */
export function readCardTexts(value: JsonValue): Result<CardTexts> {
  const fields = objectOf(value);
  if (fields === null) return broken('', 'not an object');
  for (const [name, each] of Object.entries(fields)) {
    const isGood =
      (SINGLE.includes(name) && isText(each)) ||
      (LISTS.includes(name) && isListOf(each, isText)) ||
      (name === 'approvals' && isListOf(each, isApproval));
    if (!isGood) return broken(name, 'unknown, or not of the form {zh, en}');
  }
  return ok(fields as CardTexts);
}

function isText(value: JsonValue | undefined): boolean {
  const fields = objectOf(value);
  return fields !== null && isFilled(fields['zh']) && isFilled(fields['en']);
}

function isApproval(value: JsonValue): boolean {
  const fields = objectOf(value);
  return (
    fields !== null &&
    isFilled(fields['who']) &&
    isFilled(fields['on']) &&
    isText(fields['role']) &&
    isText(fields['decision'])
  );
}

function isFilled(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isListOf(value: JsonValue, isEntry: (entry: JsonValue) => boolean): boolean {
  return Array.isArray(value) && value.length <= MAX_ENTRIES && value.every(isEntry);
}

function objectOf(value: JsonValue | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

function broken(field: string, problem: string): ReturnType<typeof refuse> {
  return refuse('card_texts_unreadable', 'RPT-7', { field, problem });
}
