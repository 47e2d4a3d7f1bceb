import { SPANISH as WORDS } from '../src/trace/index.ts'
import type { Texts } from './texts.ts'

const ROLES = {
  client: 'cliente',
  server: 'servidor',
  relay: 'intermediario',
  sender: 'emisor',
  receiver: 'receptor',
  parent: 'padre',
  child: 'hijo',
  program: 'programa',
} as const

export const SPANISH: Texts = {
  words: WORDS,
  roles: ROLES,
  party: (role, number, pid) => `${ROLES[role]}${number === null ? '' : ` ${number}`}, proceso ${pid}`,
  thread: (number, pid) => `hilo ${number} del proceso ${pid}`,
  credit: ([guide, section]) => `guía ${guide}, «${section}»`,
  prints: (role) => `el ${ROLES[role]} imprime`,
  kernelLists: 'en la tabla del núcleo',
  kernelListsNothing: 'nada de esta conexión',
  summary: (chapters, failed, seconds) => {
    const count = `${chapters} ${chapters === 1 ? 'capítulo' : 'capítulos'}`
    const took = `${seconds.toFixed(1).replace('.', ',')} s`
    if (failed.length === 0) return `${count}, todo como debe ser, en ${took}`
    return `${failed.length} de ${count} salieron mal, en ${took}: ${failed.join(', ')}`
  },
  wrong: {
    status: (role, status, output) => `el ${ROLES[role]} terminó con estado ${status}: ${output}`,
    output: (role, output) => `el ${ROLES[role]} imprimió otra cosa: ${output}`,
    order: 'los clientes no recibieron respuesta en el orden esperado',
    timeWait: 'TIME_WAIT no está donde se esperaba',
    play: (reason) => `no se pudo representar el capítulo: ${reason}`,
  },
  usage: {
    unknownChapter: (names, known) =>
      `soquete: ningún capítulo se llama ${names.join(', ')}\n  Capítulos: ${known.join(', ')}.`,
    unknownOption: (option) =>
      `soquete: ninguna opción se llama ${option}\n  Uso: npm start -- [--list] [--lang en|es] [CAPÍTULO …]`,
    unknownLanguage: (language) => `soquete: el recorrido no habla '${language}'\n  Idiomas: en, es.`,
  },
  chapters: {
    'client-server': {
      title: 'Un cliente y un servidor',
      look: 'El servidor se prepara y espera en accept(); el cliente se conecta, dice algo y cierra. Fijate cómo cada llamada de un lado termina una espera del otro, y en qué se convierte close() allá.',
      scenes: { only: { verdict: 'dicho y oído; el fin del flujo es un recv() de 0 bytes' } },
    },
    'nobody-accepts': {
      title: 'Nadie está en accept()',
      look: 'La guía dice que entonces connect() falla. Fijate en las flechas huecas: el cliente se conecta, envía y se va, y el núcleo le guarda todo al servidor, que recién después llega a accept().',
      scenes: { only: { verdict: 'connect() tuvo éxito enseguida: el núcleo contestó por el servidor' } },
    },
    handshake: {
      title: 'Handshake',
      look: 'Antes que nada, el cliente dice el int32 1 y el servidor contesta 0, o -1 si no lo conoce. Fijate en los cuatro bytes: primero el menos significativo.',
      scenes: {
        friend: { verdict: 'handshake aceptado' },
        number: { heading: 'un desconocido, que envía el int32 0x31', verdict: 'rechazado enseguida' },
        character: {
          heading: "un desconocido, que envía un solo carácter, '1'",
          verdict:
            'rechazado al vencer el límite del handshake; sin límite este servidor esperaría para siempre',
        },
      },
    },
    packet: {
      title: 'Encabezado y contenido',
      look: 'Un paquete es un código, la longitud del contenido y el contenido. El servidor lee exactamente cinco bytes, y después exactamente los que ellos dicen. Fijate en los números: en el orden de la red, el byte más significativo va primero.',
      scenes: {
        only: { verdict: 'cada lado leyó paquetes enteros, los haya cortado TCP donde los haya cortado' },
      },
    },
    'echo-stream': {
      title: 'Eco por un flujo',
      look: 'Una conexión lleva bytes en los dos sentidos. Los mismos dos programas corren por TCP, donde la dirección es un puerto, y entre procesos de una misma máquina, donde es una ruta.',
      scenes: {
        internet: { verdict: 'los bytes volvieron por TCP' },
        unix: {
          heading: 'y por un socket Unix, con una ruta',
          verdict: 'los bytes volvieron por un socket Unix, sin puerto',
        },
      },
    },
    'echo-datagram': {
      title: 'Eco por datagramas',
      look: 'Nadie escucha, acepta ni se conecta: cada datagrama lleva su dirección. Fijate dónde se entera el servidor de a quién contestar.',
      scenes: {
        internet: { verdict: 'el datagrama volvió adonde había salido' },
        unix: {
          heading: 'y por un socket Unix: el cliente tiene que tener un nombre, o nadie podría contestarle',
          verdict: 'el datagrama volvió; el nombre que empieza con @ lo eligió Linux',
        },
      },
    },
    'hello-world': {
      title: 'Los gemelos del par en Python',
      look: 'Las mismas llamadas que en la guía, y los mismos bytes en el cable: en el puerto 65432 cada programa también habla con la otra mitad del par en Python.',
      scenes: { only: { verdict: 'Hello, world' } },
    },
    socketpair: {
      title: 'Un par de sockets, para un padre y su hijo',
      look: 'socketpair() crea los dos extremos a la vez, sin dirección y sin nadie que escuche. El padre le da uno al proceso que arranca, donde es el descriptor 3.',
      scenes: { only: { verdict: 'los dos dijeron y oyeron algo, por un mismo par' } },
    },
    'one-by-one': {
      title: 'Un cliente después del otro',
      look: 'El primer cliente se conecta y se queda callado un rato. El segundo se conecta y envía enseguida, y sin embargo espera: el servidor está en recv() con el primero.',
      scenes: { only: { verdict: 'el cliente rápido tuvo que esperar al lento' } },
    },
    threads: {
      title: 'Un hilo por conexión',
      look: 'Los mismos dos clientes. El servidor le entrega cada conexión a un hilo propio y vuelve a accept().',
      scenes: { only: { verdict: 'el cliente rápido tuvo su respuesta primero: lo atendió un hilo propio' } },
    },
    loop: {
      title: 'Un bucle para todas las conexiones',
      look: 'Los mismos dos clientes y un solo hilo: espera a todas las conexiones a la vez y atiende a la que tenga algo para leer.',
      scenes: { only: { verdict: 'el cliente rápido tuvo su respuesta primero, sin un segundo hilo' } },
    },
    relay: {
      title: 'Un servidor que es cliente',
      look: 'El intermediario acepta al cliente y se conecta por él a otro servidor. Fijate cómo pasan los bytes, y el fin de cada sentido.',
      scenes: { only: { verdict: 'la respuesta vino de un servidor que el cliente no conoce' } },
    },
    'closing-server-first': {
      title: 'Cierre activo: el servidor cierra primero',
      look: 'El que cierra primero envía el primer FIN y conserva la conexión un minuto en TIME_WAIT, para que los segmentos atrasados encuentren a alguien que los conozca. Acá es el servidor, y mientras tanto su puerto está ocupado.',
      scenes: {
        closing: { verdict: 'TIME_WAIT quedó en el puerto del servidor' },
        again: {
          heading: 'el servidor, otra vez en el mismo puerto',
          verdict: 'bind() falló, y explain() dice por qué',
        },
      },
    },
    'closing-client-first': {
      title: 'Cierre pasivo: el cliente cierra primero',
      look: 'La primera forma de evitarlo: el servidor espera el fin del flujo y cierra después del cliente. El puerto del cliente no lo pide nadie.',
      scenes: { closing: { verdict: 'TIME_WAIT quedó del lado del cliente, donde no molesta' } },
    },
    'closing-reuse': {
      title: 'SO_REUSEADDR',
      look: 'La segunda: el servidor cierra primero, pero puso SO_REUSEADDR antes de bind(), en esta corrida y en la anterior. Es lo que hacen los servidores.',
      scenes: {
        closing: { verdict: 'TIME_WAIT quedó en el puerto del servidor, como antes' },
        again: {
          heading: 'el servidor, otra vez en el mismo puerto',
          verdict: 'bind() tuvo éxito al lado de TIME_WAIT',
        },
      },
    },
    'closing-reset': {
      title: 'SO_LINGER de 0 segundos, y su precio',
      look: 'La tercera: close() corta la conexión en vez de terminarla. No queda nada, pero el cliente, que tardó en leer, perdió lo que todavía no le había llegado.',
      scenes: { only: { verdict: 'ningún TIME_WAIT, y una despedida incompleta' } },
    },
    calculator: {
      title: 'La calculadora',
      look: 'El ejercicio: primero los operandos, uno por mensaje, y después el operador; cada mensaje tiene su respuesta. Fijate cómo el servidor guarda lo que necesita de un cliente, y cómo dice que no.',
      scenes: {
        sum: { verdict: '3 y 4 son 7' },
        failure: {
          heading: "un cliente que envía 'four'",
          verdict: 'el operando fue rechazado, y el cliente no envió el operador',
        },
      },
    },
    'full-buffer': {
      title: 'Datagramas que nadie extraña',
      look: 'El que envía es más rápido que el que recibe, que tiene un búfer chico. Todos los sendto() tienen éxito.',
      scenes: {
        udp: { verdict: 'por UDP se perdió lo que no entraba, y ninguna llamada lo dijo' },
        unix: {
          heading: 'y por un socket Unix, donde sendto() esperaría',
          verdict: 'no se perdió nada: en cambio se frena al que envía',
        },
      },
    },
    unreliable: {
      title: 'Datagramas perdidos, repetidos y atrasados',
      look: 'En el medio, un intermediario hace lo que hace una mala red, según un plan. Solo los números de los datagramas se lo cuentan al receptor, y solo el silencio le dice que no vendrá nada más.',
      scenes: { only: { verdict: 'uno perdido, uno repetido, uno atrasado: UDP no avisó de ninguno' } },
    },
    errors: {
      title: 'Lo que puede fallar',
      look: 'Se provoca cada falla: la llamada, el código, qué significa y qué hacer.',
      scenes: { only: { verdict: 'cada una falló como debía' } },
    },
  },
}
