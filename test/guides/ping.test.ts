import { interop } from '../interop/stage.ts'

interop(
  'kernel · a ping: this machine answers itself, and everybody at once may not be asked',
  ['raw sockets'],
  async (stage) => {
    const ping = stage.start('ping', '127.0.0.1', 2)
    for (const sequence of [1, 2])
      await ping.says(new RegExp(`^answer ${sequence} from 127\\.0\\.0\\.1 after \\d+\\.\\d\\d ms$`))
    await ping.ends()
    const broadcast = stage.start('ping', '255.255.255.255', 1)
    await broadcast.says(/EACCES/)
    await broadcast.ends(1)
  },
)
