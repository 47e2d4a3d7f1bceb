import { capital, who } from './english-phrases.ts'
import { type Denial, isOwn, type Who as Whose } from './facts.ts'
import { typeName } from './names.ts'

const FILES = { directory: 'a directory', link: 'a symbolic link', file: 'a file' }

/** Paths and abstract names of Unix sockets. */
export const englishPaths = {
  pathExists: (path: string) =>
    `The path ${path} exists: a socket is bound there, or a program that has ended left it; remove it if nobody listens.`,
  pathLeftBehind: (path: string) =>
    `The path ${path} is left over: no socket of this network namespace is bound to it any more. Remove it before bind, or listen with { unlink: true }.`,
  nameHeld: (name: string, whose: Whose, how: 'listens' | 'bound', isPath: boolean) =>
    `${capital(who(whose))} ${how === 'listens' ? 'listens on' : 'has a socket bound to'} ${name}: ${isOwn(whose) ? 'close that socket' : 'stop it'}, or choose another ${isPath ? 'path' : 'name'}.`,
  nameTakenNow: (name: string, whose: Whose) =>
    `${capital(who(whose))} takes what comes to ${name} now: it began after this call.`,
  boundOnly: (name: string, whose: Whose) =>
    `${capital(who(whose))} has bound ${name}, but does not listen on it: it has not called listen() yet, or never will.`,
  serverGone: (path: string) =>
    `The path ${path} is left over from a server that is gone: start the server, which has to remove the file first.`,
  abstractNobody: (name: string) =>
    `No socket of this network namespace has the abstract name ${name}: start the server first, in the same namespace.`,
  typesDiffer: (name: string, theirs: number, ours: number) =>
    `The socket at ${name} is ${typeName(theirs)} and this one ${typeName(ours)}: both ends must be of one type.`,
  takesOthers: (name: string, whose: Whose) =>
    `${capital(who(whose))} has ${name}, connected to another peer: it takes datagrams of that peer alone.`,
  queueFull: (whose: Whose, where: string, waiting: number | null) =>
    `${capital(who(whose))} listens on ${where} but does not accept, and its queue is full${waiting === null ? '' : ` (${waiting} waiting)`}: it is stuck, or its backlog is too short.`,
  noSocket: (path: string, kind: keyof typeof FILES) =>
    `The path ${path} is ${FILES[kind]}, not a socket: choose another path.`,
  linkLoop: (path: string) =>
    `The symbolic links at ${path} lead in a circle: mend them, or name the file itself.`,
  linkTooLong: (path: string) =>
    `The path ${path} is, or leads to, a name longer than the file system allows: shorten it.`,
  noDirectory: (path: string) =>
    `The path ${path} is a file, and a directory is needed there: check the path.`,
  danglingLink: (path: string, target: string) =>
    `The path ${path} is a symbolic link to ${target}, which does not exist: start the server there, or mend the link.`,
  noSuchDirectory: (path: string, binding: boolean) =>
    `The directory ${path} does not exist: ${binding ? 'create it before bind.' : 'check the path, and start the server first.'}`,
  noSuchName: (path: string, absolute: boolean) =>
    `The path ${path} does not exist, though its directory does: start the server first${absolute ? '' : ', and check the working directory, where the path begins'}.`,
  mayNotSearch: ({ path, owner, mode, user }: Denial) =>
    `User ${user} may not search the directory ${path}, which belongs to ${owner} with mode ${mode}.`,
  mayNotCreate: ({ path, owner, mode, user }: Denial) =>
    `User ${user} may not create files in ${path}, which belongs to ${owner} with mode ${mode}.`,
  mayNotConnect: ({ path, owner, mode, user }: Denial) =>
    `User ${user} may not write to ${path}, which belongs to ${owner} with mode ${mode}; connecting needs that.`,
  grantPath: (group: string | null) =>
    group === null
      ? 'Run as its owner, or have the owner change the mode.'
      : `Run as its owner or as a member of group ${group}, or have the owner change the mode.`,
}
