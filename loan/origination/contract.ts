/**
 * A contract made of a template: one canonical text and its SHA-256. The text names the borrower by pseudonym and has tokens
 * where personal particulars stand; these are bound by a salted commitment in the text. So the hash can stand in a log for
 * ever, whoever holds the sealed particulars can show the contract in full, and after erasure the hash tells nothing.
 */
import { type JsonObject, ok, refuse, type Result, toHex, toUtf8 } from '@plimsoll/core/base';
import { type Day, formatDay } from '@plimsoll/core/calendar';
import { type AllInCost, type CostedPlan, plannedFlows } from '@plimsoll/core/cost';
import { commit, portableHashes, verifyCommitment } from '@plimsoll/core/ledger';
import {
  formatAmount,
  type LocalText,
  sayInterest,
  sayMethod,
  sayPenalty,
  sayPercent,
} from '@plimsoll/loan/spine';
import {
  type ContractPlace,
  type ContractTemplate,
  PLACE,
  type PersonalPlace,
  personalPlaces,
} from './contract-template.ts';

export type ContractLanguage = keyof LocalText;
export type PersonalParticulars = { readonly [Place in PersonalPlace]: string };

export type ContractRequest = {
  readonly template: ContractTemplate;
  readonly language: ContractLanguage;
  readonly contractId: string;
  readonly day: Day;
  readonly product: LocalText;
  readonly purpose: LocalText;
  readonly lenderName: string;
  /** The random pseudonym of the borrower. */
  readonly borrower: string;
  /** Sealed by the store beside its salt of 32 random bytes; neither is in the contract. */
  readonly particulars: PersonalParticulars;
  readonly salt: Uint8Array;
  readonly plan: CostedPlan;
  readonly cost: AllInCost;
  /** Of the statement of cost that the borrower read. */
  readonly disclosureSha256: string;
};

/** Nothing in it is personal. `sha256` is of the UTF-8 of `text`. */
export type Contract = {
  readonly contractId: string;
  readonly template: string;
  readonly templateVersion: number;
  readonly language: ContractLanguage;
  readonly borrower: string;
  readonly disclosureSha256: string;
  /** Commitment to the particulars under the salt. */
  readonly particularsCommitment: string;
  readonly text: string;
  readonly sha256: string;
};

const SHA256_HEX = /^[0-9a-f]{64}$/;
/** Brackets that mark a personal place; no value may hold one, or a product's name could pose as a person's. */
const OPEN = '⟦';
const CLOSE = '⟧';
/** Controls, zero-width and direction marks (but line feeds): what could show one text and hash another. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u;

/** Refuses (`contract_not_rendered`) values that are empty or could pose as something else, and a hash that is none. */
export function renderContract(request: ContractRequest): Result<Contract> {
  const { template, language, particulars, salt } = request;
  if (!SHA256_HEX.test(request.disclosureSha256))
    return notRendered('the statement has no hash', 'statement');
  const values = valuesOf(request);
  if (!values.ok) return values;
  const commitment = commit(salt, toJson(particulars));
  const given = [...Object.entries(values.value), ...Object.entries(particulars)];
  const wrong = given.find(([name, value]) => faultOf(name, value) !== null);
  if (wrong !== undefined) return notRendered(faultOf(...wrong) ?? '', wrong[0]);
  const fill = (text: string) =>
    text.replaceAll(PLACE, (_, name: string) => values.value[name as ContractPlace] ?? '');
  const lines = [
    template.title[language],
    ...template.clauses.flatMap(({ heading, text }, at) => [
      '',
      `${at + 1}. ${heading[language]}`,
      fill(text[language]),
    ]),
    '',
    bindingOf(language, commitment),
  ];
  const text = canonicalText(lines.join('\n'));
  if (UNSEEN.test(text)) return notRendered('the template holds characters that cannot be seen', template.id);
  return ok({
    contractId: request.contractId,
    template: template.id,
    templateVersion: template.version,
    language,
    borrower: request.borrower,
    disclosureSha256: request.disclosureSha256,
    particularsCommitment: commitment,
    text,
    sha256: hashContractText(text),
  });
}

/** The contract as its parties read it, particulars in their places. Refuses those that are not the ones it was made with. */
export function showContract(
  contract: Contract,
  { particulars, salt }: { readonly particulars: PersonalParticulars; readonly salt: Uint8Array },
): Result<string> {
  if (hashContractText(contract.text) !== contract.sha256)
    return refuse('contract_differs', 'CTR-4', { contractId: contract.contractId, part: 'text' });
  if (!verifyCommitment(contract.particularsCommitment, { salt, body: toJson(particulars) }))
    return refuse('contract_differs', 'CTR-4', { contractId: contract.contractId, part: 'particulars' });
  const shown = personalPlaces.reduce(
    (text, place) => text.replaceAll(tokenOf(place), () => particulars[place]),
    contract.text,
  );
  return ok(shown);
}

/** SHA-256 of the text, in hex. */
export function hashContractText(text: string): string {
  return toHex(portableHashes.sha256(toUtf8(text)));
}

/** One text however it was typed: NFC, line feeds only, nothing at the ends of lines, one line feed at the end. */
function canonicalText(text: string): string {
  const lines = text.normalize('NFC').replaceAll('\r\n', '\n').split('\n');
  return `${lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd()}\n`;
}

function valuesOf(request: ContractRequest): Result<{ readonly [Place in ContractPlace]: string }> {
  const { language, plan, cost } = request;
  const { terms } = plan;
  const money = (amountMinor: number) => formatAmount(amountMinor, terms.currency, terms.minorDigits);
  const schedule = scheduleOf(plan, language, money);
  if (!schedule.ok) return schedule;
  return ok({
    'contract.id': request.contractId,
    'contract.day': formatDay(request.day),
    product: request.product[language],
    amount: money(cost.advancedMinor),
    received: money(cost.receivedMinor),
    purpose: request.purpose[language],
    interest: sayInterest(terms)[language],
    method: sayMethod(terms)[language],
    penalty: (sayPenalty(terms) ?? { zh: '不计收罚息', en: 'no penalty interest' })[language],
    all_in_cost: sayPercent(cost.measures.irr12),
    statement: request.disclosureSha256,
    schedule: schedule.value,
    'lender.name': request.lenderName,
    'borrower.pseudonym': request.borrower,
    'borrower.name': tokenOf('borrower.name'),
    'borrower.identity_number': tokenOf('borrower.identity_number'),
    'borrower.phone': tokenOf('borrower.phone'),
    'borrower.account': tokenOf('borrower.account'),
  });
}

/** A line for each day on which something is paid, with principal, interest, other charges and their sum. */
function scheduleOf(
  plan: CostedPlan,
  language: ContractLanguage,
  money: (amountMinor: number) => string,
): Result<string> {
  const flows = plannedFlows(plan);
  if (!flows.ok) return flows;
  const days = [...new Set(flows.value.filter(({ kind }) => kind !== 'advance').map(({ day }) => day))];
  const lines = days
    .toSorted((a, b) => a - b)
    .map((day) => {
      const paid = flows.value.filter((flow) => flow.day === day && flow.kind !== 'advance');
      const sum = (holds: (code: string) => boolean) =>
        paid.reduce((total, { code, amountMinor }) => total + (holds(code) ? amountMinor : 0), 0);
      const principal = paid
        .filter(({ kind }) => kind === 'principal')
        .reduce((total, { amountMinor }) => total + amountMinor, 0);
      const interest = sum((code) => code === 'interest');
      const all = sum(() => true);
      const other = all - principal - interest;
      return language === 'zh'
        ? `${formatDay(day)}：本金 ${money(principal)}，利息 ${money(interest)}，其他 ${money(other)}，合计 ${money(all)}`
        : `${formatDay(day)}: principal ${money(principal)}, interest ${money(interest)}, other ${money(other)}, in all ${money(all)}`;
    });
  return ok(lines.join('\n'));
}

function bindingOf(language: ContractLanguage, commitment: string): string {
  return language === 'zh'
    ? `借款人身份要素以加盐承诺值绑定于本合同：${commitment}`
    : `The borrower’s particulars are bound to this contract by the salted commitment ${commitment}`;
}

function tokenOf(place: PersonalPlace): string {
  return `${OPEN}${place}${CLOSE}`;
}

function isToken(value: string): boolean {
  return personalPlaces.some((place) => value === tokenOf(place));
}

function faultOf(name: string, value: string): string | null {
  if (value.trim() === '' && name !== 'borrower.phone' && name !== 'borrower.account')
    return 'a value is empty';
  if (UNSEEN.test(value)) return 'a value holds characters that cannot be seen';
  return isToken(value) || !(value.includes(OPEN) || value.includes(CLOSE))
    ? null
    : 'a value holds the brackets of personal places';
}

function toJson(particulars: PersonalParticulars): JsonObject {
  return { ...particulars };
}

function notRendered(problem: string, place: string) {
  return refuse('contract_not_rendered', 'CTR-2', { problem, place });
}
