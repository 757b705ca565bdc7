// What the consent page says, in English and Spanish; kinds of data have their words in vocabulary/scope-table.ts.
import type { Language } from '../mail/outbox.ts'
import type { ProblemName } from './problem.ts'

/** Sentences of the page that need no facts. */
export interface Words {
  /** Follows the app's name in the heading. */
  asks: string
  other: { code: Language; name: string }
  sandbox: string
  by: string
  returnsTo: string
  ownApp: string
  signedInAs: string
  whose: string
  whoseOne: string
  relationship: Record<string, string>
  what: string
  whatHelp: string
  onlyParts: string
  onlyPartsHelp: string
  identity: string
  sensitive: string
  sensitiveHelp: string
  howLong: string
  once: string
  onceHelp: string
  days90: string
  months13: string
  until: string
  offline: string
  stopTitle: string
  stop: string
  stopSandbox: string
  connected: string
  contact: string
  afterwards: string
  policies: string
  privacy: string
  security: string
  terms: string
  newWindow: string
  details: string
  clientId: string
  redirect: string
  scopes: string
  allow: string
  deny: string
  back: string
  problemTitle: string
  problems: Record<ProblemName, string>
}

export const words: Record<Language, Words> = {
  en: {
    asks: 'asks to read your health plan record',
    other: { code: 'es', name: 'Español' },
    sandbox: 'Sandbox: all data here is synthetic. No real person’s record is shared.',
    by: 'Published by',
    returnsTo: 'After your answer you return to',
    ownApp: 'an app on this device',
    signedInAs: 'You are signed in as',
    whose: 'Whose record?',
    whoseOne: 'The record of',
    relationship: {
      self: 'you',
      child: 'child',
      parent: 'parent',
      spouse: 'spouse',
      other: 'you act for this person',
    },
    what: 'What may the app read?',
    whatHelp: 'Untick what you do not want to share. The app cannot change anything.',
    onlyParts: 'Share only some of it',
    onlyPartsHelp: 'Tick what you want to share. Tick nothing here to share all of it.',
    identity: 'Know who signs in',
    sensitive: 'Also records marked as sensitive',
    sensitiveHelp:
      'For example treatment of addiction, mental health or HIV. Left out unless you tick this.',
    howLong: 'For how long?',
    once: 'This time only',
    onceHelp: 'access ends within the hour',
    days90: '90 days',
    months13: '13 months',
    until: 'until',
    offline: 'Also when I am not using the app, until then',
    stopTitle: 'You can stop this at any time',
    stop: 'Open Connected apps in the member portal and choose Revoke. Access then ends at once.',
    stopSandbox: 'Reset your synthetic patient in the vendor portal, and access ends at once.',
    connected: 'Connected apps',
    contact: 'Questions? Contact',
    afterwards:
      'What the app has read stays with it, under its own privacy policy. Your plan’s rules, and usually HIPAA, no longer cover that copy.',
    policies: 'What the app promises',
    privacy: 'Privacy policy',
    security: 'Security policy',
    terms: 'Terms of service',
    newWindow: '(opens in a new window)',
    details: 'Technical details',
    clientId: 'Client ID',
    redirect: 'Redirect',
    scopes: 'Scopes',
    allow: 'Allow',
    deny: 'Cancel',
    back: 'Go back to the app without sharing',
    problemTitle: 'This does not work',
    problems: {
      'bad-request': 'The app sent a request that cannot be read. Start again from the app.',
      'unknown-app':
        'No app with this Client ID may ask for records here. If you came from an app, tell its makers.',
      'unknown-redirect':
        'The app wants to return to an address that is not registered for it. Nothing was shared. Tell the makers of the app.',
      'not-signed-in': 'We could not learn who is signed in. Start again from the app.',
      over: 'This page has ended: it is good for 15 minutes and one answer, in the browser that opened it. Start again from the app.',
      'not-ours':
        'This answer did not come from our page, so it was not taken. Start again from the app.',
      'no-record':
        'No record is linked to your account, so there is nothing to share. Ask your health plan.',
      'no-such-record':
        'The app was opened for a record that you may not share. Open it again from the gallery.',
      'not-offered':
        'The app asks for nothing that can be shared, or the answer named what was not offered. Start again from the app.',
      'box-down':
        'Your plan’s record system does not answer at the moment. Nothing was changed. Load this page again in a few seconds.',
      'too-many':
        'Too many requests from your address. Wait a minute, then start again from the app.',
    },
  },
  es: {
    asks: 'pide leer su historial en su plan de salud',
    other: { code: 'en', name: 'English' },
    sandbox:
      'Entorno de pruebas: todos los datos son sintéticos. No se comparte el historial de nadie.',
    by: 'Publicada por',
    returnsTo: 'Después de responder, usted vuelve a',
    ownApp: 'una aplicación en este dispositivo',
    signedInAs: 'Ha entrado como',
    whose: '¿El historial de quién?',
    whoseOne: 'El historial de',
    relationship: {
      self: 'usted',
      child: 'hijo o hija',
      parent: 'padre o madre',
      spouse: 'cónyuge',
      other: 'usted actúa por esta persona',
    },
    what: '¿Qué puede leer la aplicación?',
    whatHelp: 'Desmarque lo que no quiera compartir. La aplicación no puede cambiar nada.',
    onlyParts: 'Compartir solo una parte',
    onlyPartsHelp: 'Marque lo que quiera compartir. Si no marca nada aquí, se comparte todo.',
    identity: 'Saber quién entra',
    sensitive: 'También los registros marcados como delicados',
    sensitiveHelp:
      'Por ejemplo, tratamiento de adicciones, salud mental o VIH. No se incluyen si usted no lo marca.',
    howLong: '¿Por cuánto tiempo?',
    once: 'Solo esta vez',
    onceHelp: 'el acceso termina en menos de una hora',
    days90: '90 días',
    months13: '13 meses',
    until: 'hasta el',
    offline: 'También cuando no uso la aplicación, hasta entonces',
    stopTitle: 'Puede detenerlo en cualquier momento',
    stop: 'Abra Aplicaciones conectadas en el portal de miembros y elija Revocar. El acceso termina de inmediato.',
    stopSandbox:
      'Reinicie su paciente sintético en el portal de desarrolladores y el acceso termina de inmediato.',
    connected: 'Aplicaciones conectadas',
    contact: '¿Preguntas? Contacte a',
    afterwards:
      'Lo que la aplicación haya leído queda en su poder, según su propia política de privacidad. Las reglas de su plan, y normalmente HIPAA, ya no protegen esa copia.',
    policies: 'Lo que promete la aplicación',
    privacy: 'Política de privacidad',
    security: 'Política de seguridad',
    terms: 'Condiciones del servicio',
    newWindow: '(se abre en otra ventana)',
    details: 'Detalles técnicos',
    clientId: 'Client ID',
    redirect: 'Dirección de retorno',
    scopes: 'Permisos (scopes)',
    allow: 'Permitir',
    deny: 'Cancelar',
    back: 'Volver a la aplicación sin compartir',
    problemTitle: 'No es posible continuar',
    problems: {
      'bad-request':
        'La aplicación envió una solicitud que no se puede leer. Comience de nuevo desde la aplicación.',
      'unknown-app':
        'Ninguna aplicación con este Client ID puede pedir historiales aquí. Si viene de una aplicación, avise a sus creadores.',
      'unknown-redirect':
        'La aplicación quiere volver a una dirección que no tiene registrada. No se ha compartido nada. Avise a sus creadores.',
      'not-signed-in': 'No pudimos saber quién ha entrado. Comience de nuevo desde la aplicación.',
      over: 'Esta página ha terminado: vale 15 minutos y una respuesta, en el navegador que la abrió. Comience de nuevo desde la aplicación.',
      'not-ours':
        'Esta respuesta no vino de nuestra página y no se aceptó. Comience de nuevo desde la aplicación.',
      'no-record':
        'Su cuenta no tiene ningún historial, así que no hay nada que compartir. Consulte a su plan de salud.',
      'no-such-record':
        'La aplicación se abrió para un historial que usted no puede compartir. Ábrala de nuevo desde la galería.',
      'not-offered':
        'La aplicación no pide nada que se pueda compartir, o la respuesta incluía algo que no se ofrecía. Comience de nuevo desde la aplicación.',
      'too-many':
        'Demasiadas solicitudes desde su dirección. Espere un minuto y comience de nuevo desde la aplicación.',
      'box-down':
        'El sistema de su plan no responde en este momento. Nada ha cambiado. Cargue esta página de nuevo en unos segundos.',
    },
  },
}
