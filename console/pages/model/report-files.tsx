/** The validation report and the model card as one web page in either language, written in this browser: no server is asked. */
import { Button } from 'antd';
import type { ModelDetail } from '@plimsoll/api/model';
import type { ModelDocument } from '@plimsoll/core/model/document';
import { freshForEver, useCall } from '../../client/index.ts';
import { Icon, saveFile, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { fileLanguages, pageFile } from './page-file.ts';
import { readReport } from './report-reading.ts';

const mediaType = 'text/html;charset=utf-8';

export type ReportFilesProps = { readonly model: ModelDetail; readonly document: ModelDocument };

/** Waits for the report where there is one, so that no page goes out without it. */
export function ReportFiles({ model, document }: ReportFilesProps) {
  const { words } = useLanguage();
  const { name, version, validatedAt, events } = model;
  const isValidated = validatedAt !== null;
  const reply = useCall(
    'readModelReport',
    { params: { name, version } },
    { enabled: isValidated, freshMs: freshForEver },
  );
  const report = reply.data === undefined ? null : readReport(reply.data);
  const { model: said } = words.models;
  return (
    <Section title={said.files} hint={isValidated ? said.filesHint : said.filesCardAlone}>
      <div className="acts">
        {fileLanguages.map((language) => (
          <Button
            key={language}
            icon={<Icon name="download" />}
            disabled={isValidated && report === null}
            onClick={() => {
              const file = pageFile({ name, document, version, events, report }, language);
              saveFile(file.name, mediaType, file.text);
            }}
          >
            {said.fileIn[language]}
          </Button>
        ))}
      </div>
    </Section>
  );
}
