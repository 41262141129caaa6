/** Which columns are shown. The id always stays: it is the way into a row. */
import { Button, Checkbox, Popover } from 'antd';
import { Icon } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { type ColumnName, titleOf } from './columns.tsx';

export type ColumnChoiceProps = {
  readonly chosen: readonly ColumnName[];
  readonly all: readonly ColumnName[];
  readonly onChoose: (columns: readonly ColumnName[]) => void;
};

export function ColumnChoice({ chosen, all, onChoose }: ColumnChoiceProps) {
  const language = useLanguage();
  const content = (
    <div className="menu">
      {all.map((name) => (
        <Checkbox
          key={name}
          checked={chosen.includes(name)}
          disabled={name === 'id'}
          onChange={({ target }) =>
            onChoose(all.filter((one) => (one === name ? target.checked : chosen.includes(one))))
          }
        >
          {titleOf(name, language)}
        </Checkbox>
      ))}
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button icon={<Icon name="columns" />}>{language.words.applications.columns}</Button>
    </Popover>
  );
}
