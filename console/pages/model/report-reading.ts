/** A report of the registry as this console knows it. */
import type { ModelReport } from '@plimsoll/api/model';
import { REPORT_SCHEMA, type ValidationReport } from '@plimsoll/core/model/validate';

/** null when it is of another schema than this console knows. */
export function readReport({ report }: ModelReport): ValidationReport | null {
  return report['schema'] === REPORT_SCHEMA ? (report as unknown as ValidationReport) : null;
}
