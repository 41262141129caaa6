/** Long codes, shortened for the eye and whole for the clipboard; and files made in the browser. */
import { App, Button, Tooltip } from 'antd';
import { useLanguage } from '../words/index.ts';
import { Icon } from './icon.tsx';

const shownCharacters = 10;

export type CodeTextProps = {
  readonly text: string;
  /** Whether the whole code is shown. */
  readonly whole?: boolean;
  readonly label?: string;
};

export function CodeText({ text, whole = false, label }: CodeTextProps) {
  const { words } = useLanguage();
  const isShort = whole || text.length <= shownCharacters + 4;
  return (
    <span className="code-text">
      <code title={text}>{isShort ? text : `${text.slice(0, shownCharacters)}…`}</code>
      <CopyButton text={text} label={`${words.state.copy}${label === undefined ? '' : ` ${label}`}`} />
    </span>
  );
}

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { words } = useLanguage();
  const { message } = App.useApp();
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    message.success(words.state.copied);
  };
  return (
    <Tooltip title={label}>
      <Button
        type="text"
        size="small"
        className="copy"
        aria-label={label}
        icon={<Icon name="copy" size={14} />}
        onClick={() => void copy()}
      />
    </Tooltip>
  );
}

/** Offers `text` as a file; nothing leaves the browser. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
