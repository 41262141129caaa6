/** The wish for a model: which kind, under which name, which variables, which directions. Good defaults stand in it. */
import { Button, Input, InputNumber, Radio, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useNavigate } from 'react-router';
import type { SampleDetail } from '@plimsoll/api/model';
import { type SampleTarget, useLinks } from '../../address/index.ts';
import { useAct } from '../../client/index.ts';
import { keptVariables, useKeptBins } from '../../model/index.ts';
import { FaultNote, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { DirectionsField } from './directions-field.tsx';
import {
  isModelName,
  suggestName,
  toRequest,
  type TrainKind,
  trainKinds,
  type TrainWish,
  usualWish,
} from './train-wish.ts';

const maxSeed = 4_294_967_295;
const testBounds = { min: 5, max: 50 };

export type TrainFormProps = {
  readonly sample: SampleDetail;
  readonly target: SampleTarget;
  /** Names that models have already: the next one under such a name is its next version. */
  readonly names: readonly string[];
};

export function TrainForm({ sample, target, names }: TrainFormProps) {
  const { words } = useLanguage();
  const links = useLinks();
  const navigate = useNavigate();
  const start = useAct('startTraining', ['listTrainings']);
  const bins = useKeptBins({ sha256: sample.sha256, target });
  const [wish, setWish] = useState<TrainWish>(() => ({
    ...usualWish,
    name: suggestName(sample.name),
    drop: suspects(sample, target),
  }));
  const change = (part: Partial<TrainWish>) => setWish((last) => ({ ...last, ...part }));
  const { train } = words.models;
  const edited = keptVariables(bins).filter((name) => !wish.drop.includes(name));
  const isNamed = isModelName(wish.name);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate(
          { body: toRequest(wish, { sample: sample.sha256, target, bins }) },
          { onSuccess: ({ id }) => void navigate(links.training(id)) },
        );
      }}
    >
      <KindSection kind={wish.kind} onKind={(kind) => change({ kind })} />
      <SettingsSection {...{ sample, target, names, wish, edited }} onChange={change} />
      {start.error === null ? null : <FaultNote fault={start.error} />}
      <div>
        <Button type="primary" htmlType="submit" disabled={!isNamed} loading={start.isPending}>
          {train.start}
        </Button>
      </div>
    </form>
  );
}

type SettingsSectionProps = TrainFormProps & {
  readonly wish: TrainWish;
  /** Variables whose bins were cut by hand and that are not left out. */
  readonly edited: readonly string[];
  readonly onChange: (part: Partial<TrainWish>) => void;
};

function SettingsSection({ sample, target, names, wish, edited, onChange }: SettingsSectionProps) {
  const { words } = useLanguage();
  const { train } = words.models;
  return (
    <Section title={train.settings} hint={train.settingsHint}>
      <PlainFields wish={wish} names={names} onChange={onChange} />
      <Field label={train.drop} hint={train.dropHint}>
        {(id) => (
          <Select<string[]>
            id={id}
            mode="multiple"
            allowClear
            aria-label={train.drop}
            value={[...wish.drop]}
            options={sample.columns
              .filter(({ name }) => name !== target.column)
              .map(({ name }) => ({ value: name, label: name }))}
            onChange={(drop) => onChange({ drop })}
          />
        )}
      </Field>
      <DirectionsField
        columns={sample.columns.filter(
          ({ name, kind }) => kind === 'numeric' && name !== target.column && !wish.drop.includes(name),
        )}
        directions={wish.directions}
        onDirections={(directions) => onChange({ directions })}
      />
      {edited.length === 0 ? null : (
        <p className="hint">
          {wish.kind === 'card' ? train.editedBins(edited.join(', ')) : train.editedBinsUnused}
        </p>
      )}
    </Section>
  );
}

type PlainFieldsProps = Pick<SettingsSectionProps, 'wish' | 'names' | 'onChange'>;

function PlainFields({ wish, names, onChange }: PlainFieldsProps) {
  const { words } = useLanguage();
  const { train } = words.models;
  const isNamed = isModelName(wish.name);
  return (
    <div className="fields">
      <Field label={train.modelName} hint={nameHint(wish.name, names, train)} isWrong={!isNamed}>
        {(id) => (
          <Input
            id={id}
            value={wish.name}
            status={isNamed ? '' : 'error'}
            onChange={({ target: { value } }) => onChange({ name: value })}
          />
        )}
      </Field>
      <Field label={train.testShare} hint={train.testShareHint}>
        {(id) => (
          <InputNumber<number>
            id={id}
            {...testBounds}
            suffix="%"
            value={wish.testPercent}
            onChange={(value) => onChange({ testPercent: value ?? usualWish.testPercent })}
          />
        )}
      </Field>
      <Field label={train.seed} hint={train.seedHint}>
        {(id) => (
          <InputNumber<number>
            id={id}
            min={0}
            max={maxSeed}
            precision={0}
            value={wish.seed}
            onChange={(value) => onChange({ seed: value ?? usualWish.seed })}
          />
        )}
      </Field>
    </div>
  );
}

/** Columns in which an error was found are left out to begin with; the person may take them back. */
function suspects(sample: SampleDetail, target: SampleTarget): readonly string[] {
  const columns = sample.findings.flatMap(({ severity, column }) =>
    severity === 'error' && column !== null && column !== target.column ? [column] : [],
  );
  return [...new Set(columns)];
}

function nameHint(
  name: string,
  names: readonly string[],
  words: { readonly nameWrong: string; readonly nameNew: string; readonly nameNext: string },
): string {
  if (!isModelName(name)) return words.nameWrong;
  return names.includes(name) ? words.nameNext : words.nameNew;
}

type KindSectionProps = { readonly kind: TrainKind; readonly onKind: (kind: TrainKind) => void };

function KindSection({ kind, onKind }: KindSectionProps) {
  const { words } = useLanguage();
  const { train, kinds, kindHints } = words.models;
  return (
    <Section title={train.kind}>
      <Radio.Group
        className="kind-choice"
        aria-label={train.kind}
        value={kind}
        onChange={({ target }) => onKind(target.value as TrainKind)}
      >
        {trainKinds.map((one) => (
          <Radio key={one} value={one}>
            <strong>{kinds[one]}</strong>
            <span className="hint">{kindHints[one]}</span>
          </Radio>
        ))}
      </Radio.Group>
    </Section>
  );
}

type FieldProps = {
  readonly label: string;
  readonly hint: string;
  readonly isWrong?: boolean;
  readonly children: (id: string) => ReactNode;
};

function Field({ label, hint, isWrong = false, children }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      <span className={isWrong ? 'hint field-error' : 'hint'}>{hint}</span>
    </div>
  );
}
