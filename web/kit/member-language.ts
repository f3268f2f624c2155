import { ask } from './ask-shop.ts'
import { chooseLanguage, chosenLanguage, isLanguageAsked } from './language.ts'
import { isRefusal } from './refusal.ts'
import { standing } from './session.ts'

/**
 * A member is spoken to in the language of the profile, unless one was chosen here, or the browser
 * leaves no choice: many a profile was made by somebody else, as the first admin's is.
 */
export function followMemberLanguage(): void {
  if (isLanguageAsked(navigator.languages)) return
  standing.watch(() => {
    if (standing.read().is === 'member' && chosenLanguage() === null) void askMember()
  })
}

async function askMember(): Promise<void> {
  const member = await ask('members.readMe', {})
  if (!isRefusal(member) && chosenLanguage() === null) chooseLanguage(member.locale)
}
