import { existsSync } from 'node:fs'

const SETPRIV = '/usr/bin/setpriv'

/**
 * To be said before a command: where the kernel can do it, what is started ends with the process
 * that started it, even where that one is killed.
 */
export const endsWithUs = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', '--'] : []
