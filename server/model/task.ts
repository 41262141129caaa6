/**
 * What a thread of its own is asked to do for the room of models: read a sample and look at it, cut a variable, train,
 * validate, compare. A task names files and documents; its answer is plain JSON or a refusal.
 */
import type { JsonValue, Result } from '@plimsoll/core/base';
import type { BinVariable, StartTraining, Target } from '@plimsoll/api/model';

/** A version with its document, as a task is handed it. */
export type TaskModel = {
  readonly name: string;
  readonly version: number;
  readonly sha256: string;
  readonly text: string;
};

export type Task =
  | { readonly kind: 'describe'; readonly path: string }
  | { readonly kind: 'variables'; readonly path: string; readonly target: Target }
  | { readonly kind: 'bin'; readonly path: string; readonly wish: BinVariable }
  | {
      readonly kind: 'train';
      readonly path: string;
      readonly sampleName: string;
      readonly codeVersion: string;
      /** Threads to train on; the document is the same on any number. */
      readonly threads: number;
      readonly wish: StartTraining;
    }
  | {
      readonly kind: 'validate';
      readonly path: string;
      readonly sample: { readonly name: string; readonly sha256: string };
      readonly model: TaskModel;
      readonly target: Target | null;
    }
  | {
      readonly kind: 'compare';
      readonly path: string;
      readonly left: TaskModel;
      readonly right: TaskModel;
      readonly target: Target;
      readonly approvalShare: number;
    };

/** What a thread says: how far it is, and at last its answer. */
export type TaskMessage =
  | { readonly kind: 'progress'; readonly step: string; readonly share: number }
  | { readonly kind: 'answer'; readonly answer: Result<JsonValue> };

export type Progress = (step: string, share: number) => void;
