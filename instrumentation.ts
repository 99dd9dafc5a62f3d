export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startContainer } = await import('#lib/server/start-container.ts')
    startContainer()
  }
}
