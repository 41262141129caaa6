/**
 * The room's one door for writing: decide(state, command, context) → events, or a refusal. Pure: the day, the ids and
 * the policy come with the context, so the same three give the same events on every machine.
 */
import { assertNever, ok, type Result, refuse } from '@plimsoll/core/base';
import {
  type ApplicationState,
  applicationStream,
  type Consent,
  type DecidedBody,
  type DomainEvent,
  type Fact,
  type Performance,
  type SubmittedBody,
} from '@plimsoll/loan/spine';
import { decideBody } from './evaluate.ts';
import { policyTerms } from './input.ts';
import { checkIntake } from './intake.ts';
import type { Origination } from './prepare.ts';

/** Personal data of an applicant; it goes to the sealed part of the event alone. */
export type ApplicantForm = {
  readonly kind: string;
  readonly name: string;
  readonly idKind: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly email?: string;
};

/** An application as it is sent in. */
export type ApplicationForm = {
  readonly product: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly termMonths: number;
  readonly purpose: string;
  readonly scenario: string;
  readonly applicant: ApplicantForm;
  readonly consents: readonly Consent[];
  readonly facts: { readonly [name: string]: Fact };
  readonly madeUp?: boolean;
};

export type SubmitCommand = {
  readonly kind: 'submit';
  readonly applicationId: string;
  /** The random pseudonym of the applicant. */
  readonly subject: string;
  readonly form: ApplicationForm;
};

export type ObservePerformanceCommand = {
  readonly kind: 'observe_performance';
  readonly applicationId: string;
  readonly performance: Performance;
  /** `YYYY-MM-DD`. */
  readonly observedDay: string;
};

export type OriginationCommand = SubmitCommand | ObservePerformanceCommand;

export type OriginationContext = {
  readonly origination: Origination;
  /** Today, `YYYY-MM-DD`. */
  readonly day: string;
};

/** Decides a command. Refusals carry a code of api/errors, the rule and the facts in human units. */
export function decide(
  state: ApplicationState | null,
  command: OriginationCommand,
  context: OriginationContext,
): Result<readonly DomainEvent[]> {
  switch (command.kind) {
    case 'submit':
      return submit(state, command, context);
    case 'observe_performance':
      return observePerformance(state, command);
    default:
      return assertNever(command);
  }
}

function submit(
  state: ApplicationState | null,
  command: SubmitCommand,
  context: OriginationContext,
): Result<readonly DomainEvent[]> {
  const { origination, day } = context;
  if (state !== null) return refuse('application_exists', 'ORG-10', { application: command.applicationId });
  const product = checkIntake(origination, command.form, day);
  if (!product.ok) return product;
  const submitted = submittedBody(command.form);
  const terms = policyTerms(product.value, day);
  const decided = decideBody(origination, { submitted, terms, day });
  return ok([submittedEvent(command, submitted, day), decidedEvent(command, decided, context)]);
}

function submittedEvent(command: SubmitCommand, submitted: SubmittedBody, day: string): DomainEvent {
  const { name, idKind, idNumber, phone, email } = command.form.applicant;
  return {
    stream: applicationStream(command.applicationId),
    kind: 'application.submitted',
    effectiveDay: day,
    subject: command.subject,
    body: submitted,
    personal: { name, idKind, idNumber, phone, ...(email === undefined ? {} : { email }) },
    policyHash: null,
    modelId: null,
  };
}

function decidedEvent(
  command: SubmitCommand,
  decided: DecidedBody,
  context: OriginationContext,
): DomainEvent {
  return {
    stream: applicationStream(command.applicationId),
    kind: 'application.decided',
    effectiveDay: context.day,
    subject: command.subject,
    body: decided,
    personal: null,
    policyHash: context.origination.policy.hash,
    modelId: context.origination.modelId,
  };
}

/** Takes the named fields one by one, so that nothing personal can slip into the body. */
function submittedBody(form: ApplicationForm): SubmittedBody {
  return {
    product: form.product,
    currency: form.currency,
    amountMinor: form.amountMinor,
    termMonths: form.termMonths,
    purpose: form.purpose,
    scenario: form.scenario,
    facts: form.facts,
    consents: form.consents.map(({ purpose, grantedDay }) => ({ purpose, grantedDay })),
    applicantKind: form.applicant.kind,
    madeUp: form.madeUp ?? false,
  };
}

function observePerformance(
  state: ApplicationState | null,
  command: ObservePerformanceCommand,
): Result<readonly DomainEvent[]> {
  const application = command.applicationId;
  if (state === null) return refuse('application_not_found', 'ORG-11', { application });
  if (state.decided === null) return refuse('application_not_decided', 'ORG-11', { application });
  if (state.performance !== null)
    return refuse('performance_already_observed', 'ORG-11', { application, performance: state.performance });
  return ok([
    {
      stream: applicationStream(application),
      kind: 'application.performance_observed',
      effectiveDay: command.observedDay,
      subject: state.subject,
      body: { performance: command.performance, observedDay: command.observedDay },
      personal: null,
      policyHash: null,
      modelId: null,
    },
  ]);
}
