// The package types its classes in its root only; these two are deep imports, because the root does not export them.
declare module 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js' {
  import type { RateLimiterStoreAbstract } from 'rate-limiter-flexible'
  const Store: new (options: {
    keyPrefix: string
    points: number
    duration: number
  }) => RateLimiterStoreAbstract
  export default Store
}
declare module 'rate-limiter-flexible/lib/RateLimiterRes.js' {
  import { RateLimiterRes } from 'rate-limiter-flexible'
  export default RateLimiterRes
}
