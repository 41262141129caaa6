/** Two versions of the types that a model defines, components included. */
import { canonicalize, type JsonObject } from '@plimsoll/core/base';
import type { FeelForm } from '../meaning.ts';
import type { SourceItem } from '../source.ts';
import { pairByKey, settleAlignment } from './align.ts';
import { type Change, type ChangeList, type Site, within } from './change.ts';

type Items = { readonly old: readonly SourceItem[]; readonly new: readonly SourceItem[] };

export function compareItems(items: Items, feel: FeelForm): ChangeList {
  return compareLists(items, {
    feel,
    siteOf: (name) => ({ element: { kind: 'type', name }, path: [] }),
    codes: { added: 'ADDED', removed: 'REMOVED' },
  });
}

type Setting = {
  readonly feel: FeelForm;
  readonly siteOf: (name: string) => Site;
  readonly codes: { readonly added: Change['code']; readonly removed: Change['code'] };
};

function compareLists({ old, new: fresh }: Items, { feel, siteOf, codes }: Setting): ChangeList {
  const names = { old: old.map(({ name }) => name), new: fresh.map(({ name }) => name) };
  const { pairs, removed, added } = settleAlignment(pairByKey(names.old, names.new), {
    old: old.length,
    new: fresh.length,
  });
  const show = (item: SourceItem | undefined): string => item?.typeRef ?? '';
  return [
    ...removed.map(
      (index): Change => ({
        ...siteOf(names.old[index] ?? ''),
        code: codes.removed,
        facts: { old: show(old[index]), new: null },
      }),
    ),
    ...added.map(
      (index): Change => ({
        ...siteOf(names.new[index] ?? ''),
        code: codes.added,
        facts: { old: null, new: show(fresh[index]) },
      }),
    ),
    ...pairs.flatMap((pair) => {
      const [before, after] = [old[pair.old], fresh[pair.new]];
      if (before === undefined || after === undefined) return [];
      return compareItem({ old: before, new: after }, { feel, site: siteOf(after.name) });
    }),
  ];
}

function compareItem(
  { old, new: fresh }: { readonly old: SourceItem; readonly new: SourceItem },
  { feel, site }: { readonly feel: FeelForm; readonly site: Site },
): ChangeList {
  const changes: ChangeList = [];
  if (old.typeRef !== fresh.typeRef)
    changes.push({ ...site, code: 'TYPE', facts: { old: old.typeRef, new: fresh.typeRef } });
  const form = (text: string | null): string | null => (text === null ? null : feel(text));
  if (form(old.allowed) !== form(fresh.allowed))
    changes.push({ ...site, code: 'ALLOWED', facts: { old: old.allowed, new: fresh.allowed } });
  if (old.isCollection !== fresh.isCollection)
    changes.push({
      ...site,
      code: 'COLLECTION',
      facts: { old: old.isCollection ? 'list' : 'single', new: fresh.isCollection ? 'list' : 'single' },
    });
  changes.push(
    ...compareLists(
      { old: old.components, new: fresh.components },
      {
        feel,
        siteOf: (name) => within(site, 'component', name),
        codes: { added: 'PART_ADDED', removed: 'PART_REMOVED' },
      },
    ),
  );
  const [oldRest, newRest] = [restOf(old), restOf(fresh)];
  if (canonicalize(oldRest) !== canonicalize(newRest))
    changes.push({
      ...site,
      code: 'OTHER',
      facts: { old: canonicalize(oldRest), new: canonicalize(newRest) },
    });
  return changes;
}

/** What a type says beside what was compared. */
function restOf(item: SourceItem): JsonObject {
  const {
    components: _inner,
    typeRef: _type,
    allowed: _values,
    constraint: _tests,
    isCollection: _many,
    ...rest
  } = item;
  return rest;
}
