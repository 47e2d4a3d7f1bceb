import type { ExplainTexts } from './texts.ts'

export const SPANISH_STATES: ExplainTexts['states'] = {
  CLOSED: {
    summary: 'no hay conexión',
    means: 'No hay conexión: un socket antes de listen() o connect(), o después de que la suya terminó.',
    who: 'cualquiera de los dos lados, antes y después',
    lasts: 'Hasta que el programa llame a listen(), connect() o close().',
    problem:
      'No. Pero si hubo bind(), ese socket ya tiene el puerto: está ocupado, aunque nadie escuche y todo connect() se rechace.',
    todo: [
      'Hacé listen() enseguida después de bind(). soquete ls --state closed muestra los sockets que solo tienen bind.',
    ],
  },
  LISTEN: {
    summary: 'un servidor espera clientes',
    means:
      'Acá un servidor recibe conexiones. El núcleo las establece solo y las pone en una cola; accept() apenas toma la siguiente. El socket que escucha nunca tiene par.',
    who: 'el servidor',
    lasts:
      'Hasta que el servidor lo cierre. Cuántas pueden esperar a accept() es el backlog: net.core.somaxconn como mucho.',
    problem: 'No. Lo es cuando la cola queda llena: los clientes dejan de recibir respuesta.',
    todo: [
      'La dirección importa: con 127.0.0.1 llegan solo clientes de esta máquina; con 0.0.0.0 y ::, también los de otras.',
      'Compará recv-q (cuántas esperan) con send-q (cuántas pueden): soquete ls --state LISTEN.',
    ],
    shows: 'nc escucha; se lo termina después de la lista.',
  },
  SYN_SENT: {
    summary: 'connect() espera respuesta',
    means: 'connect() envió su SYN y nada contestó: ni SYN y ACK, ni RST.',
    who: 'el cliente',
    lasts:
      'Normalmente una ida y vuelta. Sin respuesta el SYN se repite, unas veces cada segundo, después a los 2, 4, 8 s y así: unos 130 s en total, y entonces ETIMEDOUT.',
    problem:
      'Si se queda ahí: el host está apagado, un firewall descarta lo que llega, la dirección está mal, o el backlog de allá está lleno.',
    todo: [
      'Poné un límite de tiempo propio para conectar.',
      'Probá otro puerto de ese host: si rechaza, es que está.',
    ],
    shows: 'La cola del servidor está llena: la segunda conexión no recibe respuesta.',
  },
  SYN_RECEIVED: {
    summary: 'se contestó el SYN de un cliente, falta su ACK',
    means: 'Llegó un SYN y se contestó con SYN y ACK; falta el ACK que completa el handshake.',
    who: 'el servidor; su programa todavía no ve la conexión',
    lasts:
      'Normalmente una ida y vuelta. Sin el ACK, la respuesta se repite tcp_synack_retries veces: cerca de un minuto.',
    problem:
      'Algunas son normales. Muchísimas son clientes que nunca contestan: un SYN flood, y contra eso están las SYN cookies (net.ipv4.tcp_syncookies).',
    todo: [
      'Dejá encendidas las SYN cookies. Si los clientes son reales: buscá qué pierde las respuestas, casi siempre un firewall o una ruta.',
    ],
    shows: 'TCP_DEFER_ACCEPT deja acá la conexión hasta que lleguen sus primeros datos.',
  },
  ESTABLISHED: {
    summary: 'la conexión está en pie',
    means: 'La conexión está en pie, y los dos lados pueden enviar. Quizás todavía espera a accept().',
    who: 'los dos lados',
    lasts:
      'Sin límite: el silencio no la termina, ni que el par se quede sin luz. Solo SO_KEEPALIVE pregunta (recién a los 7200 s), y los datos que nadie confirma dan ETIMEDOUT a los 15 minutos, más o menos.',
    problem: 'No. Pero no prueba que el par siga ahí.',
    todo: [
      'Poné SO_KEEPALIVE, con TCP_KEEPIDLE, o intercambiá mensajes cuando no haya otra cosa que decir.',
      'Un recv-q que crece: este programa no lee. Un send-q que crece: no lee el par.',
    ],
    shows: 'Una conexión en loopback, con sus dos extremos.',
  },
  FIN_WAIT_1: {
    summary: 'este lado cerró, y nadie lo confirmó',
    means: 'Este lado cerró, y su FIN no está confirmado. Quizás ni salió: hay datos que esperan antes.',
    who: 'el lado que cerró primero',
    lasts:
      'Normalmente una ida y vuelta. Si el par ya no está y el programa cerró: tcp_orphan_retries (0 vale por 8), unos 105 s. Mientras el programa conserve el socket: como ETIMEDOUT.',
    problem: 'Si se quedan muchas: son pares que desaparecieron, o que no leen lo que está antes del FIN.',
    todo: ['Con send-q mayor que 1, el par no lee. SO_LINGER con 0 abandona la conexión en el acto.'],
    shows: 'El par no lee: el FIN espera detrás de los datos.',
  },
  FIN_WAIT_2: {
    summary: 'este lado cerró, el otro no',
    means: 'Este lado cerró, el par lo confirmó, y él no cerró. Todavía puede enviar.',
    who: 'el lado que cerró primero; el otro está en CLOSE_WAIT',
    lasts:
      'Después de close(): net.ipv4.tcp_fin_timeout. Después de shutdown(SHUT_WR), mientras el programa conserve el socket: sin límite.',
    problem:
      'Después de shutdown() es la conexión a medio cerrar que se pidió. Si no, el par se olvida de cerrar.',
    todo: ['Mirá el par: leyó el fin del flujo, o debería. Cerrá cuando ya no quieras su respuesta.'],
    shows: 'Un lado hizo shutdown para enviar; el otro no cierra.',
  },
  CLOSE_WAIT: {
    summary: 'el par cerró, este programa no',
    means: 'El par cerró: recv() da 0 cuando ya se leyó todo. El programa de acá no llamó a close().',
    who: 'el lado que cierra segundo',
    lasts: 'Sin límite: ningún reloj lo termina. Dura hasta que el programa cierre, o termine.',
    problem:
      'Si se quedan o se juntan, sí: el programa se olvida de cerrar, y al final se queda sin descriptores (EMFILE).',
    todo: [
      'Cerrá el socket cuando recv() da 0, y también en toda salida por error.',
      'soquete ls --state CLOSE_WAIT --processes nombra el programa.',
    ],
    shows: 'Un lado hizo shutdown para enviar; el otro no cierra.',
  },
  CLOSING: {
    summary: 'los dos lados cerraron a la vez',
    means:
      'Los dos lados cerraron en el mismo momento: llegó el FIN del par, y el nuestro no está confirmado.',
    who: 'los dos lados; cada uno cerró primero',
    lasts: 'Una ida y vuelta; si el par ya no está, como FIN_WAIT_1.',
    problem: 'No. Es raro y breve.',
    todo: ['Si se queda, hay datos antes de nuestro FIN: el par no lee.'],
    shows: 'Nuestro FIN espera detrás de datos que el par no lee, y entonces el par cierra también.',
  },
  LAST_ACK: {
    summary: 'cerraron los dos, falta la última confirmación',
    means: 'Cerró primero el par y después este lado; falta la confirmación de nuestro FIN.',
    who: 'el lado que cerró segundo; el otro está en TIME_WAIT, o ya no está',
    lasts:
      'Normalmente una ida y vuelta. Si el par ya no está: unos 105 s (net.ipv4.tcp_orphan_retries; 0 vale por 8).',
    problem: 'Si se quedan muchas: son pares que desaparecieron, o que no leen lo que está antes del FIN.',
    todo: ['Nada: para el programa ya terminó, y el resto lo hace el núcleo.'],
    shows: 'Este lado cierra último, con datos que el par no lee.',
  },
  TIME_WAIT: {
    summary: 'la conexión terminó; sus direcciones descansan',
    means:
      'La conexión terminó. El lado que cerró primero recuerda sus direcciones un tiempo: para confirmar un FIN repetido, y para que los segmentos atrasados no caigan en otra conexión.',
    who: 'el lado que cerró primero, y ya ningún programa',
    lasts:
      '60 s, fijos en el núcleo: net.ipv4.tcp_fin_timeout no los cambia. Un FIN repetido los empieza de nuevo; un SYN que seguro es nuevo los termina.',
    problem:
      'Pocas veces. Cuesta poca memoria. Duelen dos cosas: un servidor que reinicia sin SO_REUSEADDR recibe EADDRINUSE, y un cliente de muchísimas conexiones cortas se queda sin puertos (EADDRNOTAVAIL).',
    todo: [
      'Servidor: SO_REUSEADDR antes de bind(). O que cierren primero los clientes, y descansa con ellos.',
      'Cliente: mantené las conexiones y reusalas.',
      'Con net.ipv4.tcp_tw_reuse los clientes vuelven a usar esos puertos después de un segundo (2, lo usual: solo en loopback). No evites el estado con SO_LINGER 0: eso es un RST, y pierde datos.',
    ],
    shows: 'El cliente cierra primero: el estado dura un minuto.',
  },
}
