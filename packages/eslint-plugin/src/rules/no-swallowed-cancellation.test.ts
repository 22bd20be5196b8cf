import { prelude, testRule } from '../../test/rule-cases.ts'
import { noSwallowedCancellation } from './no-swallowed-cancellation.ts'

testRule(noSwallowedCancellation, {
  right: {
    'an error that is thrown on': `try { yield* charge(1) } catch (error) { yield* log.warn('not paid'); throw error }`,
    'a check for a cancel request': `try { yield* charge(1) } catch (error) { if (isReyieldError(error, 'CANCELED')) throw error }`,
    'a catch that returns': `try { yield* charge(1) } catch { return 'not paid' }`,
    'a catch that breaks': `for (const x of input) { try { yield* charge(x) } catch { break } }`,
    'a catch that compensates': `try { yield* charge(1) } catch { yield* refund(1) }`,
    'a catch that remembers': `let failed; try { yield* charge(1) } catch (error) { failed = error }`,
    'a catch that hands on the error': `try { yield* charge(1) } catch (error) { input.failures.push(error) }`,
    'code without operations': `try { JSON.parse(input) } catch {}`,
    'operations that do not wait': `try { yield* log.info('x'); yield* now() } catch {}`,
    'a shield, which no request interrupts': `try { yield* shield(charge(1)) } catch {}`,
    'a finally': `try { yield* charge(1) } finally { yield* shield(refund(1)) }`,
    'a finally that returns': `try { yield* charge(1) } catch {} finally { return 1 }`,
    'an operation in another function': `try { input.map(function* (x) { yield* charge(x) }) } catch {}`,
    'a catch in an activity': `import { createWorker } from '@reyield/worker'
      createWorker({ activities: { charge: async x => { try { await fetch(x) } catch {} } } })`,
    'a catch in a saga of redux-saga': `import { call } from 'redux-saga/effects'
      import { workflow } from '@reyield/workflow'
      export function* watch() { try { yield call(fetch) } catch {} }`,
    'a catch in a coroutine of co': `import co from 'co'
      import { sleep } from '@reyield/workflow'
      co(function* () { try { yield fetch('/') } catch {} })`,
    'a catch in a file without Reyield': `import { x } from './x.js'
      export function* order() { try { yield* x() } catch {} }`,
  },
  wrong: {
    'an empty catch': {
      code: `try { yield* charge(1) } catch {}`,
      errors: [
        "This catch also ignores cancel requests, and the workflow goes on. Throw them on: if (isReyieldError(error, 'CANCELED')) throw error.",
      ],
    },
    'an empty catch with a comment': {
      code: `try { yield* charge(1) } catch { /* never mind */ }`,
      errors: ['swallowed'],
    },
    'a catch with a name': { code: `try { yield* charge(1) } catch (_error) {}`, errors: ['swallowed'] },
    'a catch that logs': {
      code: `try { yield* charge(1) } catch (error) { yield* log.warn('not paid') }`,
      errors: ['swallowed'],
    },
    'a catch that writes to the console': {
      code: `try { yield* charge(1) } catch (error) { console.log(error) }`,
      errors: ['swallowed'],
    },
    'a catch that sets the status': {
      code: `try { yield* charge(1) } catch { yield* status('not paid') }`,
      errors: ['swallowed'],
    },
    'a catch that calls a logger': {
      code: `const logger = input; try { yield* charge(1) } catch (e) { logger.warn(e) }`,
      errors: ['swallowed'],
    },
    'a timer': { code: `try { yield* sleep('1 day') } catch {}`, errors: ['swallowed'] },
    'a signal': { code: `try { yield* approved } catch {}`, errors: ['swallowed'] },
    'a composite': { code: `try { yield* all([charge(1), ship(1)]) } catch {}`, errors: ['swallowed'] },
    'a result that is kept': {
      code: `let receipt; try { receipt = yield* charge(1) } catch {}; return receipt`,
      errors: ['swallowed'],
    },
    'an operation that is yielded without a star': {
      code: `try { yield charge(1) } catch {}`,
      errors: ['swallowed'],
    },
    'a loop that goes on': {
      code: `for (const x of input) { try { yield* charge(x) } catch { continue } }`,
      errors: ['swallowed'],
    },
    'a shield beside another operation': {
      code: `try { yield* shield(charge(1)); yield* ship(1) } catch {}`,
      errors: ['swallowed'],
    },
    'a helper generator': {
      code: `${prelude}export async function* pay(x) { try { yield* charge(x) } catch {} }`,
      errors: ['swallowed'],
    },
    'a helper that is called': {
      code: `${prelude}async function* pay(x) { yield* charge(x) }
      export const order = workflow({ name: 'order' }, async function* () { try { yield* pay(1) } catch {} })`,
      errors: ['swallowed'],
    },
    'a branch': {
      code: `yield* saga(function* () { try { yield* charge(1) } catch {} })`,
      errors: ['swallowed'],
    },
  },
})
