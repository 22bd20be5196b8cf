import { endOf, startOf } from '../analysis/node.ts'
import { waitsIn, yields } from '../analysis/waits.ts'
import { importName } from '../fixes/import-name.ts'
import { rule } from '../rule.ts'

/** Clean-up that an ended branch refuses. */
export const shieldCleanup = rule<'unshielded' | 'useShield'>({
  name: 'shield-cleanup',
  description: 'A finally block waits without a shield',
  recommended: false,
  suggests: true,
  messages: {
    unshielded:
      'If this branch is ended, this clean-up is refused, and the execution is held. Write yield* shield(…) around it.',
    useShield: 'Write yield* shield(…).',
  },
  check(file, report) {
    for (const node of file.module.nodesOf('TryStatement')) {
      if (!node.finalizer || file.workflow.ownerOf(node) === undefined) continue
      for (const wait of waitsIn(node.finalizer, file)) {
        if (yields(wait, 'shield', file) || yields(wait, 'continueAsNew', file)) continue
        const inner = (wait as { argument?: unknown }).argument as typeof wait
        const shield = importName('shield', wait, file)
        report({
          node: wait,
          messageId: 'unshielded',
          suggest:
            shield === undefined
              ? []
              : [
                  {
                    messageId: 'useShield',
                    fix: fixer => [
                      fixer.replaceText(
                        wait,
                        `yield* ${shield.name}(${file.text.slice(startOf(inner), endOf(inner))})`,
                      ),
                      ...shield.fix(fixer),
                    ],
                  },
                ],
        })
      }
    }
  },
})
