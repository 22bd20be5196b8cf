import { layer } from '../../vitest.config.ts'

export default layer(['test/temporary-folder/leaves.ts'], [], 30_000)
