// SPDX-License-Identifier: AGPL-3.0-or-later
// What the screens of staff are made with: only screens of staff can be named, unless the other audience is said.
import { screensOf } from './screen.ts'
import { staffSpots, type Given } from './spots.ts'
import { type GoTo, goTo, type LinkTo, linkTo } from './ways.ts'

export const screen = screensOf(staffSpots)
export const go: GoTo<Given<'staff'>> = goTo
export const link: LinkTo<Given<'staff'>> = linkTo
