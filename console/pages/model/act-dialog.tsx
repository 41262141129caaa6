/** Asks once before an act: names the model and its document, says what will happen, takes the reason. */
import { Input, Modal, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import type { ModelDetail } from '@plimsoll/api/model';
import { useAct, useCall } from '../../client/index.ts';
import { CodeText, FaultNote } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { isDangerous, isNote, type Move, proposeDays } from './move.ts';

const maxNoteLength = 2_000;
const refreshed = ['readModel', 'listModels', 'readModelReport'] as const;

export type ActDialogProps = {
  readonly model: ModelDetail;
  readonly move: Move;
  readonly onClose: () => void;
};

export function ActDialog({ model, move, onClose }: ActDialogProps) {
  switch (move) {
    case 'validate':
      return <ValidateDialog model={model} onClose={onClose} />;
    case 'approve':
      return <ApproveDialog model={model} onClose={onClose} />;
    case 'make_live':
      return <MoveDialog model={model} move={move} route="makeModelLive" onClose={onClose} />;
    case 'reject':
      return <MoveDialog model={model} move={move} route="rejectModel" onClose={onClose} />;
    case 'retire':
      return <MoveDialog model={model} move={move} route="retireModel" onClose={onClose} />;
    default:
      return move satisfies never;
  }
}

type DialogProps = Omit<ActDialogProps, 'move'>;

function ValidateDialog({ model, onClose }: DialogProps) {
  const { words } = useLanguage();
  const validate = useAct('validateModel', refreshed);
  const samples = useCall('listSamples', {});
  const [sample, setSample] = useState<string | null>(model.sampleSha256);
  const { act } = words.models;
  const { name, version } = model;
  return (
    <AskDialog
      {...{ model, onClose }}
      move="validate"
      fault={validate.error}
      isBusy={validate.isPending}
      isReady={sample !== null}
      onDo={(note) => {
        if (sample !== null)
          validate.mutate({ params: { name, version }, body: { sample, note } }, { onSuccess: onClose });
      }}
    >
      <label className="field">
        <span>{act.validateOn}</span>
        <Select<string>
          aria-label={act.validateOn}
          value={sample}
          placeholder={words.models.sets.choose}
          options={(samples.data?.rows ?? []).map((row) => ({ value: row.sha256, label: row.name }))}
          onChange={setSample}
        />
      </label>
      <p className="hint">{sample === model.sampleSha256 ? act.validateSame : act.validateOther}</p>
    </AskDialog>
  );
}

function ApproveDialog({ model, onClose }: DialogProps) {
  const { words } = useLanguage();
  const approve = useAct('approveModel', refreshed);
  const [days, setDays] = useState(() => proposeDays(Date.now()));
  const { act } = words.models;
  const { name, version } = model;
  const isOrdered = days.revalidateDay <= days.expiresDay;
  return (
    <AskDialog
      {...{ model, onClose }}
      move="approve"
      fault={approve.error}
      isBusy={approve.isPending}
      isReady={isOrdered}
      onDo={(note) =>
        approve.mutate({ params: { name, version }, body: { note, ...days } }, { onSuccess: onClose })
      }
    >
      <div className="fields">
        {(['expiresDay', 'revalidateDay'] as const).map((key) => (
          <label key={key} className="field">
            <span>{act[key]}</span>
            <input
              className="day-field"
              type="date"
              value={days[key]}
              required
              onChange={({ target }) => setDays((last) => ({ ...last, [key]: target.value }))}
            />
          </label>
        ))}
      </div>
      {isOrdered ? null : <p className="hint field-error">{act.daysWrong}</p>}
    </AskDialog>
  );
}

type MoveDialogProps = DialogProps & {
  readonly move: 'make_live' | 'reject' | 'retire';
  readonly route: 'makeModelLive' | 'rejectModel' | 'retireModel';
};

function MoveDialog({ model, move, route, onClose }: MoveDialogProps) {
  const act = useAct(route, refreshed);
  const { name, version } = model;
  return (
    <AskDialog
      {...{ model, move, onClose }}
      fault={act.error}
      isBusy={act.isPending}
      isReady
      onDo={(note) => act.mutate({ params: { name, version }, body: { note } }, { onSuccess: onClose })}
    />
  );
}

type AskDialogProps = ActDialogProps & {
  readonly fault: unknown;
  readonly isBusy: boolean;
  readonly isReady: boolean;
  readonly onDo: (note: string) => void;
  readonly children?: ReactNode;
};

function AskDialog({ model, move, fault, isBusy, isReady, onDo, onClose, children }: AskDialogProps) {
  const { words } = useLanguage();
  const [note, setNote] = useState('');
  const noteId = useId();
  const { act } = words.models;
  const isDone = isNote(note);
  const title = `${model.name} ${words.models.versionOf(model.version)}`;
  return (
    <Modal
      open
      destroyOnHidden
      title={act.titles[move](title)}
      okText={act.does[move]}
      cancelText={words.state.cancel}
      okButtonProps={{
        disabled: !isDone || !isReady,
        danger: isDangerous(move),
      }}
      confirmLoading={isBusy}
      onOk={() => onDo(note.trim())}
      onCancel={onClose}
    >
      <div className="stack" data-act={move}>
        <p>{act.effects[move]}</p>
        <p className="hint">
          {act.document} <CodeText text={model.documentSha256} label={act.document} />
        </p>
        {children}
        <div className="field">
          <label htmlFor={noteId}>{act.reason}</label>
          <Input.TextArea
            id={noteId}
            rows={2}
            maxLength={maxNoteLength}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
          <span className="hint">{isDone || note === '' ? act.reasonHint : act.reasonShort}</span>
        </div>
        {fault === null ? null : <FaultNote fault={fault} />}
      </div>
    </Modal>
  );
}
