/** The time range of the whole console: presets, or a chosen beginning and end in the reader's zone. */
import { useQueryClient } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { moveNow, presets, type TimeRange, useTimeRange } from '../address/index.ts';
import { Icon } from '../parts/index.ts';
import { useLanguage } from '../words/index.ts';

export function RangePicker() {
  const { words, formats } = useLanguage();
  const { range, setRange } = useTimeRange();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const choose = (next: TimeRange) => {
    setOpen(false);
    moveNow();
    setRange(next);
  };
  const label =
    range.kind === 'preset'
      ? words.shell.ranges[range.preset]
      : `${formats.instantShort(range.from)} – ${formats.instantShort(range.to)}`;
  const content = (
    <div className="menu">
      {presets.map((preset) => (
        <Button
          key={preset}
          block
          type={range.kind === 'preset' && range.preset === preset ? 'primary' : 'text'}
          size="small"
          onClick={() => choose({ kind: 'preset', preset })}
        >
          {words.shell.ranges[preset]}
        </Button>
      ))}
      <ChosenRange range={range} onChoose={choose} />
    </div>
  );
  const look = () => {
    moveNow();
    void queries.invalidateQueries();
  };
  return (
    <div className="range">
      <Popover trigger="click" placement="bottomRight" open={isOpen} onOpenChange={setOpen} content={content}>
        <Button icon={<Icon name="clock" />} aria-label={`${words.shell.timeRange}: ${label}`}>
          {label}
        </Button>
      </Popover>
      <Button aria-label={words.shell.refresh} icon={<Icon name="refresh" />} onClick={look} />
    </div>
  );
}

type ChosenRangeProps = { readonly range: TimeRange; readonly onChoose: (range: TimeRange) => void };

function ChosenRange({ range, onChoose }: ChosenRangeProps) {
  const { words } = useLanguage();
  const fromId = useId();
  const toId = useId();
  const [from, setFrom] = useState(range.kind === 'chosen' ? toLocalField(range.from) : '');
  const [to, setTo] = useState(range.kind === 'chosen' ? toLocalField(range.to) : '');
  const [isWrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const begin = Date.parse(from);
    const end = Date.parse(to);
    if (!(begin < end)) return setWrong(true);
    setWrong(false);
    return onChoose({ kind: 'chosen', from: new Date(begin).toISOString(), to: new Date(end).toISOString() });
  };
  return (
    <form className="chosen-range" onSubmit={submit}>
      <div className="menu-label">{words.shell.rangeCustom}</div>
      <label htmlFor={fromId}>{words.shell.rangeFrom}</label>
      <input
        id={fromId}
        type="datetime-local"
        required
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      <label htmlFor={toId}>{words.shell.rangeTo}</label>
      <input
        id={toId}
        type="datetime-local"
        required
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      {isWrong ? (
        <p className="field-error" role="alert">
          {words.shell.rangeWrong}
        </p>
      ) : null}
      <Button size="small" htmlType="submit" block>
        {words.shell.rangeApply}
      </Button>
    </form>
  );
}

/** An instant as the field wants it, in the reader's zone: 2026-01-31T09:05. */
function toLocalField(instant: string): string {
  const date = new Date(instant);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
