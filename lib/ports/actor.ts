/** Who acts, as the API server knows them. */
export interface Actor {
  name: string
  groups?: string[]
}
