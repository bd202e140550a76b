// SPDX-License-Identifier: AGPL-3.0-or-later

/** A map that forgets its oldest entries: for what is worth knowing, and harmless when it is not known. */
export class Remembered<Key, Value> extends Map<Key, Value> {
  readonly #most: number

  constructor(most: number) {
    super()
    this.#most = most
  }

  override set(key: Key, value: Value): this {
    super.set(key, value)
    if (this.size > this.#most) for (const oldest of this.keys()) if (this.delete(oldest)) break
    return this
  }
}
