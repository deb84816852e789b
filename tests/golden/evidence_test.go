// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package golden_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/accounting"
	"github.com/protolect/protolect/codegen/generate"
)

// TestOfficialNamesByEvidence generates Chat without its overlay: the document
// alone has to yield the names that Google's own definitions have, and the same
// bindings.
func TestOfficialNamesByEvidence(t *testing.T) {
	in := chatInput(t)
	in.Overlay, in.Lock = generate.File{}, generate.File{}
	got := rpcs(t, in, func(m protoreflect.MethodDescriptor) string { return string(m.Name()) })
	want := officialRPCs(t, func(fields []string) string { return fields[0] })
	compare(t, want, got, "DownloadMedia")
}

// TestOfficialRPCs compares requests, responses and bindings too.
func TestOfficialRPCs(t *testing.T) {
	got := rpcs(t, chatInput(t), func(m protoreflect.MethodDescriptor) string {
		return strings.Join([]string{string(m.Name()), string(m.Input().Name()), string(m.Output().Name()), bindings(m)}, " ")
	})
	want := officialRPCs(t, func(fields []string) string { return strings.Join(fields, " ") })
	compare(t, want, got, "DownloadMedia DownloadMediaRequest Media GET /v1/media/{resource_name=**}")
}

// TestNothingIsLost looks up everything that the document declares in what the
// overlay makes of it.
func TestNothingIsLost(t *testing.T) {
	out, findings, err := generate.API(chatInput(t))
	if err != nil || out == nil {
		t.Fatalf("%v %v", err, findings.All())
	}
	account := accounting.Take(out.Document, out.Descriptors)
	for _, missing := range account.Unexplained(findings.All()) {
		t.Errorf("%s: %s %q is not in the descriptors", missing.At, missing.Kind, missing.Name)
	}
}

// compare compares lists, apart from what only the document has.
func compare(t *testing.T, want, got []string, onlyInDocument string) {
	t.Helper()
	want = append(want, onlyInDocument)
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-official +generated:\n%s", diff)
	}
}

func rpcs(t *testing.T, in generate.Input, describe func(protoreflect.MethodDescriptor) string) []string {
	t.Helper()
	out, findings, err := generate.API(in)
	if err != nil || out == nil {
		t.Fatalf("%v %v", err, findings.All())
	}
	var all []string
	for _, file := range out.Descriptors {
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				all = append(all, describe(methods.Get(j)))
			}
		}
	}
	return all
}

func bindings(m protoreflect.MethodDescriptor) string {
	rule := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	var all []string
	for _, r := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		path := r.GetGet() + r.GetPut() + r.GetPost() + r.GetDelete() + r.GetPatch()
		verb := map[bool]string{r.GetGet() != "": "GET", r.GetPut() != "": "PUT", r.GetPost() != "": "POST", r.GetDelete() != "": "DELETE", r.GetPatch() != "": "PATCH"}[true]
		all = append(all, strings.TrimSpace(verb+" "+path+" "+r.GetBody()))
	}
	slices.Sort(all)
	return strings.Join(all, " | ")
}

func officialRPCs(t *testing.T, describe func(fields []string) string) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/chat-rpcs.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "#") {
			all = append(all, describe(strings.Fields(line)))
		}
	}
	return all
}
