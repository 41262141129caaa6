/** A cell of an output column to a FEEL expression. */
import { plainSigns, readAmount, readDay } from './amount.ts';
import { readFeelOnly, readFlag, readWrittenFeel, refuseFault, refuseKind } from './condition.ts';
import type { SheetCell } from './grid.ts';
import { type CellColumn, type CellRead, feelText, orFeel, refused, taken } from './reading.ts';

export function readOutcome(cell: SheetCell | null, column: CellColumn): CellRead {
  if (cell === null || cell.text.trim() === '')
    return refused(
      { zh: '输出为空', en: 'an output is empty' },
      { zh: '写出值；没有值写 null', en: 'write a value; null for none' },
    );
  if (cell.kind === 'fault') return refuseFault(cell);
  const text = cell.text.trim();
  const written = readWrittenFeel(text, column);
  if (written !== null) return written;
  if (text === 'null') return taken('null');
  switch (column.kind) {
    case 'number':
      return cell.kind === 'date' || cell.kind === 'boolean'
        ? refuseKind(text, column)
        : readNumber(text, column);
    case 'date': {
      const day = readDay(plainSigns(text));
      return day === null ? asFeel(text, column) : taken(day);
    }
    case 'boolean': {
      const flag = readFlag(text);
      return flag === null ? asFeel(text, column) : taken(flag);
    }
    case 'string':
      return cell.kind === 'text' || column.allowed?.includes(text) === true
        ? readText(text, column)
        : refuseKind(text, column);
    case 'feel':
      return readFeelOnly(text, column);
    default:
      return column.kind satisfies never;
  }
}

function readNumber(text: string, column: CellColumn): CellRead {
  const plain = plainSigns(text);
  const amount = readAmount(plain, column.share);
  if (amount === null) return asFeel(text, column);
  return taken(amount, /[%万亿,]/.test(plain) ? { zh: `理解为 ${amount}`, en: `taken as ${amount}` } : null);
}

/** An expression over names of the policy. */
function asFeel(text: string, column: CellColumn): CellRead {
  const hasName = [...column.names].some((name) => text.includes(name));
  if ((hasName || /["(]/.test(text)) && column.isFeel(text))
    return taken(text, { zh: '按 FEEL 理解', en: 'taken as FEEL' });
  return refuseKind(text, column);
}

function readText(text: string, column: CellColumn): CellRead {
  const { allowed, names } = column;
  if (allowed?.includes(text) === true) return taken(feelText(text));
  const quoted = text.replace(/[“”＂]/g, '"');
  if (quoted.includes('"')) {
    if (column.isFeel(quoted)) return taken(quoted);
    return refused(
      { zh: `引号不成对，或无法读取：${text}`, en: `quotes that don’t match, or can’t be read: ${text}` },
      orFeel('写成 "A" 或 A', 'write "A" or A'),
    );
  }
  if (allowed !== null)
    return refused(
      { zh: `“${text}”不在允许值中`, en: `${text} is not one of the allowed values` },
      { zh: `允许值：${allowed.join('、')}`, en: `allowed are: ${allowed.join(', ')}` },
    );
  if (names.has(text) || text === '-')
    return refused(
      { zh: `“${text}”可能是文字，也可能不是`, en: `${text} may be a text or not` },
      { zh: `文字写成 "${text}"；没有值写 null`, en: `write "${text}" for the text; null for none` },
    );
  return taken(feelText(text));
}
