import { render } from 'preact'
import { startAttention } from './attention/attention.ts'
import { startListing } from './executions/listing.ts'
import { App } from './app.tsx'
import { startEvents } from './live/events.ts'
import { startTime } from './parts/time.tsx'
import { startRouter } from './router.ts'
import { startSession } from './session.ts'

startRouter()
startTime()
startSession()
startEvents()
startAttention()
startListing()
render(<App />, document.getElementById('app')!)
