// The words of the box's own pages, in English and Spanish.

const en = {
  titles: {
    login: 'Sign in',
    twoFactor: 'Enter your code',
    enrol: 'Set up your second factor',
    consent: 'Share your record?',
    fault: 'This did not work',
    done: 'Signed out',
  },
  login: {
    heading: 'Sign in',
    toApp: 'to continue to',
    name: 'E-mail or user name',
    password: 'Password',
    button: 'Sign in',
    forgotten: 'Forgot your password?',
    wrong: 'That name and password do not go together. Check both and try again.',
    blocked: 'Too many attempts. Please wait before you try again. Seconds to wait:',
    privacy: 'The app you came from never sees your password.',
  },
  twoFactor: {
    heading: 'Enter your code',
    text: 'Open your authenticator app and type the six digits it shows for',
    code: 'Six-digit code',
    button: 'Sign in',
    wrong: 'That code is not right, or it was used already. Wait for the next one and type that.',
    lost: 'No access to your authenticator app? Ask another admin to remove your second factor (admin portal, People). You then set up a new one.',
  },
  enrol: {
    heading: 'Set up your second factor',
    text: 'Admins sign in with a password and a code from their phone. You do this once.',
    install:
      'Open an authenticator app. If you have none, install one from the app store of your phone.',
    scan: 'Add an account in the app and scan this picture.',
    picture: 'QR code with the setup key below',
    orKey: 'Cannot scan? Type this key instead:',
    open: 'On this phone? Open the key in your app',
    type: 'Type the six digits that the app shows now.',
    wrong:
      'That code does not belong to this key. Check that the clock of your phone is right, then type the code it shows now.',
    button: 'Confirm and sign in',
  },
  consent: {
    heading: 'wants to read your record',
    returns: 'It returns you to',
    publisher: 'Published by',
    whose: 'Whose record',
    what: 'What it may read',
    sensitive:
      'Also specially protected records (for example substance use treatment, HIV, mental health)',
    until: 'Access lasts until',
    stop: 'You can stop it at any time under connected apps.',
    details: 'Details for developers',
    allow: 'Allow',
    deny: 'Cancel',
    identity: 'Who you are (name and account)',
    offline: 'Read also when you are not using the app',
    own: 'Your own record',
    other: 'Record you may act for',
  },
  fault: {
    badRequest:
      'The app sent a request that this server cannot read. Go back to the app and start again.',
    unknownClient: 'This app is not known here, or it was switched off.',
    badRedirect:
      'The app asked to return to an address that it did not register, so nothing was shared.',
    flowOver:
      'This page is over or was opened in another browser. Go back to the app and start again.',
    tooMany: 'Too many requests from your network. Wait a minute, then start again from the app.',
    foreignForm: 'This form was sent from another site and was not accepted.',
    busy: 'The server is busy at this moment. Wait a few seconds, then start again from the app.',
    broken: 'Something went wrong on our side. Please start again from the app.',
  },
  done: { heading: 'You are signed out', text: 'You can close this window.' },
}

export type PageTexts = typeof en

const es: PageTexts = {
  titles: {
    login: 'Iniciar sesión',
    twoFactor: 'Escriba su código',
    enrol: 'Configure su segundo factor',
    consent: '¿Compartir su historial?',
    fault: 'Esto no funcionó',
    done: 'Sesión cerrada',
  },
  login: {
    heading: 'Iniciar sesión',
    toApp: 'para continuar a',
    name: 'Correo electrónico o usuario',
    password: 'Contraseña',
    button: 'Entrar',
    forgotten: '¿Olvidó su contraseña?',
    wrong: 'El nombre y la contraseña no coinciden. Revíselos e intente de nuevo.',
    blocked: 'Demasiados intentos. Espere antes de intentarlo de nuevo. Segundos de espera:',
    privacy: 'La aplicación de la que viene nunca ve su contraseña.',
  },
  twoFactor: {
    heading: 'Escriba su código',
    text: 'Abra su aplicación de autenticación y escriba los seis dígitos que muestra para',
    code: 'Código de seis dígitos',
    button: 'Entrar',
    wrong: 'Ese código no es correcto o ya se usó. Espere al siguiente y escríbalo.',
    lost: '¿No tiene acceso a su aplicación? Pida a otro administrador que quite su segundo factor (portal de administración, People). Después configura uno nuevo.',
  },
  enrol: {
    heading: 'Configure su segundo factor',
    text: 'Los administradores entran con una contraseña y un código de su teléfono. Esto se hace una sola vez.',
    install:
      'Abra una aplicación de autenticación. Si no tiene ninguna, instálela desde la tienda de su teléfono.',
    scan: 'Agregue una cuenta en la aplicación y escanee esta imagen.',
    picture: 'Código QR con la clave que está debajo',
    orKey: '¿No puede escanear? Escriba esta clave:',
    open: '¿Está en su teléfono? Abra la clave en su aplicación',
    type: 'Escriba los seis dígitos que la aplicación muestra ahora.',
    wrong:
      'Ese código no corresponde a esta clave. Compruebe que el reloj de su teléfono sea correcto y escriba el código que muestra ahora.',
    button: 'Confirmar y entrar',
  },
  consent: {
    heading: 'quiere leer su historial',
    returns: 'Le devuelve a',
    publisher: 'Publicada por',
    whose: 'De quién es el historial',
    what: 'Lo que puede leer',
    sensitive:
      'También datos con protección especial (por ejemplo tratamiento de adicciones, VIH, salud mental)',
    until: 'El acceso dura hasta',
    stop: 'Puede detenerlo en cualquier momento en aplicaciones conectadas.',
    details: 'Detalles para desarrolladores',
    allow: 'Permitir',
    deny: 'Cancelar',
    identity: 'Quién es usted (nombre y cuenta)',
    offline: 'Leer también cuando usted no usa la aplicación',
    own: 'Su propio historial',
    other: 'Historial de quien usted representa',
  },
  fault: {
    badRequest:
      'La aplicación envió una petición que este servidor no puede leer. Vuelva a la aplicación y empiece de nuevo.',
    unknownClient: 'Esta aplicación no se conoce aquí, o fue desactivada.',
    badRedirect:
      'La aplicación pidió volver a una dirección que no registró, así que no se compartió nada.',
    flowOver:
      'Esta página ya venció o se abrió en otro navegador. Vuelva a la aplicación y empiece de nuevo.',
    tooMany:
      'Demasiadas peticiones desde su red. Espere un minuto y empiece de nuevo desde la aplicación.',
    foreignForm: 'Este formulario se envió desde otro sitio y no se aceptó.',
    busy: 'El servidor está ocupado en este momento. Espere unos segundos y empiece de nuevo.',
    broken: 'Algo falló de nuestro lado. Empiece de nuevo desde la aplicación.',
  },
  done: { heading: 'Sesión cerrada', text: 'Puede cerrar esta ventana.' },
}

export const texts = { en, es } as const
