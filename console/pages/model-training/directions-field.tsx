/** In which direction risk must move with a variable. Held in training and proved on the finished model. */
import { Button, Segmented, Select } from 'antd';
import { Icon } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import type { Direction } from './train-wish.ts';

export type DirectionsFieldProps = {
  readonly columns: readonly { readonly name: string }[];
  readonly directions: Readonly<Record<string, Direction>>;
  readonly onDirections: (directions: Readonly<Record<string, Direction>>) => void;
};

export function DirectionsField({ columns, directions, onDirections }: DirectionsFieldProps) {
  const { words } = useLanguage();
  const { train } = words.models;
  const chosen = Object.entries(directions).filter(([name]) => columns.some((one) => one.name === name));
  const free = columns.filter(({ name }) => directions[name] === undefined);
  return (
    <fieldset className="field directions">
      <legend>{train.monotone}</legend>
      {chosen.map(([name, direction]) => (
        <div key={name} className="direction">
          <code>{name}</code>
          <Segmented<Direction>
            size="small"
            aria-label={`${train.monotone} ${name}`}
            value={direction}
            options={[
              { value: 1, label: train.rising },
              { value: -1, label: train.falling },
            ]}
            onChange={(next) => onDirections({ ...directions, [name]: next })}
          />
          <Button
            size="small"
            type="text"
            aria-label={train.removeDirection(name)}
            icon={<Icon name="cross" size={14} />}
            onClick={() => {
              const { [name]: _, ...others } = directions;
              onDirections(others);
            }}
          />
        </div>
      ))}
      {free.length === 0 ? null : (
        <Select<string>
          showSearch
          aria-label={train.addDirection}
          placeholder={train.addDirection}
          value={null}
          options={free.map(({ name }) => ({ value: name, label: name }))}
          onChange={(name: string) => onDirections({ ...directions, [name]: 1 })}
        />
      )}
      <span className="hint">{train.monotoneHint}</span>
    </fieldset>
  );
}
