/** What a page says when there is nothing to show, or when something failed: what, whether it was saved, what to do. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { CallFault } from '../client/index.ts';
import { useLanguage } from '../words/index.ts';

export type EmptyNoteProps = { readonly title: string; readonly how: ReactNode; readonly action?: ReactNode };

export function EmptyNote({ title, how, action }: EmptyNoteProps) {
  return (
    <div className="empty-note">
      <p className="empty-title">{title}</p>
      <p className="hint">{how}</p>
      {action}
    </div>
  );
}

export type FaultNoteProps = { readonly fault: unknown; readonly onRetry?: () => void };

/** An error in words. Anything that isn't a CallFault is a bug and is thrown to the page's boundary. */
export function FaultNote({ fault, onRetry }: FaultNoteProps) {
  const { code, words } = useLanguage();
  if (!(fault instanceof CallFault)) throw fault;
  const { problem, saved } = fault;
  const title = problem === null ? words.state.unreachable : problem.titles[code];
  const advice = problem === null ? words.state.unreachableAdvice : problem.advice[code];
  const savedWords = {
    nothing: words.state.nothingSaved,
    refused: words.state.refusedNothingSaved,
    unknown: words.state.savedUnknown,
  }[saved];
  return (
    <div className="fault-note" role="alert">
      <p className="fault-title">
        {title} {problem === null ? null : <code>{problem.code}</code>}
      </p>
      <p>{advice}</p>
      {problem?.fields?.map(({ path, message }) => (
        <p key={path}>
          <code>{path}</code> {message}
        </p>
      ))}
      <Facts facts={problem?.facts ?? {}} />
      <p className="hint">
        {savedWords}
        {problem?.instance === undefined ? null : ` ${words.state.requestId} ${problem.instance}`}
      </p>
      {onRetry === undefined ? null : (
        <Button size="small" onClick={onRetry}>
          {words.state.retry}
        </Button>
      )}
    </div>
  );
}

/** The figures of a refusal under the names that its advice uses; what has parts is told as JSON. */
function Facts({ facts }: { readonly facts: Readonly<Record<string, unknown>> }) {
  return Object.entries(facts).map(([name, value]) => (
    <p key={name}>
      <code>{name}</code> {typeof value === 'string' ? value : JSON.stringify(value)}
    </p>
  ));
}
