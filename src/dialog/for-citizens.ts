// SPDX-License-Identifier: AGPL-3.0-or-later
// What the screens of citizens are made with: only screens of citizens can be named, unless the other audience is said.
import { screensOf } from './screen.ts'
import { citizenSpots, type Given } from './spots.ts'
import { type GoTo, goTo, type LinkTo, linkTo } from './ways.ts'

export const screen = screensOf(citizenSpots)
export const go: GoTo<Given<'citizen'>> = goTo
export const link: LinkTo<Given<'citizen'>> = linkTo
