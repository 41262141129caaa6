/** The scorecard as it is written: points of every bin of every characteristic, with the evidence they stand on. */
import type { Scorecard } from '@plimsoll/core/model';
import type { ModelInput } from '@plimsoll/core/model/document';
import { labelOfBin } from '../../model/index.ts';
import { PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const woeDigits = 3;
const digits = 4;

export type CardSectionProps = { readonly card: Scorecard; readonly inputs: readonly ModelInput[] };

export function CardSection({ card, inputs }: CardSectionProps) {
  const { code, words, formats } = useLanguage();
  const { model } = words.models;
  type Characteristic = Scorecard['characteristics'][number];
  const nameOf = ({ name, label }: Characteristic) => {
    const own = label[code];
    return own === '' ? (inputs.find((input) => input.name === name)?.label[code] ?? name) : own;
  };
  return (
    <Section title={model.card} hint={model.cardHint}>
      <p>
        {model.scale({
          base: formats.count(card.scaling.baseScore),
          odds: formats.decimal(card.scaling.baseOdds),
          pdo: formats.count(card.scaling.pdo),
          from: formats.count(card.minScore),
          to: formats.count(card.maxScore),
        })}
      </p>
      <p>
        {model.base}: <strong className="number">{formats.signed(card.basePoints)}</strong>
      </p>
      <div className="cards">
        {card.characteristics.map((characteristic) => (
          <div key={characteristic.name} className="card-part">
            <h3>{nameOf(characteristic)}</h3>
            <p className="hint">
              {words.models.iv} {formats.fixed(characteristic.iv, woeDigits)} · {model.coefficient}{' '}
              {formats.fixed(characteristic.coefficient, digits)} ±{' '}
              {formats.fixed(characteristic.standardError, digits)} · {model.pValue}{' '}
              {formats.pValue(characteristic.pValue)}
            </p>
            <Bins label={nameOf(characteristic)} bins={characteristic.bins} />
          </div>
        ))}
      </div>
    </Section>
  );
}

type Bin = Scorecard['characteristics'][number]['bins'][number];

function Bins({ label, bins }: { readonly label: string; readonly bins: readonly Bin[] }) {
  const language = useLanguage();
  const { words, formats } = language;
  return (
    <PlainTable<Bin>
      label={label}
      rows={bins}
      rowKey={(bin) => JSON.stringify(bin.cell)}
      columns={[
        { key: 'bin', title: words.models.bin, cell: (bin) => labelOfBin(bin, language) },
        {
          key: 'rate',
          title: words.models.badRate,
          numeric: true,
          cell: ({ goods, bads }) => (goods + bads === 0 ? '–' : formats.percent(bads / (goods + bads))),
        },
        {
          key: 'woe',
          title: <span title={words.models.woe}>{words.models.woeShort}</span>,
          numeric: true,
          cell: ({ woe }) => formats.fixed(woe, woeDigits),
        },
        {
          key: 'points',
          title: words.models.points,
          numeric: true,
          cell: ({ points }) => <strong>{formats.count(points)}</strong>,
        },
      ]}
    />
  );
}
