import { show } from '../../src/socket/posix/addresses.ts'

/** A view of memory in which only the bytes from `start` up to `end` may be touched: whatever else is, throws. */
export class GuardedView extends DataView<ArrayBuffer> {
  #start = 0
  #end = 0

  /** Bytes amid others, which a packet in an arena has for neighbours too. */
  static over(bytes: Uint8Array, before = 64, behind = 64): { view: GuardedView; at: number; end: number } {
    const memory = new Uint8Array(before + bytes.length + behind).fill(0xa5)
    memory.set(bytes, before)
    const view = new GuardedView(memory.buffer)
    view.#start = before
    view.#end = before + bytes.length
    return { view, at: view.#start, end: view.#end }
  }

  #check(at: number, size: number): void {
    if (!(at >= this.#start && at + size <= this.#end))
      throw new Error(`bytes ${show(at)} to ${at + size} are outside ${this.#start} to ${this.#end}`)
  }

  override getUint8(at: number): number {
    this.#check(at, 1)
    return super.getUint8(at)
  }

  override getUint16(at: number, little?: boolean): number {
    this.#check(at, 2)
    return super.getUint16(at, little)
  }

  override getUint32(at: number, little?: boolean): number {
    this.#check(at, 4)
    return super.getUint32(at, little)
  }

  override getInt32(at: number, little?: boolean): number {
    this.#check(at, 4)
    return super.getInt32(at, little)
  }

  override setUint8(at: number, value: number): void {
    this.#check(at, 1)
    super.setUint8(at, value)
  }

  override setUint16(at: number, value: number, little?: boolean): void {
    this.#check(at, 2)
    super.setUint16(at, value, little)
  }

  override setUint32(at: number, value: number, little?: boolean): void {
    this.#check(at, 4)
    super.setUint32(at, value, little)
  }
}
