/** A message of the conversation with the model. */
export interface Message {
  readonly from: 'user' | 'model' | 'tool'
  readonly text: string
}

/** A tool that the model asks for. */
export type ToolCall =
  | { readonly id: string; readonly tool: 'search'; readonly query: string }
  | { readonly id: string; readonly tool: 'calculate'; readonly expression: string }
  | { readonly id: string; readonly tool: 'sendMail'; readonly to: string; readonly text: string }

/** An answer of the model. Without tool calls it's the last one. */
export interface Reply {
  readonly text: string
  readonly calls: readonly ToolCall[]
  readonly tokens: number
}

/** What an agent may use, or has used. */
export interface Usage {
  readonly steps: number
  readonly tokens: number
}

/** A task for the agent. */
export interface Task {
  readonly question: string
  readonly budget: Usage
  /** How long a human may take to approve a mail. */
  readonly approveWithin: string
  /** The conversation is summarized when it has more messages than this. */
  readonly longest: number
  /** What earlier runs of the execution have left: their summary and what they have used. */
  readonly soFar?: { readonly summary: string; readonly used: Usage }
}

/** The result of a task. */
export interface Answer {
  readonly state: 'answered' | 'out of budget'
  readonly text: string
  readonly used: Usage
}

/** A mail that waits for an approval. */
export interface Mail {
  readonly id: string
  readonly to: string
  readonly text: string
}
