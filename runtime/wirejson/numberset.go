// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

// A numberSet is a set of small numbers: of field numbers, or of the indexes of fields,
// oneofs or tags.
type numberSet struct {
	low  uint64
	high map[int]bool
}

// add adds n and reports whether it is new.
func (s *numberSet) add(n int) bool {
	if n < 64 {
		isNew := s.low&(1<<n) == 0
		s.low |= 1 << n
		return isNew
	}
	if s.high[n] {
		return false
	}
	if s.high == nil {
		s.high = make(map[int]bool)
	}
	s.high[n] = true
	return true
}

func (s *numberSet) has(n int) bool {
	if n < 64 {
		return s.low&(1<<n) != 0
	}
	return s.high[n]
}
