import { command } from '#run/command.ts'
import { openBrowser } from './a-browser.ts'

const help = `
node tests/browser/take-picture.ts <url> <file.png>

Looks at a page of a running shop as a person does, and keeps what is seen as a picture.

  --width 375      of the window; 768 and 1440 are looked at too
  --height 812
  --language ko    or en
  --dark           the dark scheme
  --whole          the whole page, not only what the window shows
  --email, --password   logs in before
`

const options = {
  width: { type: 'string', default: '375' },
  height: { type: 'string', default: '812' },
  language: { type: 'string', default: 'ko' },
  dark: { type: 'boolean', default: false },
  whole: { type: 'boolean', default: false },
  email: { type: 'string' },
  password: { type: 'string' },
} as const

await command({ help, options, arguments: true }, async ({ values, positionals }) => {
  const [url = '', file = 'page.png'] = positionals
  await using browser = await openBrowser()
  const context = await browser.newContext({
    viewport: { width: Number(values.width), height: Number(values.height) },
    deviceScaleFactor: 2,
    locale: values.language === 'ko' ? 'ko-KR' : 'en-GB',
    timezoneId: 'Asia/Seoul',
    colorScheme: values.dark ? 'dark' : 'light',
  })
  const page = await context.newPage()
  page.on('console', message => console.error(`${message.type()}: ${message.text()}`))
  page.on('pageerror', error => console.error(error))
  if (values.email !== undefined) {
    const { email, password } = values
    await context.request.post(new URL('/api/sessions', url).href, {
      data: { email, password, tokens: 'cookie' },
    })
    await page.addInitScript(() => localStorage.setItem('session', '1'))
  }
  // A live stream never ends, so that the network is never idle.
  await page.goto(url, { waitUntil: 'load' })
  await page.locator('main').first().waitFor()
  await page.evaluate('document.fonts.ready')
  await page.waitForTimeout(700)
  await page.screenshot({ path: file, fullPage: values.whole })
})
