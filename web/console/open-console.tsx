import './console.css'
import { openApp } from '#web/kit/open-app.tsx'
import { MerchantConsole } from './merchant-console.tsx'

openApp(<MerchantConsole />, '/console')
