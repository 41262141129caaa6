/** Which bodies are read: JSON in UTF-8 or a route's files, not compressed (a small compressed body may be a large one). */
const CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

/** Whether the headers announce application/json in UTF-8 without a content encoding. Source: RFC 9110, section 8.3. */
export function isJson(contentType: string | undefined, contentEncoding: string | undefined): boolean {
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity') return false;
  if (contentType === 'application/json') return true;
  const [type, ...parameters] = (contentType ?? '').toLowerCase().split(';');
  return type?.trim() === 'application/json' && parameters.every(isFineParameter);
}

/** Whether the headers announce one of the media types of a file, not compressed. Its charset is the reader's business. */
export function isFile(
  {
    contentType,
    contentEncoding,
  }: { readonly contentType: string | undefined; readonly contentEncoding: string | undefined },
  mediaTypes: readonly string[],
): boolean {
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity') return false;
  const [type = ''] = (contentType ?? '').toLowerCase().split(';');
  return mediaTypes.includes(type.trim());
}

function isFineParameter(parameter: string): boolean {
  const [name, value] = parameter.split('=').map((part) => part.trim());
  if (name !== 'charset') return true;
  return CHARSETS.has((value ?? '').replaceAll('"', ''));
}
