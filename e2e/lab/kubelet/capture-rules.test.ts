import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { captureRules, parseCapture } from './capture-rules.ts'

const usual =
  'istio-iptables -p 15001 -z 15006 -u 1337 -m REDIRECT -i * -x  -b * -d 15090,15021,15020 --log_output_level=default:info'
const argsOf = (text: string) => text.split(' ')

describe('what istio-init captures', () => {
  test('everything but the proxy’s own ports by Istio’s usual arguments', () => {
    const rules = captureRules(parseCapture(argsOf(usual)))
    expect(rules).toContain('tcp dport { 15008, 15090, 15021, 15020 } return')
    expect(rules).toContain('meta l4proto tcp redirect to :15006')
    expect(rules).toContain('meta l4proto tcp redirect to :15001')
  })

  test('the proxy’s own traffic goes out uncaptured, and DNS of the application goes to the agent', () => {
    const rules = captureRules(parseCapture(argsOf(usual.replaceAll('1337', '1500'))))
    expect(rules.indexOf('meta skuid 1500 return')).toBeLessThan(rules.indexOf('redirect to :15001'))
    expect(rules.indexOf('meta skuid 1500 return')).toBeGreaterThan(0)
    expect(rules).toContain('meta skuid != 1500 udp dport 53 redirect to :15053')
  })

  test('excluded outbound ports and networks leave before the redirect', () => {
    const args = [...argsOf(usual), '-o', '3306,6379']
    args[args.indexOf('-x') + 1] = '10.0.0.0/8'
    const rules = captureRules(parseCapture(args))
    const redirect = rules.indexOf('redirect to :15001')
    for (const excluded of ['tcp dport { 3306, 6379 } return', 'ip daddr { 10.0.0.0/8 } return']) {
      expect(rules.indexOf(excluded)).toBeGreaterThan(0)
      expect(rules.indexOf(excluded)).toBeLessThan(redirect)
    }
  })

  test('listed inbound ports and networks are captured alone', () => {
    const args = argsOf(usual)
    args[args.indexOf('-b') + 1] = '8080'
    args[args.indexOf('-i') + 1] = '10.96.0.0/16'
    const rules = captureRules(parseCapture(args))
    expect(rules).toContain('tcp dport { 8080 } redirect to :15006')
    expect(rules).toContain('ip daddr { 10.96.0.0/16 } meta l4proto tcp redirect to :15001')
    expect(rules).not.toContain('    meta l4proto tcp redirect')
  })
})

const canCheck = process.getuid?.() === 0 && spawnSync('nft', ['--version']).status === 0

test.skipIf(!canCheck)('nftables takes the rules', () => {
  const args = [...argsOf(usual), '-o', '3306,6379']
  args[args.indexOf('-x') + 1] = '10.0.0.0/8,192.168.0.0/16'
  const { status, stderr } = spawnSync('nft', ['--check', '-f', '-'], {
    input: captureRules(parseCapture(args)),
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, ''])
})
