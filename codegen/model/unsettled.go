// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "github.com/protolect/protolect/codegen/finding"

// unsettled is a finding whose remedy is a line of an overlay.
type unsettled struct {
	isSettled func() bool // whether the overlay has the line
	finding   finding.List
}

// reportUnless reports a finding after the overlay was applied, unless the overlay settled it.
func (b *builder) reportUnless(isSettled func() bool, rule finding.Rule, at finding.Position, format string, args ...any) {
	u := unsettled{isSettled: isSettled}
	u.finding.Add(rule, at, format, args...)
	b.api.unsettled = append(b.api.unsettled, u)
}

// Unsettled returns the findings whose remedy is a line of an overlay. It must run after the overlay, which
// can have that line.
func (a *API) Unsettled() *finding.List {
	findings := new(finding.List)
	for _, u := range a.unsettled {
		if !u.isSettled() {
			findings.Append(&u.finding)
		}
	}
	return findings
}
