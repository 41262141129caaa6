import { expect, test } from 'vitest';
import type { ModelDocument } from '@plimsoll/core/model/document';
import { exportDocument } from './exchange.ts';

test('[MDL-9] a format that can not hold a model is refused by name, never a fault', () => {
  const glass = {
    body: { kind: 'glass', model: { intercept: 0, shapes: [], pairs: [] } },
  } as unknown as ModelDocument;
  for (const format of ['sql', 'javascript', 'dmn', 'xlsx'])
    expect(exportDocument(glass, 'curves', format)).toMatchObject({
      ok: false,
      code: 'model_export_unsupported',
      facts: { format },
    });
});
