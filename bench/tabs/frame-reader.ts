export interface Frame {
  event: string
  /** Which reading of the graph it brings up to; undefined for events that bring none. */
  seq: number | undefined
  bytes: number
}

const end = Buffer.from('\n\n')
const headBytes = 256

/**
 * Reads server-sent events as they come in pieces, of any length and cut anywhere, without keeping or parsing them: two
 * hundred streams of a large graph would otherwise measure their reader.
 */
export class FrameReader {
  private head = Buffer.alloc(0)
  private bytes = 0
  private endsInLineFeed = false

  /** The events that end in this piece. */
  read(piece: Buffer): Frame[] {
    const frames: Frame[] = []
    let start = 0
    if (this.endsInLineFeed && piece[0] === end[0]) {
      this.take(piece, 0, 1)
      frames.push(this.finished())
      start = 1
    }
    for (let at = piece.indexOf(end, start); at >= 0; at = piece.indexOf(end, start)) {
      this.take(piece, start, at + end.length)
      frames.push(this.finished())
      start = at + end.length
    }
    this.take(piece, start, piece.length)
    return frames
  }

  private take(piece: Buffer, from: number, to: number): void {
    if (to <= from) {
      return
    }
    const wanted = Math.min(to - from, headBytes - this.head.length)
    if (wanted > 0) {
      this.head = Buffer.concat([this.head, piece.subarray(from, from + wanted)])
    }
    this.bytes += to - from
    this.endsInLineFeed = piece[to - 1] === end[0]
  }

  private finished(): Frame {
    const head = this.head.toString('utf8')
    const seq = /"(?:seq|to)":(\d+)/.exec(head)?.[1]
    const frame: Frame = {
      event: /^event: (\w+)/m.exec(head)?.[1] ?? '',
      seq: seq === undefined ? undefined : Number(seq),
      bytes: this.bytes,
    }
    this.head = Buffer.alloc(0)
    this.bytes = 0
    this.endsInLineFeed = false
    return frame
  }
}
