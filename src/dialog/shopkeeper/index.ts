// SPDX-License-Identifier: AGPL-3.0-or-later
import { changeLineScreen } from './change-line.ts'
import { changesScreen } from './changes.ts'
import { declineScreen, declineWordsScreen } from './decline.ts'
import { pauseScreen } from './pause.ts'
import { preparationScreen } from './preparation.ts'
import { proposeScreen } from './propose.ts'
import { refusedPeopleScreen, refusePersonScreen } from './refuse-person.ts'
import { shopOrderScreen } from './shop-order.ts'
import { toAnswerScreen, todayScreen } from './today.ts'

/** What a shopkeeper sees. */
export const shopkeeperScreens = [
  todayScreen,
  toAnswerScreen,
  shopOrderScreen,
  proposeScreen,
  changesScreen,
  changeLineScreen,
  declineScreen,
  declineWordsScreen,
  refusePersonScreen,
  refusedPeopleScreen,
  preparationScreen,
  pauseScreen,
]
