import type { DomainId } from '../keys.ts'
import type { Domain } from './execution.ts'

/** All domains, by region. A request only sees those of its region. */
export class Domains {
  private readonly regions = new Map<string, Map<string, Domain>>()

  add(domain: Domain): void {
    const { region, name } = domain
    const ofRegion = this.regions.get(region)
    if (ofRegion === undefined) this.regions.set(region, new Map([[name, domain]]))
    else ofRegion.set(name, domain)
  }

  get({ region, name }: DomainId): Domain | undefined {
    return this.regions.get(region)?.get(name)
  }

  /** The domains of a region, in the order in which they were registered. */
  of(region: string): readonly Domain[] {
    return [...(this.regions.get(region)?.values() ?? [])]
  }

  /** The domains of all regions. */
  *all(): Generator<Domain> {
    for (const ofRegion of this.regions.values()) yield* ofRegion.values()
  }

  /** The regions that have a domain with this name. */
  regionsOf(name: string): readonly string[] {
    return [...this.regions].flatMap(([region, domains]) => (domains.has(name) ? [region] : []))
  }
}
