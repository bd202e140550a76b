// SPDX-License-Identifier: AGPL-3.0-or-later
// What the screens that citizens and staff share are made with: only screens that both have can be named.
import { screensOf } from './screen.ts'
import { type GivenToBoth, sharedSpots } from './spots.ts'
import { type GoTo, goTo, type LinkTo, linkTo } from './ways.ts'

export const screen = screensOf(sharedSpots)
export const go: GoTo<GivenToBoth> = goTo
export const link: LinkTo<GivenToBoth> = linkTo
