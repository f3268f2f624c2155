import { ask } from './ask-shop.ts'
import { chooseLanguage, chosenLanguage } from './language.ts'
import { isRefusal } from './refusal.ts'
import { standing } from './session.ts'

/** A member is spoken to in the language of the profile, unless another was chosen here. */
export function followMemberLanguage(): void {
  standing.watch(() => {
    if (standing.read().is === 'member' && chosenLanguage() === null) void askMember()
  })
}

async function askMember(): Promise<void> {
  const member = await ask('members.readMe', {})
  if (!isRefusal(member) && chosenLanguage() === null) chooseLanguage(member.locale)
}
