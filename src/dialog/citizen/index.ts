// SPDX-License-Identifier: AGPL-3.0-or-later
import { type Audience, screensByName } from '../screen.ts'
import { citizenSpots } from '../spots.ts'
import { addressScreen } from './address.ts'
import { askScreen } from './list/ask.ts'
import { bagEditScreen } from './bag-edit.ts'
import { bagLineScreen } from './bag-line.ts'
import { bagScreen } from './bag.ts'
import { receives } from './catalogue-order.ts'
import { cancelScreen } from './cancel.ts'
import { gapScreen } from './missing-goods.ts'
import { handoverScreen } from './handover.ts'
import { helpScreen } from './help.ts'
import { homeScreen } from './home.ts'
import { languageScreen } from '../shared/language.ts'
import { linkingScreens } from '../shared/linking.ts'
import { rightsScreens } from '../shared/rights.ts'
import { hears } from './list/list.ts'
import { apologyScreen, lostScreen } from './lost.ts'
import { noteScreen } from './note.ts'
import { orderScreen } from './order.ts'
import { ordersScreen } from './orders.ts'
import { productScreen } from './product.ts'
import { reviewScreen } from './review.ts'
import { categoryScreen } from './category.ts'
import { shopCardScreen } from './shop-card.ts'
import { shopScreen } from './shop.ts'
import { slotsScreen } from './slots.ts'
import { begin, greeting } from './start.ts'
import { townScreen } from './town.ts'
import { unclearScreen } from './list/not-understood.ts'

/** What citizens see, in the order in which they come to it. */
export const citizenAudience: Audience = {
  screens: screensByName(citizenSpots, [
    townScreen,
    homeScreen,
    shopScreen,
    categoryScreen,
    productScreen,
    askScreen,
    unclearScreen,
    shopCardScreen,
    bagScreen,
    bagEditScreen,
    bagLineScreen,
    noteScreen,
    gapScreen,
    handoverScreen,
    addressScreen,
    slotsScreen,
    reviewScreen,
    orderScreen,
    cancelScreen,
    ordersScreen,
    helpScreen,
    ...linkingScreens,
    ...rightsScreens,
    languageScreen,
    lostScreen,
    apologyScreen,
  ]),
  begin,
  hears,
  receives,
  greeting,
}
