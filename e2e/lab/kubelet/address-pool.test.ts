import { expect, test } from 'vitest'
import { addressPool } from './address-pool.ts'

test('a pod keeps its address when it is free and gets another when it is not', () => {
  const pool = addressPool()
  expect(pool.take('10.244.3.7')).toBe('10.244.3.7')
  expect(pool.take('10.244.3.7')).toBe('10.244.3.8')
})

test('a freed address rests: the next pod gets a fresh one', () => {
  const pool = addressPool()
  const before = pool.take()
  pool.free(before)
  expect(pool.take()).not.toBe(before)
})

test('a new pod does not get the address that an older one will want again', () => {
  const pool = addressPool(['10.244.1.40', '10.244.1.30'])
  expect(pool.take()).toBe('10.244.1.41')
  expect(pool.take('10.244.1.30')).toBe('10.244.1.30')
})

test('addresses never end in 0 or 255, and none outside the pods’ range is kept', () => {
  const pool = addressPool()
  const taken = Array.from({ length: 600 }, () => pool.take())
  expect(new Set(taken).size).toBe(600)
  expect(taken.filter((address) => /\.(0|255)$/.test(address))).toEqual([])
  for (const foreign of ['10.244.0.1', '10.244.255.10', '192.168.0.4', '']) {
    expect(pool.take(foreign)).not.toBe(foreign)
  }
})
