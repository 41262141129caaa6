/** Says in words, in Chinese and English, what a JSON Schema expects. */
import { assert } from '@plimsoll/core/base';

export type Words = { readonly zh: string; readonly en: string };

/** The part of JSON Schema that api/ writes. */
export type SchemaPart = {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly SchemaPart[];
  readonly format?: string;
  readonly pattern?: string;
  readonly description?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly properties?: { readonly [name: string]: SchemaPart };
  readonly required?: readonly string[];
};

const formats: { readonly [format: string]: Words } = {
  uuid: { zh: '小写 UUID', en: 'a UUID in lower case' },
  date: { zh: '日期，形如 2026-03-31', en: 'a date such as 2026-03-31' },
  'date-time': {
    zh: '带时区的时刻，形如 2026-03-31T08:00:00Z',
    en: 'an instant such as 2026-03-31T08:00:00Z',
  },
};

/** What is expected: "a whole number from 1 to 600", "one of good, bad". */
export function expectation(schema: SchemaPart): Words {
  if (schema.const !== undefined) return both(JSON.stringify(schema.const));
  if (schema.anyOf !== undefined) return oneOf(schema.anyOf);
  switch (schema.type) {
    case 'string':
      return text(schema);
    case 'integer':
      return amount('整数', 'a whole number', schema);
    case 'number':
      return amount('数字', 'a number', schema);
    case 'boolean':
      return { zh: 'true 或 false', en: 'true or false' };
    case 'null':
      return both('null');
    case 'array':
      return bounded({ zh: '数组', en: 'an array' }, { zh: '项', en: 'items', limit: schema.maxItems });
    case 'object':
      return object(schema);
    default:
      return { zh: '其他取值', en: 'another value' };
  }
}

function oneOf(options: readonly SchemaPart[]): Words {
  const words = options.map(expectation);
  if (options.every((option) => option.const !== undefined)) {
    return {
      zh: `以下之一：${words.map(({ zh }) => zh).join('、')}`,
      en: `one of ${words.map(({ en }) => en).join(', ')}`,
    };
  }
  return { zh: words.map(({ zh }) => zh).join('，或'), en: words.map(({ en }) => en).join(', or ') };
}

function text({ format, pattern, description, minLength, maxLength }: SchemaPart): Words {
  const named = format === undefined ? undefined : formats[format];
  if (named !== undefined) return named;
  if (pattern !== undefined) {
    const example = description === undefined ? '' : ` (${description})`;
    return { zh: `符合 ${pattern} 的文本${example}`, en: `a text of the form ${pattern}${example}` };
  }
  if (maxLength === undefined) return { zh: '文本', en: 'a text' };
  const least = minLength ?? 0;
  return { zh: `${least} 至 ${maxLength} 个字符的文本`, en: `a text of ${least} to ${maxLength} characters` };
}

function amount(zh: string, en: string, { minimum, maximum, description }: SchemaPart): Words {
  const unit = description === undefined ? '' : ` (${description})`;
  if (minimum !== undefined && maximum !== undefined)
    return {
      zh: `${minimum} 至 ${maximum} 的${zh}${unit}`,
      en: `${en} from ${minimum} to ${maximum}${unit}`,
    };
  if (minimum !== undefined)
    return { zh: `不小于 ${minimum} 的${zh}${unit}`, en: `${en} of at least ${minimum}${unit}` };
  if (maximum !== undefined)
    return { zh: `不大于 ${maximum} 的${zh}${unit}`, en: `${en} of at most ${maximum}${unit}` };
  return { zh: `${zh}${unit}`, en: `${en}${unit}` };
}

function object({ properties, required, maxProperties }: SchemaPart): Words {
  const names = Object.entries(properties ?? {}).map(([name, part]) => {
    assert(typeof part === 'object', 'a property has a schema');
    return required?.length === 1 ? `${name}: ${expectation(part).en}` : name;
  });
  if (names.length === 0)
    return bounded({ zh: '对象', en: 'an object' }, { zh: '个名称', en: 'names', limit: maxProperties });
  return { zh: `含 ${names.join('、')} 的对象`, en: `an object with ${names.join(', ')}` };
}

function bounded(words: Words, unit: Words & { readonly limit: number | undefined }): Words {
  if (unit.limit === undefined) return words;
  return {
    zh: `至多 ${unit.limit} ${unit.zh}的${words.zh}`,
    en: `${words.en} of at most ${unit.limit} ${unit.en}`,
  };
}

function both(words: string): Words {
  return { zh: words, en: words };
}
