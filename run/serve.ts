import { keepCompiledCode } from './compiled-code.ts'

keepCompiledCode()
const { serve } = await import('./serve-shop.ts')
await serve()
