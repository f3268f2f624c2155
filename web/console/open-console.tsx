import './console.css'
import { consoleRoutes } from 'virtual:console-routes'
import { knowRoutes } from '#web/kit/ask-shop.ts'
import { openApp } from '#web/kit/open-app.tsx'
import { MerchantConsole } from './merchant-console.tsx'

knowRoutes(consoleRoutes)
openApp(<MerchantConsole />, '/console')
