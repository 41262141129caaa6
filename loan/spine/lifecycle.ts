/**
 * The life of an application as data: which event may follow in which state, and what it leads to. The fold and
 * every room read this one table; a test walks it and proves that each state can be reached.
 */
import type { EventKind } from './event.ts';

export const applicationStatuses = ['absent', 'submitted', 'decided', 'observed'] as const;
export type ApplicationStatus = (typeof applicationStatuses)[number];

export type Transition = {
  readonly from: ApplicationStatus;
  readonly event: EventKind;
  readonly to: ApplicationStatus;
};

/** Every step there is. What is not here cannot happen. */
export const applicationLifecycle: readonly Transition[] = [
  { from: 'absent', event: 'application.submitted', to: 'submitted' },
  { from: 'submitted', event: 'application.decided', to: 'decided' },
  { from: 'decided', event: 'application.performance_observed', to: 'observed' },
  { from: 'submitted', event: 'personal_data.viewed', to: 'submitted' },
  { from: 'decided', event: 'personal_data.viewed', to: 'decided' },
  { from: 'observed', event: 'personal_data.viewed', to: 'observed' },
];

/** Where an event leads from a state; null when it may not happen there. */
export function nextStatus(from: ApplicationStatus, event: EventKind): ApplicationStatus | null {
  return applicationLifecycle.find((step) => step.from === from && step.event === event)?.to ?? null;
}
