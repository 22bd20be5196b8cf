/** Parts of the names of secrets, in lower case without separators. */
const parts = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'authorization',
  'authentication',
  'cookie',
  'credential',
  'apikey',
  'accesskey',
  'privatekey',
  'secretkey',
  'signingkey',
  'encryptionkey',
  'connectionstring',
  'sessionid',
  'sessionkey',
  'bearer',
  'signature',
  'jwt',
]

/** Whole names of secrets, which are too short to be searched in other names. */
const whole = new Set([
  'auth',
  'xauth',
  'basicauth',
  'pwd',
  'pass',
  'pin',
  'otp',
  'sid',
  'csrf',
  'xsrf',
  'cvv',
  'cvc',
  'dsn',
])

/**
 * Whether a property of this name probably contains a secret: `password`, `apiKey`, `X-Api-Key`, `SET_COOKIE`, `clientSecret`, …, in
 * any case and format.
 */
export function isSecretName(name: string): boolean {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return whole.has(plain) || parts.some(part => plain.includes(part))
}

/** Texts that contain a secret, whatever the property is called: a header, a URL with a password, a body, a key. */
const texts = [
  /\b(?:bearer|basic|digest|negotiate)\s+[\w+/=.~-]{6,}/i,
  /:\/\/[^/?#\s@]*:[^/?#\s@]+@/, // user and password in a URL
  /\beyJ[\w-]{6,}\.[\w-]+\.[\w-]*/, // a JSON web token
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, // an access key of AWS
]

/** `name=value`, `"name": "value"`, `Name: value`. */
const assigned = /([\w.-]{2,64})["']?\s*[:=]\s*\S/g

/** Whether a text probably contains a secret. */
export function showsSecret(text: string): boolean {
  if (texts.some(pattern => pattern.test(text))) return true
  for (const [, name] of text.matchAll(assigned)) if (isSecretName(name!)) return true
  return false
}
