import { noSuchDoor } from '#lib/server/no-such-door.ts'

export const GET = noSuchDoor
export const POST = noSuchDoor
export const PUT = noSuchDoor
export const PATCH = noSuchDoor
export const DELETE = noSuchDoor
