/** The room of policy over HTTP: versions, and one version with its tables. Read only. */
import type { PolicyShelf, PolicyVersion } from '@plimsoll/server/policy';
import { answer, refuseCall, type RoomHandlers } from './call.ts';

export type PolicyPorts = { readonly shelf: PolicyShelf };

/** The handlers of the room. */
export function createPolicyHandlers({ shelf }: PolicyPorts): RoomHandlers<'policy'> {
  return {
    listPolicies: async () => {
      const { hash } = shelf.active();
      return answer({ rows: (await shelf.list()).map((version) => present(version, hash)) });
    },
    readPolicy: async ({ params: { hash } }) => {
      const found = await shelf.find(hash);
      if (found === null) return refuseCall('policy_not_found');
      const { inputs, model } = found.origination.policy;
      return answer({ ...present(found, shelf.active().hash), inputs, model, xml: found.xml });
    },
    checkPolicy: async ({ params: { hash } }) => {
      const checked = await shelf.check(hash);
      return checked === null ? refuseCall('policy_not_found') : answer(checked);
    },
  };
}

function present({ hash, name, publishedAt, actor }: PolicyVersion, activeHash: string) {
  return { hash, name, publishedAt: publishedAt.toISOString(), actor, active: hash === activeHash };
}
