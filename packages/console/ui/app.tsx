/** The whole page. */
export const App = () => <h1>Reyield</h1>
