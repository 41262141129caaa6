/** Faults of the outer world that the store can meet: the disk, the engine, the database, the file to restore. */

export type StoreFaultCode =
  | 'postgres_missing'
  | 'postgres_failed'
  | 'home_in_use'
  | 'database_unsuitable'
  | 'migration_altered'
  | 'migration_newer'
  | 'log_unreadable'
  | 'backup_unreadable'
  | 'restore_refused'
  | 'append_failed'
  | 'document_altered';

/** A fault with a code that never changes and a sentence for a person; `cause` holds what lay below. */
export class StoreFault extends Error {
  readonly code: StoreFaultCode;
  constructor(code: StoreFaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StoreFault';
    this.code = code;
  }
}
