import { expect, test } from 'vitest';
import { isCrossSite, readCookie, readCredential } from './authentication.ts';
import { isJson } from './media-type.ts';

test('[HTTP-2] a key counts before a cookie, and a header that is no Bearer counts as a wrong key', () => {
  const cookie = 'theme=dark; plimsoll_session=abc';
  expect(readCredential({})).toBeNull();
  expect(readCredential({ cookie: 'theme=dark' })).toBeNull();
  expect(readCredential({ cookie })).toEqual({ kind: 'session', secret: 'abc' });
  expect(readCredential({ authorization: 'Bearer k', cookie })).toEqual({ kind: 'key', secret: 'k' });
  expect(readCredential({ authorization: 'Basic k', cookie })).toEqual({ kind: 'key', secret: '' });
  expect(readCookie('plimsoll_session_x=1; plimsoll_session = 2', 'plimsoll_session')).toBe('2');
});

test('[HTTP-13] the word of the browser counts before the origin', () => {
  const host = 'localhost:4600';
  expect(isCrossSite({ host, 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, true)).toBe(
    false,
  );
  expect(isCrossSite({ host, 'sec-fetch-site': 'cross-site', origin: 'http://localhost:4600' }, true)).toBe(
    true,
  );
  expect(isCrossSite({ host, origin: 'http://LOCALHOST:4600' }, true)).toBe(false);
  expect(isCrossSite({ host, origin: 'http://localhost:4601' }, true)).toBe(true);
  expect(isCrossSite({ host }, true)).toBe(true);
  expect(isCrossSite({ host }, false)).toBe(false);
});

test('[HTTP-4] only plain JSON in UTF-8 is read', () => {
  for (const type of [
    'application/json',
    'Application/JSON; Charset="UTF-8"',
    'application/json;charset=utf8',
  ])
    expect(isJson(type, undefined)).toBe(true);
  for (const type of ['text/json', 'application/json; charset=gbk', 'application/jsonp', '', undefined])
    expect(isJson(type, undefined)).toBe(false);
  expect(isJson('application/json', 'gzip')).toBe(false);
  expect(isJson('application/json', 'identity')).toBe(true);
});
