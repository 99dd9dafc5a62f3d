/** Makes a value once for each object and text: of a mesh's many edges, few ends are distinct. */
export function remembering<Key extends object, Value>(): (key: Key, text: string, make: () => Value) => Value {
  const known = new Map<Key, Map<string, { value: Value }>>()
  return (key, text, make) => {
    let byText = known.get(key)
    if (byText === undefined) {
      byText = new Map()
      known.set(key, byText)
    }
    let entry = byText.get(text)
    if (entry === undefined) {
      entry = { value: make() }
      byText.set(text, entry)
    }
    return entry.value
  }
}
