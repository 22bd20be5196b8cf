import { useEffect, useState } from 'preact/hooks'

/** While somebody drags, what isn't needed at once isn't loaded: it is when they have rested so long. In milliseconds. */
const restsAfter = 150

/** A value that has stayed the same for a while. */
export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restsAfter)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}
