// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package golden_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/accounting"
	"github.com/protolect/protolect/codegen/generate"
)

// TestOfficialNamesByEvidence generates Chat without its overlay. The RPCs must have the names that
// they have in Google's own definitions.
func TestOfficialNamesByEvidence(t *testing.T) {
	in := chatInput(t)
	in.Overlay, in.Lock = generate.File{}, generate.File{}
	out, findings, err := generate.API(in)
	if err != nil || out == nil {
		t.Fatalf("%v %v", err, findings.All())
	}
	var got []string
	for _, file := range out.Descriptors {
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				got = append(got, string(methods.Get(j).Name()))
			}
		}
	}
	want := append(officialRPCs(t), "DownloadMedia", "ReplaceMessageCards") // only in the document
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-official +generated:\n%s", diff)
	}
}

// TestNothingIsLost looks up every declaration of the document in the descriptors that are
// generated with the overlay.
func TestNothingIsLost(t *testing.T) {
	out, findings, err := generate.API(chatInput(t))
	if err != nil || out == nil {
		t.Fatalf("%v %v", err, findings.All())
	}
	account := accounting.Count(out.Document, out.Descriptors)
	for _, missing := range account.Unexplained(findings.All()) {
		t.Errorf("%s: %s %q is not in the descriptors", missing.At, missing.Kind, missing.Name)
	}
}

func officialRPCs(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("../googlechat/testdata/official.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(data)) {
		if rest, found := strings.CutPrefix(line, "rpc google.chat.v1.ChatService."); found {
			name, _, _ := strings.Cut(rest, " ")
			all = append(all, name)
		}
	}
	return all
}
