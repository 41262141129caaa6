/** Brings a table to the server: how far it is, a way to stop, and then straight to what was found in it. */
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Progress } from 'antd';
import { useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useLinks } from '../../address/index.ts';
import { CallFault, refresh, type SentPart, upload } from '../../client/index.ts';
import { FaultNote, Icon, Said, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const maxNameLength = 120;
const hundred = 100;

type Sending = {
  readonly part: SentPart;
  readonly stop: AbortController;
};

export function UploadSection() {
  const { words } = useLanguage();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const { sending, fault, note, send } = useSending();
  const nameId = useId();
  const { sets } = words.models;
  return (
    <Section title={sets.upload} hint={sets.emptyHow}>
      <form
        className="upload"
        onSubmit={(event) => {
          event.preventDefault();
          if (file !== null) void send(file, name.trim());
        }}
      >
        <FileField
          file={file}
          isDisabled={sending !== null}
          onFile={(next) => {
            setFile(next);
            setName(nameFor(next.name));
          }}
        />
        {file === null ? null : (
          <>
            <label className="field" htmlFor={nameId}>
              <span>{sets.setName}</span>
              <Input
                id={nameId}
                value={name}
                maxLength={maxNameLength}
                disabled={sending !== null}
                onChange={({ target }) => setName(target.value)}
              />
            </label>
            {sending === null ? (
              <Button type="primary" htmlType="submit" disabled={name.trim() === ''}>
                {sets.send}
              </Button>
            ) : (
              <SendingNote sending={sending} />
            )}
          </>
        )}
      </form>
      {note === 'stopped' ? <Said verdict="open">{sets.cancelled}</Said> : null}
      {note === 'unpacked' ? <Said verdict="bad">{sets.notGzip}</Said> : null}
      {fault === null ? null : <FaultNote fault={fault} />}
    </Section>
  );
}

type FileFieldProps = {
  readonly file: File | null;
  readonly isDisabled: boolean;
  readonly onFile: (file: File) => void;
};

function FileField({ file, isDisabled, onFile }: FileFieldProps) {
  const { words, formats } = useLanguage();
  const { sets } = words.models;
  const fieldId = useId();
  return (
    <label
      className="drop"
      htmlFor={fieldId}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const [dropped] = event.dataTransfer.files;
        if (dropped !== undefined && !isDisabled) onFile(dropped);
      }}
    >
      <Icon name="table" />
      <span>
        {file === null ? sets.drop : `${file.name} · ${formats.bytes(file.size)}`}
        <span className="hint drop-hint">{sets.file}</span>
      </span>
      <input
        id={fieldId}
        type="file"
        accept=".csv,.gz,text/csv"
        disabled={isDisabled}
        onChange={({ target }) => {
          const [picked] = target.files ?? [];
          if (picked !== undefined) onFile(picked);
        }}
      />
    </label>
  );
}

function SendingNote({ sending: { part, stop } }: { readonly sending: Sending }) {
  const { words, formats } = useLanguage();
  const { sets } = words.models;
  const isSent = part.allBytes > 0 && part.sentBytes >= part.allBytes;
  return (
    <div className="sending" role="status">
      <Progress
        aria-label={sets.send}
        percent={part.allBytes === 0 ? 0 : Math.floor((part.sentBytes / part.allBytes) * hundred)}
        status="active"
      />
      <span className="hint">
        {isSent ? sets.reading : sets.sent(formats.bytes(part.sentBytes), formats.bytes(part.allBytes))}
      </span>
      <Button size="small" onClick={() => stop.abort()}>
        {sets.cancelUpload}
      </Button>
    </div>
  );
}

function useSending() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const links = useLinks();
  const [sending, setSending] = useState<Sending | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [note, setNote] = useState<'stopped' | 'unpacked' | null>(null);
  const isBusy = useRef(false);
  const send = async (file: File, name: string) => {
    if (isBusy.current) return;
    isBusy.current = true;
    const stop = new AbortController();
    setFault(null);
    setNote(null);
    setSending({ part: { sentBytes: 0, allBytes: file.size }, stop });
    try {
      const plain = await unpack(file);
      if (plain === null) {
        setNote('unpacked');
        return;
      }
      const sample = await upload('uploadSample', {
        query: { name },
        file: plain,
        mediaType: 'text/csv',
        signal: stop.signal,
        onSent: (part) => setSending({ part, stop }),
      });
      if (sample === null) setNote('stopped');
      else {
        await refresh(queries, ['listSamples']);
        void navigate(links.sample(sample.sha256));
      }
    } catch (cause) {
      if (!(cause instanceof CallFault)) throw cause;
      setFault(cause);
    } finally {
      isBusy.current = false;
      setSending(null);
    }
  };
  return { sending, fault, note, send };
}

/** A gzip file is unpacked here, so that the server sees, and hashes, the table itself; null when it isn't gzip. */
async function unpack(file: File): Promise<Blob | null> {
  if (!file.name.endsWith('.gz')) return file;
  try {
    return await new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).blob();
  } catch {
    return null;
  }
}

function nameFor(fileName: string): string {
  return fileName.replace(/(\.(csv|gz))+$/i, '').slice(0, maxNameLength);
}
