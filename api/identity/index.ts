export {
  CreatedKey,
  CreateKey,
  KeyList,
  KeyRow,
  RoleName,
  roles,
  Session,
  SignIn,
  scopes,
} from './identity.ts';
export type { Role, Scope } from './identity.ts';
