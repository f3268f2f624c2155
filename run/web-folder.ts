import { join } from 'node:path'

/** Where the built pages are: `run/build-web.ts` puts them there, the gateway gives them out. */
export const WEB_FOLDER = join(import.meta.dirname, '../web/dist')
