/** Which bodies are read: JSON in UTF-8, not compressed (a small compressed body may be a large one). */
const CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

/** Whether the headers announce application/json in UTF-8 without a content encoding. Source: RFC 9110, section 8.3. */
export function isJson(contentType: string | undefined, contentEncoding: string | undefined): boolean {
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity') return false;
  if (contentType === 'application/json') return true;
  const [type, ...parameters] = (contentType ?? '').toLowerCase().split(';');
  return type?.trim() === 'application/json' && parameters.every(isFineParameter);
}

function isFineParameter(parameter: string): boolean {
  const [name, value] = parameter.split('=').map((part) => part.trim());
  if (name !== 'charset') return true;
  return CHARSETS.has((value ?? '').replaceAll('"', ''));
}
