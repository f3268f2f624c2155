/** The transactions of the members service. They run in the thread where the database is. */
import { findCredentials, signUp } from './account-store.ts'
import {
  addAddress,
  changeAddress,
  listAddresses,
  readDefaultAddress,
  removeAddress,
} from './address-store.ts'
import { insertCrowd } from './crowd-store.ts'
import { countWrongPassword, giveLoginTurnBack, takeLoginTurn } from './login-store.ts'
import { listDueMails, settleMails } from './pending-mail-store.ts'
import { changeProfile, listMembers, readMember, readMembers } from './profile-store.ts'
import { prune } from './prune-store.ts'
import { refreshSession } from './refresh-store.ts'
import { hasAdmin, makeFirstAdmin, setRoles } from './role-store.ts'
import { endSession, endSessionsOf, listEndedSessions } from './session-end-store.ts'
import { listSessions, openSession } from './session-store.ts'
import { resendVerification, verifyByCode, verifyByToken } from './verification-store.ts'

export { migrations } from './members-migrations.ts'

export const reads = {
  findCredentials,
  hasAdmin,
  listAddresses,
  listDueMails,
  listEndedSessions,
  listMembers,
  listSessions,
  readDefaultAddress,
  readMember,
  readMembers,
}

export const writes = {
  addAddress,
  changeAddress,
  changeProfile,
  countWrongPassword,
  endSession,
  endSessionsOf,
  giveLoginTurnBack,
  insertCrowd,
  makeFirstAdmin,
  openSession,
  prune,
  refreshSession,
  removeAddress,
  resendVerification,
  setRoles,
  settleMails,
  signUp,
  takeLoginTurn,
  verifyByCode,
  verifyByToken,
}
