import type { ErrorTexts } from './texts.ts'

/** How connections end, and calls that would have to wait. */
export const SPANISH_ENDINGS: ErrorTexts<'endings'> = {
  ECONNRESET: {
    means:
      'El sistema del par cortó la conexión: llegó un RST. Lo que estaba en camino, en cualquier dirección, puede perderse.',
    calls: {
      recv: 'El par cerró sin leer todo, cerró con SO_LINGER 0, murió sin leer todo, o su máquina ya no recuerda la conexión. Lo que había llegado antes se puede leer primero.',
      send: 'Lo mismo, si send() es el primero en enterarse; el siguiente dice EPIPE.',
    },
    todo: [
      'Contá con eso: un par puede irse en cualquier momento. Termina esa conexión, no tu programa.',
      'Si aparece al final de una conversación que anduvo bien: alguien cierra sin leer todo. Leé hasta el fin del flujo (recv() da 0) y después hacé close().',
      'Mirá el registro del par: quizás se cayó, o rechazó lo que le enviaste.',
    ],
    shows: 'El par cierra con un byte sin leer, y por eso su sistema envía un RST en lugar de un FIN.',
  },
  EPIPE: {
    means: 'Esto ya no lo puede leer nadie.',
    calls: {
      send: 'El par cerró y contestó un send() anterior con un RST, o este lado terminó su dirección con shutdown(SHUT_WR). En TCP también: el socket nunca se conectó.',
    },
    todo: [
      'Si SIGPIPE termina el programa antes de que vea este código: ignorá la señal, o enviá con MSG_NOSIGNAL.',
      'El primer send() después de que el par cerró sale bien: que salga bien nunca significa que alguien lo leyó. Hacé que el par conteste.',
      'Leé lo que el par haya dicho antes de irse; después hacé close().',
    ],
    shows: 'El primer send() imprime 3: lo aceptaron. La respuesta es un RST, y el segundo falla.',
  },
  ECONNABORTED: {
    means: 'La conexión la terminó esta máquina, o terminó antes de que alguien la tomara.',
    calls: {
      accept:
        'El cliente se arrepintió mientras esperaba en la cola. Otros sistemas lo dicen; en Linux accept() sale bien, y después recv() dice ECONNRESET.',
      recv: 'Alguien terminó acá la conexión por la fuerza, como root con «ss --kill».',
      send: 'Como recv().',
    },
    todo: ['De accept(): seguí con la próxima conexión. Se fue ese cliente, y nada más.'],
  },
}

export const SPANISH_WAITING: ErrorTexts<'waiting'> = {
  EAGAIN: {
    means: 'Habría que esperar, y la llamada no debe esperar. No hay nada mal.',
    calls: {
      recv: 'No llegó nada: en el acto con O_NONBLOCK o MSG_DONTWAIT; con SO_RCVTIMEO, cuando se acabó su tiempo.',
      send: 'El búfer está lleno, porque el par lee despacio o no lee. En datagramas Unix: su cola está llena.',
      accept: 'En este momento nadie espera a accept(); quizás otro hilo llegó antes.',
      connect:
        'En un socket Unix: la cola del servidor está llena. En UDP, también sendto(): no queda puerto local.',
    },
    todo: [
      'Esperá con poll() o epoll a que el socket esté listo, y probá de nuevo. Reintentar en un bucle quema un procesador.',
      'Que esté listo es un indicio: aun después de poll() la llamada puede decir EAGAIN.',
      'EWOULDBLOCK es el mismo número en Linux; el código portable pregunta por los dos.',
    ],
    shows: 'recv() con MSG_DONTWAIT donde no llegó nada.',
  },
  EINPROGRESS: {
    means: 'La conexión se está estableciendo, y connect() no la espera. No es una falla.',
    calls: {
      connect: 'El socket no bloquea y el handshake está en curso; o bloquea, y se acabó SO_SNDTIMEO.',
    },
    todo: [
      'Esperá con poll() a que se pueda escribir, y preguntá con getsockopt(SO_ERROR): 0 es que salió bien; si no, dice por qué.',
      'Llamar de nuevo a connect() también lo dice: EALREADY mientras sigue, EISCONN (o 0) cuando ya está en pie.',
    ],
    shows: 'Ahí nadie escucha, pero eso se sabe después: connect() apenas empezó.',
  },
  EALREADY: {
    means: 'En este socket ya hay un connect() en curso.',
    calls: { connect: 'El anterior, que dijo EINPROGRESS, no terminó.' },
    todo: ['Esperá a que se pueda escribir, como después de EINPROGRESS.'],
    shows: 'La cola del servidor está llena: cuando llega el segundo connect(), el primero sigue en curso.',
  },
  EINTR: {
    means:
      'Llegó una señal mientras la llamada esperaba, y corrió su handler. No se recibió ni se envió nada.',
    calls: {
      recv: 'El handler se instaló sin SA_RESTART; o el socket tiene SO_RCVTIMEO, y ahí no sirve.',
      send: 'Lo mismo; si ya habían salido algunos bytes, da cuántos.',
      accept: 'Lo mismo.',
      connect: 'El handshake sigue: en Linux, volver a llamar a connect() lo espera.',
      poll: 'Con cualquier handler: poll(), select() y epoll_wait() no se reanudan nunca.',
    },
    todo: [
      'Repetí la llamada, o instalá los handlers con sigaction() y SA_RESTART.',
      'Si el handler deja una marca, miralo antes de cada espera; pselect(), ppoll() y signalfd() cierran el hueco entre las dos cosas.',
    ],
    shows: 'recv() espera para siempre; al segundo llega una alarma.',
  },
}
