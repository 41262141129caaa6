/** Documents in and out: what of other formats is read and written is the core's; here is which text is which. */
import { ok, type Result, refuse } from '@plimsoll/core/base';
import { scorecardDecisionsXml } from '@plimsoll/core/model';
import { type ModelDocument, writeModel } from '@plimsoll/core/model/document';
import { exportJavascript, exportPmml, exportSql } from '@plimsoll/core/model/exchange';
import type { ExportedModel } from '@plimsoll/api/model';
import type { Static } from 'typebox';

export type Exported = Static<typeof ExportedModel>;

/** Writes a version in a format. Refuses (`model_export_unsupported`) what the format can't say. */
export function exportDocument(document: ModelDocument, name: string, format: string): Result<Exported> {
  switch (format) {
    case 'plimsoll':
      return ok({
        fileName: `${name}.json`,
        mediaType: 'application/json',
        text: writeModel(document),
      });
    case 'dmn':
      if (document.body.kind !== 'card') return unsupported(format, 'only a scorecard is decision tables');
      return ok({
        fileName: `${name}.dmn`,
        mediaType: 'application/xml',
        text: scorecardDecisionsXml(document.body.scorecard),
      });
    case 'pmml':
      return written(exportPmml(document), format, {
        fileName: `${name}.pmml`,
        mediaType: 'application/xml',
      });
    case 'sql':
      if (document.body.kind === 'glass') return unsupported(format, 'a glass box is not written so yet');
      return written(ok(exportSql(document, 'applications')), format, {
        fileName: `${name}.sql`,
        mediaType: 'application/sql',
      });
    case 'javascript':
      if (document.body.kind === 'glass') return unsupported(format, 'a glass box is not written so yet');
      return written(ok(exportJavascript(document)), format, {
        fileName: `${name}.js`,
        mediaType: 'text/javascript',
      });
    default:
      return unsupported(format, 'not a format that this release writes');
  }
}

/** The core says why a format can't hold a model; callers know it by one code. */
function written(text: Result<string>, format: string, file: Omit<Exported, 'text'>): Result<Exported> {
  if (text.ok) return ok({ ...file, text: text.value });
  const { problem } = text.facts;
  return unsupported(format, typeof problem === 'string' ? problem : text.code);
}

function unsupported(format: string, problem: string): Result<Exported> {
  return refuse('model_export_unsupported', 'MDL-9', { format, problem });
}
