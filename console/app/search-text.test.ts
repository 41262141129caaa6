import { expect, test } from 'vitest';
import { readSearch } from './search-text.ts';

test('[CON-8] an application id opens the application, anything else is looked up as personal data', () => {
  expect(readSearch(' 0198C0DE-0000-7000-8000-000000000001 ')).toEqual({
    kind: 'application',
    id: '0198c0de-0000-7000-8000-000000000001',
  });
  expect(readSearch('13800138000')).toMatchObject({ kind: 'person', fields: ['phone', 'idNumber'] });
  expect(readSearch('11010519491231002X')).toMatchObject({ kind: 'person', fields: ['idNumber', 'phone'] });
  expect(readSearch('a@b.example')).toMatchObject({ kind: 'person', fields: ['email'] });
  expect(readSearch(' x ')).toEqual({ kind: 'nothing' });
});
