// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gomessages

import "unicode/utf8"

// A row is a line of a table. Cells that are empty are not written.
type row [3][]byte

// A table is a group of lines with aligned cells. The last cell of a line is not aligned.
type table []row

func (t *table) add(r row) { *t = append(*t, r) }

// writeTable appends the lines of a table, and empties it.
func (p *printer) writeTable(indent string, t *table) {
	first := width(*t, 0)
	for i, second := 0, 0; i < len(*t); i++ {
		r := (*t)[i]
		p.out = append(append(p.out, indent...), r[0]...)
		p.pad(first - utf8.RuneCount(r[0]))
		p.out = append(p.out, r[1]...)
		if len(r[2]) > 0 && len(r[1]) > 0 {
			if i == 0 || len((*t)[i-1][2]) == 0 { // the first of several lines with a third cell
				second = width((*t)[i:], 1)
			}
			p.pad(second - utf8.RuneCount(r[1]))
		}
		p.out = append(append(p.out, r[2]...), '\n')
	}
	*t = (*t)[:0]
}

// width returns the length of the longest cell of a column. In the second column, it counts only the
// cells before the first line without a third cell.
func width(t table, column int) int {
	most := 0
	for _, r := range t {
		if column > 0 && len(r[2]) == 0 {
			break
		}
		most = max(most, utf8.RuneCount(r[column]))
	}
	return most
}

func (p *printer) pad(n int) {
	for ; n >= 0; n-- {
		p.out = append(p.out, ' ')
	}
}
