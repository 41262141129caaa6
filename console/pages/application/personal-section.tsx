/** Personal data: masked until somebody gives a reason, and the asking is an event in the log. */
import { Button, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import type { Applicant } from '@plimsoll/api/origination';
import { useLinks } from '../../address/index.ts';
import { useAct, useMay } from '../../client/index.ts';
import { CodeText, FaultNote, Icon, Pairs, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import type { Application } from './application.ts';

const mask = '••••••';

export function PersonalSection({ application }: { readonly application: Application }) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  const mayReveal = useMay('personal_data:read');
  const [isAsking, setAsking] = useState(false);
  const reveal = useAct('revealPersonalData', ['listEvents', 'readCheckpoint']);
  const applicant = reveal.data?.applicant ?? null;
  const personWords = words.application;
  return (
    <Section
      title={personWords.personal}
      actions={
        mayReveal && !application.erased && applicant === null ? (
          <Button size="small" icon={<Icon name="lock" size={14} />} onClick={() => setAsking(true)}>
            {personWords.reveal}
          </Button>
        ) : undefined
      }
    >
      {application.erased ? <p className="erased">{personWords.erased}</p> : <Shown applicant={applicant} />}
      <Pairs
        pairs={[
          { key: 'subject', name: words.field.subject, value: <CodeText text={application.subject} /> },
          {
            key: 'others',
            name: personWords.otherApplications,
            value: (
              <Link to={links.applications({ subject: application.subject })}>{words.nav.applications}</Link>
            ),
          },
          {
            key: 'consents',
            name: words.field.consents,
            value: application.consents.map(({ purpose, grantedDay }) => (
              <div key={`${purpose} ${grantedDay}`}>
                {words.consentPurposes[purpose] ?? purpose}{' '}
                <span className="faint nowrap">{formats.day(grantedDay)}</span>
              </div>
            )),
          },
        ]}
      />
      {mayReveal || application.erased ? null : <p className="hint">{personWords.notAllowed}</p>}
      <RevealDialog
        isOpen={isAsking}
        isBusy={reveal.isPending}
        fault={reveal.error}
        onClose={() => setAsking(false)}
        onReveal={(reason) =>
          reveal.mutate(
            { params: { id: application.id }, body: { reason } },
            { onSuccess: () => setAsking(false) },
          )
        }
      />
    </Section>
  );
}

function Shown({ applicant }: { readonly applicant: Applicant | null }) {
  const { words } = useLanguage();
  const { name, idNumber, idKind, phone, email } = words.application;
  const masked = (
    <span className="masked">
      <span aria-hidden="true">{mask}</span> <span className="hint">{words.application.masked}</span>
    </span>
  );
  const show = (value: string | undefined) => (applicant === null ? masked : (value ?? '–'));
  return (
    <Pairs
      pairs={[
        { key: 'name', name, value: show(applicant?.name) },
        { key: 'idNumber', name: idNumber, value: show(applicant?.idNumber) },
        ...(applicant === null ? [] : [{ key: 'idKind', name: idKind, value: applicant.idKind }]),
        { key: 'phone', name: phone, value: show(applicant?.phone) },
        { key: 'email', name: email, value: show(applicant?.email) },
      ]}
    />
  );
}

type RevealDialogProps = {
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly fault: unknown;
  readonly onClose: () => void;
  readonly onReveal: (reason: string) => void;
};

const shortestReason = 3;
const longestReason = 500;

function RevealDialog({ isOpen, isBusy, fault, onClose, onReveal }: RevealDialogProps) {
  const { words } = useLanguage();
  const [reason, setReason] = useState('');
  const fieldId = useId();
  const given = reason.trim();
  return (
    <Modal
      open={isOpen}
      title={words.application.revealTitle}
      okText={words.application.revealDo}
      cancelText={words.state.cancel}
      okButtonProps={{ disabled: given.length < shortestReason, loading: isBusy }}
      onOk={() => onReveal(given)}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="stack">
        <p>{words.application.revealEffect}</p>
        <div>
          <label htmlFor={fieldId}>{words.application.revealReason}</label>
          <Input.TextArea
            id={fieldId}
            rows={3}
            maxLength={longestReason}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <p className="hint">{words.application.revealReasonShort}</p>
        </div>
        {fault === null ? null : <FaultNote fault={fault} />}
      </div>
    </Modal>
  );
}
