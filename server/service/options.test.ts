import { expect, test } from 'vitest';
import { readServiceOptions } from './index.ts';

test('[SVC-5] without any variable the server is embedded, local, on 4600, with the starter policy', () => {
  const options = readServiceOptions({});
  expect(options).toMatchObject({
    databaseUrl: null,
    masterKey: null,
    host: '127.0.0.1',
    port: 4600,
    isBehindHttps: false,
  });
  expect(options.policyFolder).toMatch(/policies[\\/]starter$/);
  expect(options.home).toMatch(/\.plimsoll$/);
});

test('[SVC-5] what cannot be read names its variable', () => {
  for (const port of ['http', '-1', '65536', '1.5'])
    expect(() => readServiceOptions({ PLIMSOLL_PORT: port })).toThrow('PLIMSOLL_PORT');
  expect(() => readServiceOptions({ PLIMSOLL_LOG_LEVEL: 'loud' })).toThrow('PLIMSOLL_LOG_LEVEL');
  expect(readServiceOptions({ PLIMSOLL_PORT: '0', PLIMSOLL_HTTPS: '1' })).toMatchObject({
    port: 0,
    isBehindHttps: true,
  });
});
