/** What the stretches of a row mean. */
export const Legend = () => (
  <ul class="legend small" aria-label="Stretches">
    <li>
      <i class="bar queue" /> in a queue
    </li>
    <li>
      <i class="bar run well" /> ran
    </li>
    <li>
      <i class="bar run badly" /> failed
    </li>
    <li>
      <i class="bar wait" /> waited
    </li>
    <li>
      <i class="bar left" /> time left
    </li>
  </ul>
)
