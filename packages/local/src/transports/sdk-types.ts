import type { SWF } from '@aws-sdk/client-swf'

/** The methods of the AWS SDK's client that are SWF actions. */
export type SdkMethod = Exclude<
  keyof SWF,
  'config' | 'middlewareStack' | 'send' | 'destroy' | `paginate${string}`
>

/** The SDK's input and output types of a method. The output has no `$metadata`. */
export type SdkCall<Method extends SdkMethod> = SWF[Method] extends {
  (input: infer Input, options?: infer _Options): Promise<infer Output>
  (input: infer _Input2, callback: infer _Callback): void
  (input: infer _Input3, options: infer _Options2, callback: infer _Callback2): void
}
  ? { readonly input: Input; readonly output: Omit<Output, '$metadata'> }
  : never
