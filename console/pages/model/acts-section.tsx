/** What may be done now, and why not where it may not. Each act names what it will do and asks once. */
import { Button } from 'antd';
import { useState } from 'react';
import type { ModelDetail } from '@plimsoll/api/model';
import { useMay } from '../../client/index.ts';
import { failureWords } from '../../model/index.ts';
import { Said, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { ActDialog } from './act-dialog.tsx';
import { isDangerous, type Move, moves, scopeOf } from './move.ts';

export function ActsSection({ model }: { readonly model: ModelDetail }) {
  const { words } = useLanguage();
  const [open, setOpen] = useState<Move | null>(null);
  const may = { write: useMay('models:write'), approve: useMay('models:approve') };
  const { act } = words.models;
  const known = moves.flatMap((move) => {
    const state = model.moves.find((one) => one.move === move);
    return state === undefined || !may[scopeOf(move)] ? [] : [{ ...state, move }];
  });
  const allowed = known.filter(({ isAllowed }) => isAllowed);
  const refused = known.filter(({ isAllowed, refusal }) => !isAllowed && refusal === secondPerson);
  if (!may.write && !may.approve)
    return (
      <Section title={act.title}>
        <Said verdict="open">{act.noScope}</Said>
      </Section>
    );
  if (allowed.length === 0 && refused.length === 0) return null;
  return (
    <Section title={act.title} hint={act.hint}>
      <div className="acts">
        {allowed.map(({ move }, at) => (
          <Button
            key={move}
            type={at === 0 && !isDangerous(move) ? 'primary' : 'default'}
            danger={isDangerous(move)}
            onClick={() => setOpen(move)}
          >
            {act.ask[move]}
          </Button>
        ))}
      </div>
      {refused.length > 0 ? <SecondPersonNote /> : null}
      {open === null ? null : <ActDialog model={model} move={open} onClose={() => setOpen(null)} />}
    </Section>
  );
}

const secondPerson = 'model_needs_second_person';

/** The author can't approve; the registry of errors says it in its words, the page says whom to ask. */
function SecondPersonNote() {
  const { code, words } = useLanguage();
  const said = failureWords(secondPerson, code);
  return (
    <div data-refusal={secondPerson}>
      <Said verdict="open">{said === null ? words.models.act.byOther : said.title}</Said>
      {said === null ? null : <p className="hint">{said.advice}</p>}
    </div>
  );
}
