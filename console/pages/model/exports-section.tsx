/** The model as a file for other systems; each form is asked of the server and saved by the browser. */
import { Button } from 'antd';
import { useState } from 'react';
import type { ModelDetail } from '@plimsoll/api/model';
import { call, CallFault } from '../../client/index.ts';
import { FaultNote, Icon, saveFile, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const formats = ['plimsoll', 'pmml', 'sql', 'javascript', 'dmn'] as const;
type Format = (typeof formats)[number];

export function ExportsSection({ model: { name, version } }: { readonly model: ModelDetail }) {
  const { words } = useLanguage();
  const [busy, setBusy] = useState<Format | null>(null);
  const [fault, setFault] = useState<CallFault | null>(null);
  const { model: said } = words.models;
  const save = async (format: Format) => {
    setBusy(format);
    setFault(null);
    try {
      const file = await call('exportModel', { params: { name, version }, query: { format } });
      saveFile(file.fileName, file.mediaType, file.text);
    } catch (cause) {
      if (!(cause instanceof CallFault)) throw cause;
      setFault(cause);
    } finally {
      setBusy(null);
    }
  };
  return (
    <Section title={said.exports} hint={said.exportsHint}>
      <div className="acts">
        {formats.map((format) => (
          <Button
            key={format}
            icon={<Icon name="download" />}
            loading={busy === format}
            onClick={() => void save(format)}
          >
            {said.formats[format]}
          </Button>
        ))}
      </div>
      {fault === null ? null : <FaultNote fault={fault} />}
    </Section>
  );
}
