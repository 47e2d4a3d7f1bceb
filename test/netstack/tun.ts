import { type ChildProcess, spawn } from 'node:child_process'
import type { Chance } from '../../src/netstack/chance.ts'
import type { Device, Receiver } from '../../src/netstack/device.ts'
import type { Arena } from '../../src/netstack/packet/arena.ts'
import type { Alarm, Due, Time } from '../../src/netstack/time.ts'

/** Opens tun0 and carries its packets over standard input and output, each behind its length in two bytes. */
const BRIDGE = `
import fcntl, os, struct, sys, threading
tun = os.open('/dev/net/tun', os.O_RDWR)
fcntl.ioctl(tun, 0x400454ca, struct.pack('16sH14x', b'tun0', 0x1001))
sys.stdout.buffer.write(b'\\0\\0')
sys.stdout.buffer.flush()
def outwards():
    while True:
        packet = os.read(tun, 65600)
        sys.stdout.buffer.write(struct.pack('>H', len(packet)) + packet)
        sys.stdout.buffer.flush()
threading.Thread(target=outwards, daemon=True).start()
while True:
    head = sys.stdin.buffer.read(2)
    if len(head) < 2: break
    try: os.write(tun, sys.stdin.buffer.read(struct.unpack('>H', head)[0]))
    except OSError: pass
os._exit(0)
`

/** The kernel's network, as a device of ours: what tun0 sends is received here, and the other way round. */
export class Tun implements Device {
  readonly name = 'tun0'
  readonly mtu = 1500
  readonly #arena: Arena
  readonly #bridge: ChildProcess
  #receiver: Receiver | null = null
  #pending = Buffer.alloc(0)
  #ready: () => void = () => {}

  private constructor(arena: Arena) {
    this.#arena = arena
    this.#bridge = spawn('python3', ['-c', BRIDGE], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#bridge.stdout!.on('data', (bytes: Buffer) => this.#read(bytes))
  }

  /** Opens the device, as root; it has no address yet. */
  static async open(arena: Arena): Promise<Tun> {
    const tun = new Tun(arena)
    await new Promise<void>((resolve, reject) => {
      tun.#ready = resolve
      tun.#bridge.once('exit', () => reject(new Error('the bridge to tun0 ended')))
    })
    return tun
  }

  attach(receiver: Receiver): void {
    this.#receiver = receiver
  }

  transmit(slot: number): void {
    const packet = this.#arena.packet(slot)
    const framed = Buffer.alloc(2 + packet.length)
    framed.writeUInt16BE(packet.length)
    framed.set(packet, 2)
    this.#bridge.stdin!.write(framed)
  }

  #read(bytes: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, bytes])
    while (this.#pending.length >= 2) {
      const length = this.#pending.readUInt16BE(0)
      if (this.#pending.length < 2 + length) return
      const packet = this.#pending.subarray(2, 2 + length)
      this.#pending = this.#pending.subarray(2 + length)
      if (length === 0) this.#ready()
      else this.#bring(packet)
    }
  }

  #bring(packet: Uint8Array): void {
    const slot = this.#arena.allocate(packet.length)
    if (slot < 0) return
    this.#arena.bytes(slot).set(packet, this.#arena.start(slot))
    this.#receiver?.receive(slot, this)
    this.#arena.release(slot)
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#bridge.once('exit', resolve))
    this.#bridge.stdin!.end()
    await ended
  }
}

/** The machine's own time. */
export class MachineTime implements Time {
  get now(): number {
    return Math.round(performance.now() * 1e6)
  }

  alarm(due: Due): Alarm {
    return new MachineAlarm(this, due)
  }
}

class MachineAlarm implements Alarm {
  at = -1
  readonly #time: Time
  readonly #due: Due
  #timer: NodeJS.Timeout | undefined

  constructor(time: Time, due: Due) {
    this.#time = time
    this.#due = due
  }

  set(at: number): void {
    clearTimeout(this.#timer)
    this.at = at
    this.#timer = setTimeout(() => this.#ring(), Math.max(0, Math.ceil((at - this.#time.now) / 1e6)))
  }

  #ring(): void {
    this.at = -1
    this.#due.due(this)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.at = -1
  }
}

export const MACHINE_CHANCE: Chance = { uint32: () => Math.floor(Math.random() * 2 ** 32) }
