/** One line of a shown difference; `fold` stands for `count` lines that are the same, `place` says where what follows is. */
export type DiffLine = { kind: 'same' | 'added' | 'removed' | 'place'; text: string } | { kind: 'fold'; count: number }
