import type { englishPaths } from './english-paths.ts'
import { isOwn } from './facts.ts'
import { typeName } from './names.ts'
import { capital, who } from './spanish-phrases.ts'
import type { Wording } from './wording.ts'

const FILES = { directory: 'un directorio', link: 'un enlace simbólico', file: 'un archivo' } as const

export const spanishPaths: Wording<typeof englishPaths> = {
  pathExists: (path) =>
    `La ruta ${path} existe: hay un socket con bind ahí, o la dejó un programa que ya terminó; borrala si nadie escucha.`,
  pathLeftBehind: (path) =>
    `La ruta ${path} es un resto: ya ningún socket de este espacio de nombres de red tiene bind ahí. Borrala antes del bind, o usá listen con { unlink: true }.`,
  nameHeld: (name, whose, how, isPath) =>
    `${capital(who(whose))} ${how === 'listens' ? 'escucha en' : 'tiene un socket con bind en'} ${name}: ${isOwn(whose) ? 'cerrá ese socket' : 'detenelo'}, o elegí ${isPath ? 'otra ruta' : 'otro nombre'}.`,
  nameTakenNow: (name, whose) =>
    `${capital(who(whose))} recibe ahora lo que llega a ${name}: empezó después de esta llamada.`,
  boundOnly: (name, whose) =>
    `${capital(who(whose))} hizo bind en ${name}, pero no escucha: todavía no llamó a listen(), o no lo hará nunca.`,
  serverGone: (path) =>
    `La ruta ${path} es el resto de un servidor que ya no está: arrancá el servidor, que antes tiene que borrar el archivo.`,
  abstractNobody: (name) =>
    `Ningún socket de este espacio de nombres de red tiene el nombre abstracto ${name}: arrancá antes el servidor, en ese mismo espacio.`,
  typesDiffer: (name, theirs, ours) =>
    `El socket de ${name} es ${typeName(theirs)} y este es ${typeName(ours)}: los dos extremos tienen que ser del mismo tipo.`,
  takesOthers: (name, whose) =>
    `${capital(who(whose))} tiene ${name}, conectado a otro par: solo recibe datagramas de ese par.`,
  queueFull: (whose, where, waiting) =>
    `${capital(who(whose))} escucha en ${where} pero no hace accept, y su cola está llena${waiting === null ? '' : ` (${waiting} en espera)`}: está trabado, o su backlog es muy corto.`,
  noSocket: (path, kind) => `La ruta ${path} es de ${FILES[kind]}, no de un socket: elegí otra.`,
  linkLoop: (path) =>
    `Los enlaces simbólicos de ${path} dan vueltas en círculo: corregilos, o nombrá el archivo mismo.`,
  linkTooLong: (path) =>
    `La ruta ${path} es, o lleva a, un nombre más largo de lo que admite el sistema de archivos: acortala.`,
  noDirectory: (path) => `La ruta ${path} es de un archivo, y ahí hace falta un directorio: revisala.`,
  danglingLink: (path, target) =>
    `La ruta ${path} es un enlace simbólico a ${target}, que no existe: arrancá ahí el servidor, o corregí el enlace.`,
  noSuchDirectory: (path, binding) =>
    `El directorio ${path} no existe: ${binding ? 'crealo antes del bind.' : 'revisá la ruta, y arrancá antes el servidor.'}`,
  noSuchName: (path, absolute) =>
    `La ruta ${path} no existe, aunque su directorio sí: arrancá antes el servidor${absolute ? '' : ', y revisá el directorio de trabajo, donde empieza la ruta'}.`,
  mayNotSearch: ({ path, owner, mode, user }) =>
    `El usuario ${user} no puede atravesar el directorio ${path}, que es de ${owner} con modo ${mode}.`,
  mayNotCreate: ({ path, owner, mode, user }) =>
    `El usuario ${user} no puede crear archivos en ${path}, que es de ${owner} con modo ${mode}.`,
  mayNotConnect: ({ path, owner, mode, user }) =>
    `El usuario ${user} no puede escribir en ${path}, que es de ${owner} con modo ${mode}; para conectar hace falta.`,
  grantPath: (group) =>
    group === null
      ? 'Ejecutalo como su dueño, o que el dueño cambie el modo.'
      : `Ejecutalo como su dueño o como miembro del grupo ${group}, o que el dueño cambie el modo.`,
}
