import './storefront.css'
import { openApp } from '#web/kit/open-app.tsx'
import { Storefront } from './storefront.tsx'

openApp(<Storefront />)
