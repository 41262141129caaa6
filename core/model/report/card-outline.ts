/** The blocks of a model card in one language. */
import type { LocalText } from '@plimsoll/core/model';
import type { Block, Language } from './block.ts';
import type { ModelCard } from './card.ts';
import { labelIn } from './label.ts';

/** Purpose and limits first, then method, inputs, lineage, monitoring and approvals. */
export function cardBlocks({ facts, texts }: ModelCard, language: Language): readonly Block[] {
  const say = labelIn(language);
  const text = (words: LocalText | undefined): string => words?.[language] ?? say('notSaid');
  const list = (words: readonly LocalText[] | undefined): string =>
    words === undefined || words.length === 0
      ? say('notSaid')
      : words.map((each) => each[language]).join(language === 'zh' ? '；' : '; ');
  const { lineage } = facts;
  const approvals = texts.approvals ?? [];
  return [
    { kind: 'title', text: `${say('cardTitle')} · ${facts.name}`, under: facts.sha256 },
    {
      kind: 'facts',
      rows: [
        [say('purpose'), text(texts.purpose)],
        [say('population'), text(texts.population)],
        [say('limits'), list(texts.limits)],
        [say('monitoring'), list(texts.monitoring)],
        [say('kind'), say(facts.kind)],
        [say('target'), `${facts.target.column} = ${facts.target.badValue}`],
        [say('calibrationKind'), facts.calibration],
      ],
    },
    { kind: 'heading', text: say('inputs') },
    {
      kind: 'table',
      head: [say('name'), say('label'), say('type')],
      rows: facts.inputs.map((input) => [input.name, input.label[language], say(input.kind)]),
    },
    { kind: 'heading', text: say('lineage') },
    {
      kind: 'facts',
      rows: [
        [say('modelHash'), facts.sha256],
        [say('builtOn'), lineage.sample ?? say('unknown')],
        [say('sampleHash'), lineage.sampleSha256 ?? say('unknown')],
        [say('foldsHash'), lineage.foldsSha256 ?? say('unknown')],
        [say('builtRows'), `${lineage.rows ?? '–'} / ${lineage.bads ?? '–'}`],
        [say('codeVersion'), lineage.codeVersion],
        [say('parity'), String(facts.parityRows)],
      ],
    },
    { kind: 'heading', text: say('approvals') },
    approvals.length === 0
      ? { kind: 'text', text: say('notSaid') }
      : {
          kind: 'table',
          head: [say('who'), say('role'), say('decision'), say('on')],
          rows: approvals.map((each) => [each.who, each.role[language], each.decision[language], each.on]),
        },
  ];
}
