import type { SWF } from '@aws-sdk/client-swf'

/** The actions of the AWS SDK's client, as methods. */
export type SdkMethod = Exclude<
  keyof SWF,
  'config' | 'middlewareStack' | 'send' | 'destroy' | `paginate${string}`
>

/** Input and output of a method in the SDK's shapes, the output without what it says of the transport. */
export type SdkCall<Method extends SdkMethod> = SWF[Method] extends {
  (input: infer Input, options?: infer _Options): Promise<infer Output>
  (input: infer _Input2, callback: infer _Callback): void
  (input: infer _Input3, options: infer _Options2, callback: infer _Callback2): void
}
  ? { readonly input: Input; readonly output: Omit<Output, '$metadata'> }
  : never
