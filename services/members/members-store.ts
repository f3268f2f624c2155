/** The transactions of the members service. They run in the thread where the database is. */
import { pruneAnswers } from '#platform/database/idempotency.ts'
import { findCredentials, signUp } from './account-store.ts'
import {
  addAddress,
  changeAddress,
  listAddresses,
  readDefaultAddresses,
  removeAddress,
} from './address-store.ts'
import { listAudit, recordAct, recordOutcome } from './audit-store.ts'
import { insertCrowd } from './crowd-store.ts'
import { eraseMember, listDueErasures, settleErasure } from './erasure-store.ts'
import { countWrongPassword, giveLoginTurnBack, takeLoginTurn } from './login-store.ts'
import { changePassword, readPasswordHash, takeChangeTurn } from './password-change-store.ts'
import { lookAtReset, requestReset, resetPassword } from './password-reset-store.ts'
import { listDueMails, settleMails } from './pending-mail-store.ts'
import { changeProfile, listMembers, readMember, readMembers } from './profile-store.ts'
import { prune } from './prune-store.ts'
import { refreshSession } from './refresh-store.ts'
import { hasAdmin, makeFirstAdmin, setRoles } from './role-store.ts'
import { noteSignUpsPerson } from './same-person-store.ts'
import { endSession, endSessionsOf, listEndedSessions } from './session-end-store.ts'
import { listSessions, openSession } from './session-store.ts'
import { resendVerification, verifyByCode, verifyByToken } from './verification-store.ts'

export { migrations } from './members-migrations.ts'

export const reads = {
  findCredentials,
  hasAdmin,
  listAddresses,
  listAudit,
  listDueErasures,
  listDueMails,
  listEndedSessions,
  listMembers,
  listSessions,
  readDefaultAddresses,
  readMember,
  readMembers,
  readPasswordHash,
}

export const writes = {
  addAddress,
  changeAddress,
  changePassword,
  changeProfile,
  countWrongPassword,
  endSession,
  endSessionsOf,
  eraseMember,
  giveLoginTurnBack,
  insertCrowd,
  lookAtReset,
  makeFirstAdmin,
  noteSignUpsPerson,
  openSession,
  prune,
  pruneAnswers,
  recordAct,
  recordOutcome,
  refreshSession,
  removeAddress,
  requestReset,
  resendVerification,
  resetPassword,
  setRoles,
  settleErasure,
  settleMails,
  signUp,
  takeChangeTurn,
  takeLoginTurn,
  verifyByCode,
  verifyByToken,
}
