/**
 * Made-up applicants, the same for the same seed and row on every machine. Nobody real can be meant:
 * - names are built from words of the sea and of samples, never from a list of people's names;
 * - `us_ssn` numbers have area 666, which the US Social Security Administration has never assigned and says it won't
 *   (SSA, "Social Security Number Randomization", 2011: areas 000, 666 and 900–999 stay unassigned);
 * - `cn_resident_id` numbers begin with 99, which is no province of GB/T 2260, and carry a wrong check digit;
 * - phones are +1 …-555-01xx, kept free for fiction by the North American Numbering Plan (ATIS-0300115), or begin
 *   with +86 100, which no Chinese mobile number does; mail goes to example.com (RFC 2606).
 * Within one seed no two rows below `MAX_APPLICANTS` share an id number.
 */
import type { Static } from 'typebox';
import type { Applicant } from '@plimsoll/api/origination';
import { assert, createRandom, type Random } from '@plimsoll/core/base';

/** The id numbers there are in area 666: groups 01–99, serials 0001–9999. */
export const MAX_APPLICANTS = 99 * 9999;

export type Locale = 'en' | 'zh';

const GIVEN_EN = [
  'Anchor',
  'Beacon',
  'Breeze',
  'Compass',
  'Coral',
  'Harbour',
  'Jetty',
  'Keel',
  'Lagoon',
  'Lantern',
  'Mast',
  'Pearl',
  'Quay',
  'Reef',
  'Rudder',
  'Sail',
  'Sextant',
  'Spray',
  'Tide',
  'Wharf',
] as const;
const FAMILY_EN = [
  'Samplewood',
  'Testwater',
  'Mockingham',
  'Examplar',
  'Demoford',
  'Trialstone',
  'Fictionby',
  'Placeholt',
  'Specimore',
  'Modelworth',
  'Dummeridge',
  'Pretendle',
] as const;
const FAMILY_ZH = ['样本', '示例', '虚拟', '演示', '测试', '模拟'] as const;
const GIVEN_ZH = ['帆', '舟', '锚', '桅', '舵', '桨', '潮', '港', '礁', '灯塔', '罗盘', '贝壳'] as const;

/** A made-up person. `row` is from 0 to `MAX_APPLICANTS` − 1; asserts so. */
export function makeApplicant(seed: string, row: number, locale: Locale = 'en'): Static<typeof Applicant> {
  assert(Number.isInteger(row) && row >= 0 && row < MAX_APPLICANTS, `a row from 0 to ${MAX_APPLICANTS - 1}`);
  const random = createRandom(`${seed}/applicant/${row}`);
  const number = (row + offsetOf(seed)) % MAX_APPLICANTS;
  return locale === 'en' ? american(random, number, row) : chinese(random, number, row);
}

function american(random: Random, number: number, row: number): Static<typeof Applicant> {
  const group = String(Math.floor(number / 9999) + 1).padStart(2, '0');
  const serial = String((number % 9999) + 1).padStart(4, '0');
  const area = random.integer(201, 989);
  return {
    kind: 'person',
    name: `${random.pick(GIVEN_EN)} ${random.pick(FAMILY_EN)}`,
    idKind: 'us_ssn',
    idNumber: `666-${group}-${serial}`,
    phone: `+1-${area}-555-01${String(random.integer(0, 99)).padStart(2, '0')}`,
    email: `row-${row}@example.com`,
  };
}

function chinese(random: Random, number: number, row: number): Static<typeof Applicant> {
  const born = `${random.integer(1960, 2004)}${String(random.integer(1, 12)).padStart(2, '0')}15`;
  const area = `99${String(Math.floor(number / 1000)).padStart(4, '0')}`;
  const body = `${area}${born}${String(number % 1000).padStart(3, '0')}`;
  return {
    kind: 'person',
    name: `${random.pick(FAMILY_ZH)}${random.pick(GIVEN_ZH)}`,
    idKind: 'cn_resident_id',
    idNumber: body + wrongCheckDigit(body),
    phone: `+86-100${String(random.integer(0, 99_999_999)).padStart(8, '0')}`,
    email: `row-${row}@example.com`,
  };
}

/** Seeds start at different numbers, so that two towns don't share their first people. */
function offsetOf(seed: string): number {
  return createRandom(`${seed}/applicant-offset`).integer(0, MAX_APPLICANTS - 1);
}

const CHECK_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_DIGITS = '10X98765432';

/** One past the check digit of GB 11643-1999 (ISO 7064 MOD 11-2), so that no true number can come out. */
function wrongCheckDigit(body: string): string {
  const sum = CHECK_WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return CHECK_DIGITS.charAt(((sum % 11) + 1) % 11);
}
