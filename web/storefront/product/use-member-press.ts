import { useNavigate } from 'react-router'
import { useLoginPath } from '#web/kit/needs-member.tsx'
import { standing } from '#web/kit/session.ts'
import { pressAsMember } from './press-as-member.ts'

/** For what only members can press: the login leads back to where one is. */
export function useMemberPress(): (press: () => Promise<unknown>) => void {
  const navigate = useNavigate()
  const loginPath = useLoginPath()
  const leadToLogin = () => void navigate(loginPath)
  return press => void pressAsMember({ standing, leadToLogin }, press)
}
